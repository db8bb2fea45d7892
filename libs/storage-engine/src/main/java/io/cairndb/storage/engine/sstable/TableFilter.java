package io.cairndb.storage.engine.sstable;

import io.cairndb.storage.engine.FilterKind;
import io.cairndb.storage.engine.FormatVersion;
import io.cairndb.storage.engine.TableOptions;
import io.cairndb.storage.engine.memory.NativeBytes;
import java.lang.foreign.MemorySegment;

/** Says of most keys that are not in a table that they are not. Immutable. */
sealed interface TableFilter permits BloomFilter, FuseFilter {
  /** Bloom filters fill whole blocks of this; a filter of another length ends with its kind. */
  int BLOOM_BLOCK_BYTES = 64;

  /** Bits a key from which a fuse filter is no larger than what was asked for. */
  int FUSE_BITS_MIN = 9;

  /** Whether a key of that hash may be in the table; false is certain. */
  boolean mayContain(long hash);

  /**
   * The filter that these bytes are.
   *
   * @throws IllegalArgumentException when they are none
   */
  static TableFilter of(MemorySegment bytes) {
    long length = bytes.byteSize();
    if (length % BLOOM_BLOCK_BYTES == 0) {
      return new BloomFilter(bytes);
    }
    byte kind = NativeBytes.byteAt(bytes, length - 1);
    if (kind != FuseFilter.KIND) {
      throw new IllegalArgumentException("unknown filter kind " + kind);
    }
    return new FuseFilter(bytes);
  }

  /** The bytes of a filter of the first {@code count} hashes, as options and format want it. */
  static byte[] build(long[] hashes, int count, FormatVersion format, TableOptions options) {
    int bits = options.bloomBitsPerKey();
    boolean fuse =
        options.filter() == FilterKind.BINARY_FUSE
            && format.isAtLeast(FormatVersion.VERSIONS)
            && bits >= FUSE_BITS_MIN
            && count > 1;
    byte[] built = fuse ? FuseFilterBuilder.build(hashes, count) : new byte[0];
    return built.length > 0 ? built : BloomFilter.build(hashes, count, bits);
  }
}
