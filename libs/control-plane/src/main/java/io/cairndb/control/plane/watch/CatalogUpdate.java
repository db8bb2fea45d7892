package io.cairndb.control.plane.watch;

import io.cairndb.control.plane.machine.MetadataRecord;
import java.util.List;
import java.util.UUID;

/** What the control plane tells watchers of the catalog. */
public sealed interface CatalogUpdate {

  /**
   * Everything, up to and including the record at {@code place}.
   *
   * @param records lead from the empty state to this one
   */
  record Snapshot(Place place, List<MetadataRecord> records) implements CatalogUpdate {
    public Snapshot {
      records = List.copyOf(records);
    }
  }

  /** Records behind {@code after}, none left out. */
  record Appended(Place after, List<MetadataRecord> records) implements CatalogUpdate {
    public Appended {
      records = List.copyOf(records);
    }
  }

  /**
   * A place in the sequence of metadata records.
   *
   * @param log one run of the control plane; places of different logs do not compare
   * @param position records before and at this place, since the log began
   */
  record Place(UUID log, long position) {}
}
