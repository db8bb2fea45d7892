package io.cairndb.shard;

import io.cairndb.causality.Hlc;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * When items were last removed, so that a reader who twice finds nothing can tell whether there was
 * something in between. Kept by hash of the key: what it tells for an item may be the removal of
 * another one, never an older one than the item's own. In memory only; what was removed before the
 * shard was opened counts as removed at the opening.
 *
 * <p>A view of the durable state and this figure are not read at one moment. Two stamps make up for
 * it: one follows removals that are durable, one runs ahead with those only decided. When the
 * first, read before the view was taken, equals the second, read after, no removal landed while the
 * view was taken, and the stamp is that of the newest removal in the view. Otherwise it is unknown.
 *
 * <p>Written in the order of removals, {@link #decided} on the shard's loop before the removal is
 * handed to the engine, {@link #durable} when the engine shows it to readers; read on any thread.
 */
final class Removals {
  private static final int BUCKETS = 4096;

  private final Hlc opened;
  private final AtomicReferenceArray<@Nullable Hlc> decided = new AtomicReferenceArray<>(BUCKETS);
  private final AtomicReferenceArray<@Nullable Hlc> durable = new AtomicReferenceArray<>(BUCKETS);

  Removals(Hlc opened) {
    this.opened = opened;
  }

  void decided(List<byte[]> engineKeys, Hlc now) {
    mark(decided, engineKeys, now);
  }

  void durable(List<byte[]> engineKeys, Hlc now) {
    mark(durable, engineKeys, now);
  }

  /** Most writes remove nothing, and are not to pay for an iterator over that. */
  private static void mark(
      AtomicReferenceArray<@Nullable Hlc> stamps, List<byte[]> engineKeys, Hlc now) {
    for (int i = 0; i < engineKeys.size(); i++) {
      stamps.set(bucket(engineKeys.get(i)), now);
    }
  }

  /** To be asked before a view is taken. */
  Hlc durableBefore(byte[] engineKey) {
    Hlc newest = durable.get(bucket(engineKey));
    return newest == null ? opened : newest;
  }

  /**
   * A timestamp not older than the removal of an item that a view does not hold.
   *
   * @param before what {@link #durableBefore} answered before the view was taken
   * @return null when it is not known
   */
  @Nullable Hlc asOfView(byte[] engineKey, Hlc before) {
    Hlc newest = decided.get(bucket(engineKey));
    return before.equals(newest == null ? opened : newest) ? before : null;
  }

  private static int bucket(byte[] engineKey) {
    int hash = Arrays.hashCode(engineKey) * 0x9E3779B9;
    return hash >>> (Integer.SIZE - Integer.numberOfTrailingZeros(BUCKETS));
  }
}
