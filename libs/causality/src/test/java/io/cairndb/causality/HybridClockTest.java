package io.cairndb.causality;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.env.ManualClock;
import io.cairndb.env.RandomSource;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Timestamps only grow, whatever the wall clock and the other nodes do. */
final class HybridClockTest {
  private static final long START = 1_700_000_000_000L;

  private final ManualClock wall = new ManualClock(START);
  private final HybridClock clock = new HybridClock(wall, 0x1234, RandomSource.seeded(1));

  @Test
  void timestampsFollowTheWallClock() {
    assertEquals(START, clock.tick().physicalMillis());
    wall.advance(Duration.ofMillis(5));
    Hlc later = clock.tick();
    assertEquals(START + 5, later.physicalMillis());
    assertEquals(0, later.counter());
    assertEquals(0x1234, later.nodeId());
  }

  @Test
  void aFullCounterCarriesIntoTheMilliseconds() {
    Hlc last = clock.tick();
    for (int i = 0; i < 3 * 4096; i++) {
      Hlc next = clock.tick();
      assertTrue(next.isAfter(last));
      last = next;
    }
    assertEquals(START + 3, last.physicalMillis());
  }

  @Test
  void aWallClockSetBackIsWaitedOut() {
    Hlc before = clock.tick();
    wall.advance(Duration.ofHours(-1));
    Hlc after = clock.tick();
    assertTrue(after.isAfter(before));
    assertEquals(START, after.physicalMillis());
  }

  @Test
  void observedTimestampsAreSurpassed() {
    HybridClock other = new HybridClock(new ManualClock(START + 400), 7, RandomSource.seeded(2));
    Hlc remote = other.tick();
    assertTrue(clock.observe(remote).isAfter(remote));
    assertTrue(clock.tick().isAfter(remote));
  }

  @Test
  void timestampsFromTheFutureAreRefused() {
    HybridClock other = new HybridClock(new ManualClock(START + 501), 7, RandomSource.seeded(2));
    Hlc remote = other.tick();
    ClockSkewException refused =
        assertThrows(ClockSkewException.class, () -> clock.observe(remote));
    assertEquals(501, refused.aheadMillis());
    assertEquals(START, clock.tick().physicalMillis());
  }

  @Test
  void aNodesOwnPastIsNeverRefused() {
    HybridClock ahead = new HybridClock(new ManualClock(START + 60_000), 7, RandomSource.seeded(2));
    Hlc own = ahead.tick();
    clock.advanceTo(own);
    assertTrue(clock.tick().isAfter(own));
  }

  /** Three nodes whose clocks jump either way exchange timestamps; causes precede effects. */
  @Test
  void orderSurvivesJumpingClocks() {
    Long given = Long.getLong("cairn.seed");
    long seed = given != null ? given : System.nanoTime();
    System.out.println("HybridClockTest: rerun with -Dtest=HybridClockTest -Dcairn.seed=" + seed);
    SplittableRandom random = new SplittableRandom(seed);
    ManualClock[] walls = new ManualClock[3];
    HybridClock[] clocks = new HybridClock[3];
    Hlc[] last = new Hlc[3];
    for (int node = 0; node < 3; node++) {
      walls[node] = new ManualClock(START);
      clocks[node] = new HybridClock(walls[node], node, RandomSource.seeded(random.nextLong()));
      last[node] = Hlc.MIN;
    }
    int observed = 0;
    for (int i = 0; i < 50_000; i++) {
      int node = random.nextInt(3);
      walls[node].advance(Duration.ofMillis(random.nextInt(-300, 310)));
      Hlc previous = last[node];
      if (random.nextBoolean()) {
        last[node] = clocks[node].tick();
      } else {
        Hlc remote = last[random.nextInt(3)];
        try {
          last[node] = clocks[node].observe(remote);
          assertTrue(last[node].isAfter(remote));
          observed++;
        } catch (ClockSkewException expected) {
          last[node] = clocks[node].tick();
        }
      }
      assertTrue(last[node].isAfter(previous));
    }
    assertTrue(observed > 0);
  }

  @Test
  void threadsNeverShareATimestamp() throws InterruptedException {
    HybridClock shared = new HybridClock(wall, 1, RandomSource.system());
    Hlc[][] issued = new Hlc[4][20_000];
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread[] threads = new Thread[issued.length];
    for (int t = 0; t < threads.length; t++) {
      Hlc[] mine = issued[t];
      threads[t] =
          Thread.ofPlatform()
              .uncaughtExceptionHandler((thread, e) -> failure.set(e))
              .start(() -> Arrays.setAll(mine, i -> shared.tick()));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(null, failure.get());
    long distinct = Arrays.stream(issued).flatMap(Arrays::stream).map(Hlc::msb).distinct().count();
    assertEquals(4 * 20_000, distinct);
  }

  /** The bytes of {@code docs/formats/hlc.md}. */
  @Test
  void timestampsAreVersion7Uuids() {
    Hlc hlc = Hlc.of(0x0192_3456_789aL << 12 | 0xbcd, 0xfedc, -1L);
    assertEquals("0192345678" + "9a7bcdbfb73fffffffffff", hex(hlc));
    UUID uuid = hlc.toUuid();
    assertEquals(7, uuid.version());
    assertEquals(2, uuid.variant());
    assertEquals(hlc, Hlc.fromUuid(uuid));
    assertEquals(hlc, Hlc.fromBytes(hlc.toBytes()));
    assertEquals(0x0192_3456_789aL, hlc.physicalMillis());
    assertEquals(0xbcd, hlc.counter());
    assertEquals(0xfedc, hlc.nodeId());
    assertEquals("01923456-789a-7bcd-bfb7-3fffffffffff", hlc.toString());
  }

  private static String hex(Hlc hlc) {
    return HexFormat.of().formatHex(hlc.toBytes());
  }

  @Test
  void bytesSortAsTimestampsDo() {
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 10_000; i++) {
      Hlc a = new Hlc(random.nextLong(), random.nextLong());
      Hlc b = new Hlc(random.nextBoolean() ? a.msb() : random.nextLong(), random.nextLong());
      assertEquals(
          Integer.signum(a.compareTo(b)),
          Integer.signum(Arrays.compareUnsigned(a.toBytes(), b.toBytes())));
    }
    assertTrue(Hlc.MIN.isBefore(Hlc.MAX));
    assertArrayEquals(new byte[16], Hlc.MIN.toBytes());
  }

  @Test
  void identitiesAscend() {
    UUID first = UuidV7.next(clock);
    UUID second = UuidV7.next(clock);
    assertTrue(Hlc.fromUuid(second).isAfter(Hlc.fromUuid(first)));
  }
}
