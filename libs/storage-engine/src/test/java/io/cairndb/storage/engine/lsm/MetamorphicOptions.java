package io.cairndb.storage.engine.lsm;

import io.cairndb.env.RandomSource;
import io.cairndb.storage.engine.CompactionFilter;
import io.cairndb.storage.engine.CompactionOptions;
import io.cairndb.storage.engine.Compression;
import io.cairndb.storage.engine.CompressionOptions;
import io.cairndb.storage.engine.EngineOptions;
import io.cairndb.storage.engine.FilterKind;
import io.cairndb.storage.engine.FormatVersion;
import io.cairndb.storage.engine.IndexOptions;
import java.nio.ByteBuffer;

/** {@link RandomOptions}, with what metamorphic runs vary besides. */
final class MetamorphicOptions {
  /** Values begin with the time at which they expire; 0 for never. */
  private static final CompactionFilter BY_TIME =
      new CompactionFilter() {
        @Override
        public boolean drops(Entry entry, long nowMillis) {
          return expiryMillis(entry) <= nowMillis;
        }

        @Override
        public long expiryMillis(Entry entry) {
          long time = ByteBuffer.wrap(entry.valueArray()).getLong(entry.valueOffset());
          return time == 0 ? NEVER : time;
        }
      };

  private MetamorphicOptions() {}

  private static CompactionOptions compaction(CompactionOptions chosen, RandomSource random) {
    String expiring = "t" + MetamorphicScript.EXPIRING;
    return new CompactionOptions(
        chosen.tableBytes(),
        chosen.levelZeroTrigger(),
        chosen.levelZeroSlowdown(),
        chosen.levelZeroStall(),
        chosen.levelBaseBytes(),
        chosen.tombstoneShareMax(),
        chosen.workers(),
        random.nextInt(3) == 0 ? tree -> null : tree -> tree.startsWith(expiring) ? BY_TIME : null,
        chosen.bytesPerSecondMax());
  }

  /** Options for a directory of that format, or to create one in it. */
  static EngineOptions choose(RandomSource random, FormatVersion format) {
    EngineOptions chosen = RandomOptions.choose(random);
    boolean old = !format.isAtLeast(FormatVersion.VERSIONS);
    Compression[] kinds = Compression.values();
    CompressionOptions compression =
        CompressionOptions.of(kinds[random.nextInt(kinds.length)])
            .withBottommost(kinds[random.nextInt(kinds.length)]);
    FilterKind[] filters = FilterKind.values();
    return chosen.toBuilder()
        .writeAheadLog(random.nextInt(6) != 0)
        .compression(compression)
        .operations(old ? chosen.operations().withKeyring(null) : chosen.operations())
        .compaction(compaction(chosen.compaction(), random))
        .readAheadBytesMax(4096 << random.nextInt(4))
        .filter(filters[random.nextInt(filters.length)])
        .index(IndexOptions.defaults())
        .versions(chosen.versions().createdAt(format))
        .build();
  }
}
