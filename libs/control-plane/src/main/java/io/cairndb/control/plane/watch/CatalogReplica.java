package io.cairndb.control.plane.watch;

import io.cairndb.control.plane.Catalog;
import io.cairndb.control.plane.machine.ControlState;
import io.cairndb.control.plane.machine.MetadataRecord;
import io.cairndb.control.plane.watch.CatalogUpdate.Place;
import java.util.List;
import java.util.Optional;

/**
 * A copy of the catalog that follows the control plane by replaying its records. Updates may be
 * lost, repeated and out of order. Thread-safe: updates are applied one at a time, the catalog is
 * read by any thread without waiting.
 */
public final class CatalogReplica {
  private volatile Known known = new Known(Optional.empty(), ControlState.EMPTY);

  /** A state and the place of its last record; no place before the first snapshot. */
  private record Known(Optional<Place> place, ControlState state) {}

  /** What became of an update. */
  public enum Outcome {
    /** The catalog has moved on. */
    APPLIED,
    /** Nothing in it was new. */
    KNOWN,
    /** Something before it is missing: to be asked for by {@link #place}. */
    GAP
  }

  /** The newest catalog known; empty before the first snapshot. */
  public Catalog catalog() {
    return known.state().catalog();
  }

  /** Whether there has been a snapshot. */
  public boolean isReady() {
    return known.place().isPresent();
  }

  /** What to ask the control plane to go on from; empty asks for a snapshot. */
  public Optional<Place> place() {
    return known.place();
  }

  /** Takes an update in. */
  public synchronized Outcome apply(CatalogUpdate update) {
    return switch (update) {
      case CatalogUpdate.Snapshot snapshot -> replace(snapshot);
      case CatalogUpdate.Appended appended -> append(appended);
    };
  }

  /** Versions of the catalog outlive the control plane's restarts, so they tell old from new. */
  private Outcome replace(CatalogUpdate.Snapshot snapshot) {
    if (known.place().isPresent()) {
      Place mine = known.place().get();
      if (mine.log().equals(snapshot.place().log())
          && mine.position() >= snapshot.place().position()) {
        return Outcome.KNOWN;
      }
    }
    ControlState state = ControlState.EMPTY.replayAll(snapshot.records());
    if (state.catalog().version() < known.state().catalog().version()) {
      return Outcome.KNOWN;
    }
    known = new Known(Optional.of(snapshot.place()), state);
    return Outcome.APPLIED;
  }

  private Outcome append(CatalogUpdate.Appended appended) {
    if (known.place().isEmpty() || !known.place().get().log().equals(appended.after().log())) {
      return Outcome.GAP;
    }
    Place mine = known.place().get();
    long skipped = mine.position() - appended.after().position();
    if (skipped < 0) {
      return Outcome.GAP;
    }
    List<MetadataRecord> records = appended.records();
    if (skipped >= records.size()) {
      return Outcome.KNOWN;
    }
    ControlState state = known.state().replayAll(records.subList((int) skipped, records.size()));
    Place place = new Place(mine.log(), appended.after().position() + records.size());
    known = new Known(Optional.of(place), state);
    return Outcome.APPLIED;
  }
}
