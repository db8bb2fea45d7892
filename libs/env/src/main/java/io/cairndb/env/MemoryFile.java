package io.cairndb.env;

import java.io.EOFException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The contents of one file in a {@link MemoryFileSystem}. Writes are guarded by the file system;
 * reads take no lock: bytes below {@link #length} change only in files that are being overwritten,
 * which nobody reads meanwhile.
 */
final class MemoryFile {
  private static final int CHUNK_BITS = 14;
  private static final int CHUNK_BYTES = 1 << CHUNK_BITS;
  static final int SECTOR_BYTES = 512;

  private volatile byte[][] chunks = new byte[4][];
  private volatile long length;
  private long synced;

  /** Bytes that a failed sync lost although later syncs claimed them; none when from == to. */
  private long lostFrom;

  private long lostTo;

  /** Synced bytes that were overwritten and not synced since. */
  private final OverwrittenSectors overwritten = new OverwrittenSectors();

  /** The same of syncs that failed: later syncs do not save them. */
  private final OverwrittenSectors lostOverwrites = new OverwrittenSectors();

  long length() {
    return length;
  }

  void append(ByteBuffer source, int count) {
    write(length, source, count);
  }

  /** Writes at {@code from}, which is not behind the end. */
  void write(long from, ByteBuffer source, int count) {
    overwritten.note(this, from, Math.min(from + count, synced));
    long at = from;
    int left = count;
    while (left > 0) {
      byte[] chunk = chunkFor(at);
      int offset = (int) (at & (CHUNK_BYTES - 1));
      int step = Math.min(left, CHUNK_BYTES - offset);
      source.get(chunk, offset, step);
      at += step;
      left -= step;
    }
    length = Math.max(length, at);
  }

  private byte[] chunkFor(long position) {
    int index = (int) (position >>> CHUNK_BITS);
    byte[][] current = chunks;
    if (index >= current.length) {
      current = Arrays.copyOf(current, current.length * 2);
    }
    byte[] chunk = current[index];
    if (chunk == null) {
      chunk = new byte[CHUNK_BYTES];
      current[index] = chunk;
    }
    chunks = current;
    return chunk;
  }

  void read(long position, ByteBuffer target) throws EOFException {
    if (position + target.remaining() > length) {
      throw new EOFException("the file ends before byte " + (position + target.remaining()));
    }
    long at = position;
    byte[][] current = chunks;
    while (target.hasRemaining()) {
      int offset = (int) (at & (CHUNK_BYTES - 1));
      int step = Math.min(target.remaining(), CHUNK_BYTES - offset);
      target.put(current[(int) (at >>> CHUNK_BITS)], offset, step);
      at += step;
    }
  }

  void sync() {
    synced = length;
    overwritten.clear();
  }

  /** The kernel's way to fail a sync: dirty pages are marked clean and dropped. */
  void failSync() {
    if (lostFrom == lostTo) {
      lostFrom = synced;
    }
    lostTo = length;
    synced = length;
    lostOverwrites.addAll(overwritten);
    overwritten.clear();
  }

  void truncate(long newLength) {
    length = Math.min(length, newLength);
    synced = length;
    overwritten.clear();
    lostOverwrites.cut(length);
    lostTo = Math.min(lostTo, length);
    lostFrom = Math.min(lostFrom, lostTo);
  }

  void flipBit(long bit) {
    chunks[(int) (bit >>> (CHUNK_BITS + 3))][(int) ((bit >>> 3) & (CHUNK_BYTES - 1))] ^=
        (byte) (1 << (bit & 7));
  }

  byte[] toByteArray() {
    byte[] copy = new byte[Math.toIntExact(length)];
    try {
      read(0, ByteBuffer.wrap(copy));
    } catch (EOFException e) {
      throw new IllegalStateException(e);
    }
    return copy;
  }

  /** What a power cut leaves: all that was synced, and any part of what was not. */
  MemoryFile afterCrash(RandomSource random) {
    byte[] survivor = Arrays.copyOf(toByteArray(), (int) survivingLength(random));
    int mode = random.nextInt(3);
    tear(survivor, synced, survivor.length, mode, random);
    overwritten.tear(survivor, random);
    lostOverwrites.tear(survivor, random);
    tear(survivor, lostFrom, Math.min(lostTo, survivor.length), 1, random);
    MemoryFile file = new MemoryFile();
    file.append(ByteBuffer.wrap(survivor), survivor.length);
    file.sync();
    return file;
  }

  private long survivingLength(RandomSource random) {
    int unsynced = (int) (length - synced);
    if (unsynced == 0) {
      return length;
    }
    return switch (random.nextInt(4)) {
      case 0 -> synced;
      case 1 -> length;
      default -> synced + random.nextInt(unsynced + 1);
    };
  }

  /** Mode 0 keeps the bytes, 1 replaces sectors at random by zeros, 2 by zeros or noise. */
  private static void tear(byte[] bytes, long from, long to, int mode, RandomSource random) {
    long at = from;
    while (mode != 0 && at < to) {
      long end = Math.min(to, (at / SECTOR_BYTES + 1) * SECTOR_BYTES);
      int fate = random.nextInt(mode + 2);
      for (long i = at; i < end && fate != 0; i++) {
        bytes[(int) i] = fate == 1 ? 0 : (byte) random.nextInt(256);
      }
      at = end;
    }
  }
}
