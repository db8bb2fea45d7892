package io.cairndb.env;

import java.io.EOFException;
import java.nio.ByteBuffer;
import java.util.TreeMap;

/**
 * What sectors of a file held before bytes in them were overwritten. A power cut leaves the new
 * bytes, the old ones, the new ones up to some place, or noise; bytes of the same sector that were
 * not written are safe. Guarded by its owner.
 */
final class OverwrittenSectors {
  private static final int SECTOR_BYTES = MemoryFile.SECTOR_BYTES;

  /** By the sector's offset in the file. */
  private final TreeMap<Long, Sector> sectors = new TreeMap<>();

  /**
   * Bytes {@code from} to {@code to} of a sector were written; {@code before} is the whole of it.
   */
  private record Sector(byte[] before, int from, int to) {
    Sector widened(int otherFrom, int otherTo) {
      return new Sector(before, Math.min(from, otherFrom), Math.max(to, otherTo));
    }
  }

  /** Notes that {@code file} is about to be overwritten between the two offsets. */
  void note(MemoryFile file, long from, long to) {
    for (long at = from; at < to; ) {
      long start = at - at % SECTOR_BYTES;
      long end = Math.min(start + SECTOR_BYTES, to);
      int first = (int) (at - start);
      int last = (int) (end - start);
      Sector known = sectors.get(start);
      sectors.put(
          start,
          known == null
              ? new Sector(contents(file, start), first, last)
              : known.widened(first, last));
      at = end;
    }
  }

  private static byte[] contents(MemoryFile file, long start) {
    byte[] bytes = new byte[(int) Math.min(SECTOR_BYTES, file.length() - start)];
    try {
      file.read(start, ByteBuffer.wrap(bytes));
    } catch (EOFException e) {
      throw new IllegalStateException(e);
    }
    return bytes;
  }

  void addAll(OverwrittenSectors others) {
    others.sectors.forEach(
        (start, sector) ->
            sectors.merge(start, sector, (older, newer) -> older.widened(newer.from, newer.to)));
  }

  void clear() {
    sectors.clear();
  }

  /** Forgets what lies at or behind {@code length}. */
  void cut(long length) {
    sectors.tailMap(length, true).clear();
  }

  /** Does to {@code bytes}, the newest contents, what a power cut may do. */
  void tear(byte[] bytes, RandomSource random) {
    int mode = random.nextInt(4);
    sectors.forEach(
        (start, sector) -> tear(bytes, start.intValue(), sector, mode < 2 ? mode : -1, random));
  }

  /** Mode 0 keeps the new bytes, 1 the old ones, any other leaves it to chance. */
  private static void tear(byte[] bytes, int start, Sector sector, int mode, RandomSource random) {
    int fate = mode < 0 ? random.nextInt(4) : mode;
    int kept = fate == 2 ? random.nextInt(sector.to - sector.from + 1) : 0;
    int end = Math.min(sector.to, Math.min(bytes.length - start, sector.before.length));
    for (int i = sector.from + kept; i < end && fate != 0; i++) {
      bytes[start + i] = fate == 3 ? (byte) random.nextInt(256) : sector.before[i];
    }
  }
}
