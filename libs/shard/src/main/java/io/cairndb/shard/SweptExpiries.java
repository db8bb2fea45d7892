package io.cairndb.shard;

import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Up to which second the expiry entries of a table have been swept away, to spare the next sweep
 * walking over what the last ones deleted. In memory only: the first sweep after the opening begins
 * at the beginning.
 *
 * <p>A sweep works from a view of the durable state, and an item may be given a time long past at
 * any moment. Algorithm:
 *
 * <ol>
 *   <li>A sweep announces up to which second it will look ({@link #begin}), then takes its view.
 *   <li>When an entry for a second before that is visible to new views, {@link #durable} lowers the
 *       mark to it and makes the state a new one.
 *   <li>{@link #end} raises the mark only in the very state {@link #begin} left: so an entry that
 *       is not in the sweep's view, which therefore becomes visible after the announcement, either
 *       prevents the raise or is lowered to after it.
 * </ol>
 *
 * <p>Invariant: every entry that new views show, and {@link #durable} has been called for, is at or
 * above the mark. Thread-safe, without locks.
 */
final class SweptExpiries {
  private final Map<UUID, AtomicReference<Swept>> tables = new ConcurrentHashMap<>();

  /**
   * How far a table is swept. Compared by identity.
   *
   * @param mark second below which there are no entries
   * @param announced second before which sweeps have looked or are looking
   */
  private record Swept(long mark, long announced) {}

  /** A sweep under way. */
  static final class Sweep {
    private final AtomicReference<Swept> table;
    private final Swept begun;

    private Sweep(AtomicReference<Swept> table, Swept begun) {
      this.table = table;
      this.begun = begun;
    }

    /** Second below which there are no entries. */
    long from() {
      return begun.mark();
    }

    /** Notes that the view held no entry below {@code second}, as far as the sweep looks. */
    void end(long second) {
      if (second > begun.mark()) {
        table.compareAndSet(begun, new Swept(second, begun.announced()));
      }
    }
  }

  /**
   * Begins a sweep of the entries before {@code until}; to be called before a view is taken. A
   * clock that has gone back may bring entries into reach again that had been too old to be looked
   * at: it begins at the beginning.
   */
  Sweep begin(UUID tableId, long until) {
    AtomicReference<Swept> table =
        tables.computeIfAbsent(tableId, unused -> new AtomicReference<>(new Swept(0, 0)));
    Swept begun =
        table.updateAndGet(known -> new Swept(until < known.announced() ? 0 : known.mark(), until));
    return new Sweep(table, begun);
  }

  /** Notes that new views show an entry for {@code second}. */
  void durable(UUID tableId, long second) {
    AtomicReference<Swept> table = tables.get(tableId);
    if (table != null && second < table.get().announced()) {
      table.updateAndGet(known -> new Swept(Math.min(known.mark(), second), known.announced()));
    }
  }

  /** Forgets all other tables. */
  void retain(Set<UUID> tableIds) {
    tables.keySet().retainAll(tableIds);
  }
}
