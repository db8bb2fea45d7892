package io.cairndb.storage.engine.sstable;

import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/** What the cache's choice of blocks is compared with: policies over blocks of one size. */
interface CachePolicy {
  /** Uses a block, taking it in if it is not there; returns whether it was. */
  boolean use(int block);

  /** The least recently used leaves. */
  static CachePolicy lru(int capacity) {
    Set<Integer> order = new LinkedHashSet<>();
    return block -> {
      boolean hit = order.remove(block);
      if (!hit && order.size() == capacity) {
        removeEldest(order);
      }
      order.add(block);
      return hit;
    };
  }

  private static int removeEldest(Set<Integer> order) {
    Iterator<Integer> eldest = order.iterator();
    int block = eldest.next();
    eldest.remove();
    return block;
  }

  /** One used since the hand passed has another round. */
  static CachePolicy clock(int blocks, int capacity) {
    boolean[] present = new boolean[blocks];
    boolean[] used = new boolean[blocks];
    ArrayDeque<Integer> clock = new ArrayDeque<>();
    return block -> {
      if (present[block]) {
        used[block] = true;
        return true;
      }
      while (clock.size() == capacity) {
        int candidate = clock.remove();
        if (used[candidate]) {
          used[candidate] = false;
          clock.add(candidate);
        } else {
          present[candidate] = false;
        }
      }
      present[block] = true;
      clock.add(block);
      return false;
    };
  }

  /** S3-FIFO, block by block: probation, a main queue and the memory of what left. */
  final class S3Fifo implements CachePolicy {
    private static final int PROBATION = 1;
    private static final int MAIN = 2;

    private final int capacity;
    private final byte[] uses;
    private final byte[] queue;
    private final long[] left;
    private final ArrayDeque<Integer> probation = new ArrayDeque<>();
    private final ArrayDeque<Integer> main = new ArrayDeque<>();
    private long time = 1;

    S3Fifo(int blocks, int capacity) {
      this.capacity = capacity;
      this.uses = new byte[blocks];
      this.queue = new byte[blocks];
      this.left = new long[blocks];
    }

    @Override
    public boolean use(int block) {
      if (queue[block] != 0) {
        uses[block] = (byte) Math.min(3, uses[block] + 1);
        return true;
      }
      while (probation.size() + main.size() == capacity) {
        evict();
      }
      boolean soon = left[block] > 0 && time - left[block] <= capacity;
      queue[block] = (byte) (soon ? MAIN : PROBATION);
      uses[block] = 0;
      left[block] = 0;
      (soon ? main : probation).add(block);
      return false;
    }

    private void evict() {
      boolean fromProbation = probation.size() > capacity / 10 || main.isEmpty();
      int block = fromProbation ? probation.remove() : main.remove();
      if (fromProbation && uses[block] < 2) {
        queue[block] = 0;
        left[block] = ++time;
      } else if (fromProbation) {
        uses[block] = 0;
        queue[block] = MAIN;
        main.add(block);
      } else if (uses[block] > 0) {
        uses[block]--;
        main.add(block);
      } else {
        queue[block] = 0;
      }
    }
  }

  /** W-TinyLFU: a window, and beyond it the block that was used more often stays. */
  final class TinyLfu implements CachePolicy {
    private final int capacity;
    private final int windowMax;
    private final int protectedMax;
    private final byte[] counts;
    private final Set<Integer> window = new LinkedHashSet<>();
    private final Set<Integer> probation = new LinkedHashSet<>();
    private final Set<Integer> kept = new LinkedHashSet<>();
    private int counted;

    /** Counts every block on its own: a sketch could do no better. */
    TinyLfu(int blocks, int capacity) {
      this.capacity = capacity;
      this.windowMax = Math.max(1, capacity / 100);
      this.protectedMax = (capacity - windowMax) * 4 / 5;
      this.counts = new byte[blocks];
    }

    @Override
    public boolean use(int block) {
      count(block);
      if (window.remove(block)) {
        window.add(block);
        return true;
      }
      if (kept.remove(block) || probation.remove(block)) {
        kept.add(block);
        if (kept.size() > protectedMax) {
          probation.add(removeEldest(kept));
        }
        return true;
      }
      window.add(block);
      if (window.size() > windowMax) {
        admit(removeEldest(window));
      }
      return false;
    }

    private void admit(int candidate) {
      if (probation.size() + kept.size() < capacity - windowMax) {
        probation.add(candidate);
        return;
      }
      Set<Integer> from = probation.isEmpty() ? kept : probation;
      if (counts[candidate] > counts[from.iterator().next()]) {
        removeEldest(from);
        probation.add(candidate);
      }
    }

    private void count(int block) {
      counts[block] = (byte) Math.min(15, counts[block] + 1);
      if (++counted == 10 * capacity) {
        counted = 0;
        for (int i = 0; i < counts.length; i++) {
          counts[i] /= 2;
        }
      }
    }
  }

  /** The engine's own, with blocks so small that it holds about {@code capacity}. */
  static CachePolicy ofTheEngine(int blocks, int capacity) {
    int length = 4096 - CacheSegment.HEADER_BYTES;
    BlockCache cache = new BlockCache((long) capacity * 4096, 4096);
    TableSlots table = cache.add(blocks, 0);
    BlockBuilder builder = new BlockBuilder(16, false);
    byte[] key = {1};
    builder.add(key, 1, 1, new byte[length - 16], 0, length - 16);
    int size = builder.size();
    byte[] block = Arrays.copyOf(builder.finish(), size);
    MemorySegment memory = MemorySegment.ofArray(block);
    return ordinal -> {
      boolean hit = !BlockCache.isNotCached(cache.get(table, ordinal, key, Long.MAX_VALUE, null));
      if (!hit) {
        cache.insert(table, ordinal, memory, 0, size);
      }
      return hit;
    };
  }
}
