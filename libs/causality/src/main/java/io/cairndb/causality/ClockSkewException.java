package io.cairndb.causality;

/** A remote timestamp is further ahead of this node's wall clock than is allowed. */
public final class ClockSkewException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final long aheadMillis;

  public ClockSkewException(long aheadMillis, long allowedMillis) {
    super("a remote clock is " + aheadMillis + " ms ahead; allowed are " + allowedMillis);
    this.aheadMillis = aheadMillis;
  }

  /** How far the other clock is ahead of the wall clock here. */
  public long aheadMillis() {
    return aheadMillis;
  }
}
