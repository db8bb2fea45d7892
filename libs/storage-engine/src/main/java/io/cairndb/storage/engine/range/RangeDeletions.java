package io.cairndb.storage.engine.range;

import io.cairndb.encoding.Varint;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Deleted ranges, cut where any of them begins or ends. Immutable, thread-safe.
 *
 * <p>Fragments are in order of keys, disjoint, and none can be joined with the next: fragments that
 * touch differ in their sequence numbers.
 */
public final class RangeDeletions {
  public static final RangeDeletions NONE = new RangeDeletions(new Fragment[0]);

  /** What {@link #covering} answers when nothing covers. */
  public static final long NOT_COVERED = 0;

  /**
   * Keys of {@code [start, end)} are deleted at each of {@code sequences}.
   *
   * @param sequences at least one, newest first
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Fragment(byte[] start, byte[] end, long[] sequences) {

    /** The newest sequence number not above {@code bound}; {@link #NOT_COVERED} when none is. */
    public long newest(long bound) {
      for (long sequence : sequences) {
        if (sequence <= bound) {
          return sequence;
        }
      }
      return NOT_COVERED;
    }

    private boolean touches(Fragment following) {
      return Arrays.equals(end, following.start) && Arrays.equals(sequences, following.sequences);
    }
  }

  private final Fragment[] fragments;

  private RangeDeletions(Fragment[] fragments) {
    this.fragments = fragments;
  }

  /** These and one more; {@code start} is below {@code end}. */
  public RangeDeletions with(byte[] start, byte[] end, long sequence) {
    Fragment added = new Fragment(start, end, new long[] {sequence});
    return merge(List.of(this, new RangeDeletions(new Fragment[] {added})));
  }

  /** All of several sources. */
  public static RangeDeletions merge(Collection<RangeDeletions> sources) {
    List<Fragment> all = new ArrayList<>();
    int used = 0;
    RangeDeletions last = NONE;
    for (RangeDeletions source : sources) {
      if (!source.isEmpty()) {
        all.addAll(Arrays.asList(source.fragments));
        used++;
        last = source;
      }
    }
    return used < 2 ? last : of(all);
  }

  /** Of fragments in any order, which may overlap. */
  public static RangeDeletions of(Collection<Fragment> overlapping) {
    List<Fragment> byStart = new ArrayList<>(overlapping);
    byStart.sort((a, b) -> Arrays.compareUnsigned(a.start, b.start));
    TreeSet<byte[]> cuts = new TreeSet<>(Arrays::compareUnsigned);
    for (Fragment fragment : byStart) {
      cuts.add(fragment.start);
      cuts.add(fragment.end);
    }
    List<Fragment> result = new ArrayList<>();
    List<Fragment> open = new ArrayList<>();
    int next = 0;
    byte @Nullable [] from = null;
    for (byte[] cut : cuts) {
      if (from != null && !open.isEmpty()) {
        append(result, new Fragment(from, cut, sequences(open)));
      }
      open.removeIf(fragment -> Arrays.compareUnsigned(fragment.end, cut) <= 0);
      while (next < byStart.size() && Arrays.compareUnsigned(byStart.get(next).start, cut) <= 0) {
        open.add(byStart.get(next++));
      }
      from = cut;
    }
    return new RangeDeletions(result.toArray(Fragment[]::new));
  }

  private static void append(List<Fragment> result, Fragment fragment) {
    Fragment last = result.isEmpty() ? null : result.getLast();
    if (last != null && last.touches(fragment)) {
      result.set(result.size() - 1, new Fragment(last.start, fragment.end, last.sequences));
    } else {
      result.add(fragment);
    }
  }

  private static long[] sequences(List<Fragment> open) {
    return open.stream()
        .flatMapToLong(fragment -> Arrays.stream(fragment.sequences))
        .map(sequence -> -sequence)
        .distinct()
        .sorted()
        .map(sequence -> -sequence)
        .toArray();
  }

  public boolean isEmpty() {
    return fragments.length == 0;
  }

  /** Fragments in order of keys. */
  public List<Fragment> fragments() {
    return List.of(fragments);
  }

  /** Whether {@code key} was ever deleted with a range. */
  public boolean contains(byte[] key) {
    return fragments.length > 0 && find(key, key.length) >= 0;
  }

  /** Newest sequence number not above {@code bound} at which {@code key} was deleted. */
  public long covering(byte[] key, int keyLength, long bound) {
    int at = find(key, keyLength);
    return at < 0 ? NOT_COVERED : fragments[at].newest(bound);
  }

  /** Oldest sequence number above {@code sequence} at which {@code key} was deleted. */
  public long coveringNextAbove(byte[] key, int keyLength, long sequence) {
    int at = find(key, keyLength);
    long next = NOT_COVERED;
    for (int i = 0; at >= 0 && i < fragments[at].sequences.length; i++) {
      if (fragments[at].sequences[i] <= sequence) {
        break;
      }
      next = fragments[at].sequences[i];
    }
    return next;
  }

  /**
   * Newest sequence number not above {@code bound} since which no key of a range has been left out;
   * {@code last} is inside.
   */
  public long coveringAll(byte[] first, byte[] last, long bound) {
    int at = find(first, first.length);
    long least = Long.MAX_VALUE;
    while (at >= 0) {
      least = Math.min(least, fragments[at].newest(bound));
      if (least == NOT_COVERED) {
        return NOT_COVERED;
      }
      if (Arrays.compareUnsigned(fragments[at].end, last) > 0) {
        return least;
      }
      boolean gap =
          at + 1 == fragments.length || !Arrays.equals(fragments[at].end, fragments[at + 1].start);
      at = gap ? -1 : at + 1;
    }
    return NOT_COVERED;
  }

  /** Index of the fragment that holds the key, or -1. */
  private int find(byte[] key, int keyLength) {
    int low = 0;
    int high = fragments.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      byte[] end = fragments[middle].end;
      if (Arrays.compareUnsigned(end, 0, end.length, key, 0, keyLength) <= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    if (low == fragments.length) {
      return -1;
    }
    byte[] start = fragments[low].start;
    return Arrays.compareUnsigned(start, 0, start.length, key, 0, keyLength) <= 0 ? low : -1;
  }

  /** What lies in {@code [lower, upper)}; a null bound is open. */
  public RangeDeletions within(byte @Nullable [] lower, byte @Nullable [] upper) {
    if (isEmpty() || (lower == null && upper == null)) {
      return this;
    }
    List<Fragment> inside = new ArrayList<>();
    for (Fragment fragment : fragments) {
      byte[] start = fragment.start;
      byte[] end = fragment.end;
      if (lower != null && Arrays.compareUnsigned(start, lower) < 0) {
        start = lower;
      }
      if (upper != null && Arrays.compareUnsigned(end, upper) > 0) {
        end = upper;
      }
      if (Arrays.compareUnsigned(start, end) < 0) {
        inside.add(new Fragment(start, end, fragment.sequences));
      }
    }
    return inside.isEmpty() ? NONE : new RangeDeletions(inside.toArray(Fragment[]::new));
  }

  /** The same ranges, all deleted at {@code sequence} instead. */
  public RangeDeletions at(long sequence) {
    List<Fragment> changed = new ArrayList<>();
    for (Fragment fragment : fragments) {
      changed.add(new Fragment(fragment.start, fragment.end, new long[] {sequence}));
    }
    return of(changed);
  }

  /** The block of a table that holds these. */
  public byte[] encode() {
    int bytes = Varint.MAX_INT_BYTES;
    for (Fragment fragment : fragments) {
      bytes += 3 * Varint.MAX_INT_BYTES + fragment.start.length + fragment.end.length;
      bytes += fragment.sequences.length * Varint.MAX_LONG_BYTES;
    }
    ByteBuffer out = ByteBuffer.allocate(bytes);
    Varint.put(out, fragments.length);
    for (Fragment fragment : fragments) {
      Varint.put(out, fragment.start.length);
      out.put(fragment.start);
      Varint.put(out, fragment.end.length);
      out.put(fragment.end);
      Varint.put(out, fragment.sequences.length);
      for (long sequence : fragment.sequences) {
        Varint.put(out, sequence);
      }
    }
    return Arrays.copyOf(out.array(), out.position());
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws IllegalArgumentException or java.nio.BufferUnderflowException for anything else
   */
  public static RangeDeletions decode(byte[] block) {
    ByteBuffer in = ByteBuffer.wrap(block);
    int count = length(in);
    Fragment[] fragments = new Fragment[count];
    byte[] behind = new byte[0];
    for (int i = 0; i < count; i++) {
      byte[] start = Varint.getBytes(in);
      byte[] end = Varint.getBytes(in);
      long[] sequences = new long[length(in)];
      long above = Long.MAX_VALUE;
      for (int j = 0; j < sequences.length; j++) {
        sequences[j] = Varint.get(in);
        require(sequences[j] < above, "sequence numbers of a deleted range do not descend");
        above = sequences[j];
      }
      require(sequences.length > 0, "a deleted range has no sequence number");
      require(Arrays.compareUnsigned(behind, start) <= 0, "deleted ranges overlap");
      require(Arrays.compareUnsigned(start, end) < 0, "a deleted range is empty");
      fragments[i] = new Fragment(start, end, sequences);
      behind = end;
    }
    require(!in.hasRemaining(), "unread bytes behind the deleted ranges");
    return count == 0 ? NONE : new RangeDeletions(fragments);
  }

  private static int length(ByteBuffer in) {
    int length = Varint.getInt(in);
    require(length <= in.remaining(), "a length beyond the end");
    return length;
  }

  private static void require(boolean condition, String problem) {
    if (!condition) {
      throw new IllegalArgumentException(problem);
    }
  }
}
