package io.cairndb.placement;

/**
 * Generation of a partition's configuration: a request that carries an older one than the shard
 * knows is refused and routed again.
 */
public record Epoch(long value) implements Comparable<Epoch> {
  /** Of a partition just created. */
  public static final Epoch FIRST = new Epoch(1);

  public Epoch {
    if (value < 1) {
      throw new IllegalArgumentException("epochs start at 1: " + value);
    }
  }

  /** The epoch after the next change of the partition. */
  public Epoch next() {
    return new Epoch(value + 1);
  }

  @Override
  public int compareTo(Epoch other) {
    return Long.compare(value, other.value);
  }
}
