package io.cairndb.causality;

import io.cairndb.env.Clock;
import io.cairndb.env.RandomSource;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Issues timestamps that only grow: the wall clock while it moves ahead, else the last timestamp
 * plus one count. A full counter carries into the milliseconds; a wall clock set back is waited out
 * on the counter.
 *
 * <p>Invariant: a timestamp is greater than every one issued or observed before it.
 *
 * <p>Thread-safe when the random source is; the clock of a simulated node may use a seeded source,
 * which confines it to one thread.
 */
public final class HybridClock {
  /** How far ahead of this node's wall clock an observed timestamp may be, in milliseconds. */
  public static final long MAX_SKEW_MILLIS = 500;

  private static final int MAX_NODE_ID = 0xFFFF;

  private final Clock clock;
  private final int nodeId;
  private final RandomSource random;
  private final long maxSkewMillis;

  /** Milliseconds and counter of the greatest timestamp issued or observed. */
  private final AtomicLong last = new AtomicLong();

  public HybridClock(Clock clock, int nodeId, RandomSource random) {
    this(clock, nodeId, random, MAX_SKEW_MILLIS);
  }

  public HybridClock(Clock clock, int nodeId, RandomSource random, long maxSkewMillis) {
    if (nodeId < 0 || nodeId > MAX_NODE_ID) {
      throw new IllegalArgumentException("node id " + nodeId);
    }
    this.clock = clock;
    this.nodeId = nodeId;
    this.random = random;
    this.maxSkewMillis = maxSkewMillis;
  }

  /** A timestamp greater than all before it. */
  public Hlc tick() {
    return after(0);
  }

  /**
   * A timestamp greater than {@code remote} and all before it.
   *
   * @throws ClockSkewException when {@code remote} is too far ahead; the clock has not moved then
   */
  public Hlc observe(Hlc remote) {
    long ahead = remote.physicalMillis() - clock.currentTimeMillis();
    if (ahead > maxSkewMillis) {
      throw new ClockSkewException(ahead, maxSkewMillis);
    }
    return after(remote.time());
  }

  /**
   * Makes later timestamps greater than one this node issued before it was restarted, however far
   * ahead that is: the node's own past is not refused.
   */
  public void advanceTo(Hlc own) {
    long time = own.time();
    last.accumulateAndGet(time, Math::max);
  }

  public int nodeId() {
    return nodeId;
  }

  private Hlc after(long floor) {
    long wall = clock.currentTimeMillis() << Hlc.COUNTER_BITS;
    long time = last.updateAndGet(previous -> Math.max(wall, Math.max(previous, floor) + 1));
    return Hlc.of(time, nodeId, random.nextLong());
  }
}
