package io.cairndb.storage.engine.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a pool keeps, and what it frees. */
class ChunkPoolTest {
  private static final long MAX = 4 << 20;

  private static List<MemorySegment> take(ChunkPool pool, int count) {
    List<MemorySegment> taken = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      taken.add(pool.take());
    }
    return taken;
  }

  @Test
  void whatIsKeptIsLentAgain() {
    try (ChunkPool pool = ChunkPool.shared(MAX)) {
      List<MemorySegment> first = take(pool, 10);
      pool.giveBack(first);
      assertEquals(10L * pool.chunkBytes(), pool.bytes());
      List<MemorySegment> second = take(pool, 10);
      assertEquals(10L * pool.chunkBytes(), pool.bytes());
      assertTrue(first.containsAll(second));
      pool.giveBack(second);
    }
  }

  /** However large a chunk is, what is kept for others does not come on top of it. */
  @Test
  void whatIsKeptMakesRoomForALargeChunk() {
    try (ChunkPool pool = ChunkPool.shared(MAX)) {
      List<MemorySegment> small = take(pool, 100);
      pool.giveBack(small);
      MemorySegment large = pool.take(MAX - 10L * pool.chunkBytes());
      assertEquals(MAX, pool.bytes());
      assertEquals(90, small.stream().filter(it -> !it.scope().isAlive()).count());
      pool.giveBack(List.of(large));
      assertEquals(10L * pool.chunkBytes(), pool.bytes());
    }
  }

  @Test
  void aClosedPoolFreesWhatItKeptAndWhatItGetsBack() {
    ChunkPool pool = ChunkPool.shared(MAX);
    List<MemorySegment> kept = take(pool, 2);
    List<MemorySegment> lent = take(pool, 2);
    pool.giveBack(kept);
    pool.close();
    assertTrue(kept.stream().noneMatch(it -> it.scope().isAlive()));
    assertTrue(lent.stream().allMatch(it -> it.scope().isAlive()));
    pool.giveBack(lent);
    assertTrue(lent.stream().noneMatch(it -> it.scope().isAlive()));
    assertEquals(0, pool.bytes());
    assertThrows(IllegalArgumentException.class, () -> pool.giveBack(lent));
  }
}
