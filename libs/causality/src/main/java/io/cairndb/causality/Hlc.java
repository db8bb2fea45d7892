package io.cairndb.causality;

import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * A timestamp of the hybrid logical clock, laid out as a version 7 UUID: milliseconds (48), version
 * (4), logical counter (12), variant (2), node id (16), entropy (46). Ordered as an unsigned
 * 128-bit number: by time, then by counter, then by node.
 */
public record Hlc(long msb, long lsb) implements Comparable<Hlc> {
  /** Length of {@link #toBytes()}. */
  public static final int BYTES = 16;

  /** Before every timestamp a clock issues. */
  public static final Hlc MIN = new Hlc(0, 0);

  /** After every timestamp a clock issues. */
  public static final Hlc MAX = new Hlc(-1, -1);

  static final int COUNTER_BITS = 12;
  static final int ENTROPY_BITS = 46;
  private static final long COUNTER_MASK = (1L << COUNTER_BITS) - 1;
  private static final long ENTROPY_MASK = (1L << ENTROPY_BITS) - 1;
  private static final long VERSION = 7L << COUNTER_BITS;
  private static final long VARIANT = 0b10L << 62;

  /**
   * Lays a timestamp out.
   *
   * @param time milliseconds and counter, as {@link #time()} returns them
   * @param nodeId 0–65,535
   * @param entropy its lowest 46 bits are used
   */
  static Hlc of(long time, int nodeId, long entropy) {
    long millis = time >>> COUNTER_BITS;
    return new Hlc(
        millis << 16 | VERSION | (time & COUNTER_MASK),
        VARIANT | (long) nodeId << ENTROPY_BITS | (entropy & ENTROPY_MASK));
  }

  /** The timestamp that {@link #toUuid} made {@code uuid} of. */
  public static Hlc fromUuid(UUID uuid) {
    return new Hlc(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
  }

  /** Reads what {@link #toBytes()} made. */
  public static Hlc fromBytes(byte[] bytes) {
    return fromBytes(bytes, 0);
  }

  /** Reads the sixteen bytes of {@link #toBytes} at {@code offset}. */
  public static Hlc fromBytes(byte[] bytes, int offset) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, BYTES);
    return new Hlc(buffer.getLong(), buffer.getLong());
  }

  /** The same bits as a UUID of version 7, which therefore sorts by time. */
  public UUID toUuid() {
    return new UUID(msb, lsb);
  }

  /** Big-endian, so that bytes sort as timestamps do. */
  public byte[] toBytes() {
    return ByteBuffer.allocate(BYTES).putLong(msb).putLong(lsb).array();
  }

  /** Milliseconds since the Unix epoch, possibly ahead of every wall clock. */
  public long physicalMillis() {
    return msb >>> 16;
  }

  /** Tells timestamps of one millisecond apart. */
  public int counter() {
    return (int) (msb & COUNTER_MASK);
  }

  public int nodeId() {
    return (int) (lsb >>> ENTROPY_BITS) & 0xFFFF;
  }

  /** Milliseconds and counter as one number: what a clock advances. */
  long time() {
    return physicalMillis() << COUNTER_BITS | (msb & COUNTER_MASK);
  }

  public boolean isAfter(Hlc other) {
    return compareTo(other) > 0;
  }

  public boolean isBefore(Hlc other) {
    return compareTo(other) < 0;
  }

  @Override
  public int compareTo(Hlc other) {
    int first = Long.compareUnsigned(msb, other.msb);
    return first != 0 ? first : Long.compareUnsigned(lsb, other.lsb);
  }

  /** As a UUID is written. */
  @Override
  public String toString() {
    return toUuid().toString();
  }
}
