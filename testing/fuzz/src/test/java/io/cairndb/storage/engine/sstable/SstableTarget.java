package io.cairndb.storage.engine.sstable;

import io.cairndb.fuzz.Check;
import io.cairndb.fuzz.FuzzTarget;
import io.cairndb.fuzz.Seeds;
import io.cairndb.storage.engine.range.RangeDeletions;
import io.cairndb.storage.engine.sstable.SstableFormat.Footer;
import io.cairndb.storage.engine.sstable.SstableFormat.Handle;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Footers and stored blocks of SSTables. The checksums are made right first: what is wrong behind
 * them must still be told, and no length in a block may make the reader take more memory than the
 * block can hold.
 */
public final class SstableTarget implements FuzzTarget {
  private static final Path FILE = Path.of("000004.sst");
  private static final int FOOTER_CRC = SstableFormat.FOOTER_BYTES_MAX - 12;
  private static final int BLOCK = 1;
  private static final int RANGES = 2;

  @Override
  public List<byte[]> seeds() throws IOException {
    List<byte[]> seeds = new ArrayList<>();
    for (String name : List.of("000004.sst.bin", "000005.sst.bin")) {
      byte[] table = Seeds.file("libs/storage-engine/src/test/resources/golden/v1/" + name);
      int start = table.length - SstableFormat.FOOTER_BYTES_MIN;
      byte[] footer = Arrays.copyOfRange(table, start, table.length);
      seeds.add(Seeds.selecting(0, footer));
      Footer parsed = Footer.parse(footer, FILE, table.length);
      for (Handle handle : List.of(parsed.blocks().index(), parsed.blocks().properties())) {
        int from = (int) handle.offset();
        byte[] block = Arrays.copyOfRange(table, from, from + handle.stored() - Integer.BYTES);
        seeds.add(Seeds.selecting(BLOCK, block));
      }
    }
    byte[] table = Seeds.file("libs/storage-engine/src/test/resources/golden/v3/000012.sst.bin");
    int start = table.length - SstableFormat.FOOTER_BYTES_MAX;
    seeds.add(Seeds.selecting(0, Arrays.copyOfRange(table, start, table.length)));
    RangeDeletions ranges =
        RangeDeletions.NONE
            .with(new byte[] {1}, new byte[] {5}, 7)
            .with(new byte[] {2}, new byte[] {9, 9}, 300);
    seeds.add(Seeds.selecting(RANGES, ranges.encode()));
    return seeds;
  }

  @Override
  public void run(byte[] input) throws IOException {
    if (input.length < 1 + SstableFormat.TRAILER_BYTES) {
      return;
    }
    byte[] bytes = Arrays.copyOfRange(input, 1, input.length);
    try {
      if (input[0] == BLOCK) {
        block(bytes);
      } else if (input[0] == RANGES) {
        ranges(bytes);
      } else {
        footer(Arrays.copyOf(bytes, SstableFormat.FOOTER_BYTES_MAX));
      }
    } catch (IOException refused) {
      // Corruption, or a newer format.
    }
  }

  private static void footer(byte[] footer) throws IOException {
    CRC32C crc = new CRC32C();
    crc.update(footer, 0, FOOTER_CRC);
    ByteBuffer.wrap(footer)
        .putInt(FOOTER_CRC, (int) crc.getValue())
        .put(FOOTER_CRC + Integer.BYTES, SstableFormat.MAGIC);
    Footer.parse(footer, FILE, 10_000);
  }

  private static void ranges(byte[] block) {
    RangeDeletions ranges;
    try {
      ranges = RangeDeletions.decode(block);
    } catch (BufferUnderflowException | IllegalArgumentException refused) {
      return;
    }
    for (RangeDeletions.Fragment fragment : ranges.fragments()) {
      long newest = ranges.covering(fragment.start(), fragment.start().length, Long.MAX_VALUE);
      Check.that(newest == fragment.sequences()[0], "a fragment does not cover its own start");
    }
    Check.that(
        Arrays.equals(RangeDeletions.decode(ranges.encode()).encode(), ranges.encode()),
        "written in two ways");
  }

  private static void block(byte[] body) throws IOException {
    byte[] stored = Arrays.copyOf(body, body.length + Integer.BYTES);
    ByteBuffer.wrap(stored)
        .putInt(body.length, new BlockChecksum().of(1, 0, ByteBuffer.wrap(body)));
    Handle whole = new Handle(0, stored.length);
    try (BlockReader reader = new BlockReader()) {
      reader.room(stored.length).put(stored);
      reader.unpack(0, whole, new BlockSource(FILE, 1, null));
      if (NativeBlock.isWellFormed(reader.memory(), reader.start(), reader.length())) {
        search(reader);
      }
    }
  }

  /** A search ends, whatever the entries say. */
  private static void search(BlockReader reader) {
    try {
      NativeBlock.get(reader.memory(), reader.start(), reader.length(), new byte[] {1}, 5, null);
    } catch (IndexOutOfBoundsException refused) {
      // An entry reaches beyond the block.
    }
  }
}
