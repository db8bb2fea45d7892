package io.cairndb.storage.engine.sstable;

import io.cairndb.fuzz.Check;
import io.cairndb.fuzz.FuzzTarget;
import io.cairndb.fuzz.Seeds;
import io.cairndb.storage.engine.CompactionFilter;
import io.cairndb.storage.engine.EngineOptions;
import io.cairndb.storage.engine.FilterKind;
import io.cairndb.storage.engine.FormatVersion;
import io.cairndb.storage.engine.TableOptions;
import io.cairndb.storage.engine.WrappedKey;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Filters, properties with hints, and wrapped keys of SSTables, as they are behind their checksums:
 * what is no such thing is refused, and a filter that was taken answers about any key.
 */
public final class TablePartTarget implements FuzzTarget {
  private static final int FILTER = 0;
  private static final int PROPERTIES = 1;
  private static final int KEY = 2;
  private static final long[] HASHES = {0, 1, -1, 0x1234_5678_9ABC_DEF0L, Long.MIN_VALUE};

  @Override
  public List<byte[]> seeds() {
    List<byte[]> seeds = new ArrayList<>();
    for (FilterKind kind : FilterKind.values()) {
      TableOptions options = EngineOptions.builder().filter(kind).build().tables();
      seeds.add(
          Seeds.selecting(
              FILTER, TableFilter.build(HASHES, HASHES.length, FormatVersion.NEWEST, options)));
    }
    SstableMeta.Contents contents =
        new SstableMeta.Contents(9, 1, 8, 1, new SstableMeta.SequenceRange(3, 300));
    KeyRange keys = new KeyRange(new byte[] {1}, new byte[] {2, 3}, true);
    byte[] properties = TableProperties.encode(FormatVersion.VERSIONS, 5, contents, keys);
    seeds.add(Seeds.selecting(PROPERTIES, properties));
    ByteArrayOutputStream hinted = new ByteArrayOutputStream();
    hinted.writeBytes(properties);
    hinted.writeBytes(new TableHints(1_000, CompactionFilter.NEVER, 2_000).encode());
    seeds.add(Seeds.selecting(PROPERTIES, hinted.toByteArray()));
    WrappedKey key = new WrappedKey(WrappedKey.AES_256_GCM, "first", new byte[60]);
    seeds.add(Seeds.selecting(KEY, key.encode()));
    return seeds;
  }

  @Override
  public void run(byte[] input) {
    if (input.length == 0) {
      return;
    }
    byte[] bytes = Arrays.copyOfRange(input, 1, input.length);
    try {
      switch (input[0]) {
        case PROPERTIES -> properties(bytes);
        case KEY -> key(bytes);
        default -> filter(bytes);
      }
    } catch (BufferUnderflowException | IllegalArgumentException refused) {
      // As declared.
    }
  }

  private static void filter(byte[] bytes) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(bytes.length);
      memory.copyFrom(MemorySegment.ofArray(bytes));
      TableFilter filter = TableFilter.of(memory);
      for (long hash : HASHES) {
        boolean answer = filter.mayContain(hash);
        Check.that(filter.mayContain(hash) == answer, "two answers");
      }
    }
  }

  private static void properties(byte[] block) {
    for (FormatVersion format : FormatVersion.values()) {
      SstableMeta meta = TableProperties.decode(format, block, 4, 1_000);
      TableHints hints = TableProperties.hints(format, block, meta);
      Check.that(hints.equals(TableProperties.hints(format, block, meta)), "two hints");
    }
  }

  private static void key(byte[] bytes) {
    WrappedKey key = WrappedKey.decode(ByteBuffer.wrap(bytes));
    WrappedKey again = WrappedKey.decode(ByteBuffer.wrap(key.encode()));
    Check.that(
        key.keyId().equals(again.keyId()) && Arrays.equals(key.bytes(), again.bytes()),
        "another key");
  }
}
