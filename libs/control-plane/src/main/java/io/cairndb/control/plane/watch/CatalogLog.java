package io.cairndb.control.plane.watch;

import io.cairndb.control.plane.machine.ControlState;
import io.cairndb.control.plane.machine.MetadataRecord;
import io.cairndb.control.plane.watch.CatalogUpdate.Place;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The newest metadata records of a control plane, for its watchers. The owner of the metadata
 * appends what has become durable; anyone asks. Thread-safe, guarded by the object itself.
 */
public final class CatalogLog {
  private final UUID log;
  private final int kept;
  private final Deque<MetadataRecord> recent = new ArrayDeque<>();
  private long position;
  private ControlState state;

  /**
   * Begins with a state read back from storage.
   *
   * @param log identity of this run, never used before
   * @param kept records remembered; who is further behind gets a snapshot
   */
  public CatalogLog(UUID log, int kept, ControlState state) {
    this.log = log;
    this.kept = kept;
    this.state = state;
  }

  /** Appends durable records, and the state they lead to. */
  public synchronized void append(List<MetadataRecord> records, ControlState after) {
    for (MetadataRecord record : records) {
      recent.addLast(record);
      if (recent.size() > kept) {
        recent.removeFirst();
      }
    }
    position += records.size();
    state = after;
  }

  /** Where the log ends. */
  public synchronized Place end() {
    return new Place(log, position);
  }

  /**
   * What a watcher at {@code known} lacks: the records behind it, or all anew.
   *
   * @param known null for a watcher that has nothing
   * @return empty when it lacks nothing
   */
  public synchronized Optional<CatalogUpdate> since(@Nullable Place known) {
    boolean comparable = known != null && known.log().equals(log);
    if (known == null || !comparable || known.position() > position) {
      return Optional.of(snapshot());
    }
    long missing = position - known.position();
    if (missing == 0) {
      return Optional.empty();
    }
    if (missing > recent.size()) {
      return Optional.of(snapshot());
    }
    List<MetadataRecord> all = new ArrayList<>(recent);
    List<MetadataRecord> behind = all.subList(all.size() - (int) missing, all.size());
    return Optional.of(new CatalogUpdate.Appended(known, behind));
  }

  private CatalogUpdate snapshot() {
    return new CatalogUpdate.Snapshot(new Place(log, position), state.snapshot());
  }
}
