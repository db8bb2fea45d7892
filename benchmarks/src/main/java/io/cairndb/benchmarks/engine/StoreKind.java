package io.cairndb.benchmarks.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/** The stores that can be measured. */
enum StoreKind {
  CAIRN {
    @Override
    Store open(Path directory, Sizes sizes) throws IOException {
      return CairnStore.open(directory, sizes);
    }
  },
  ROCKSDB {
    @Override
    Store open(Path directory, Sizes sizes) throws IOException {
      return RocksStore.open(directory, sizes);
    }
  };

  abstract Store open(Path directory, Sizes sizes) throws IOException;

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
