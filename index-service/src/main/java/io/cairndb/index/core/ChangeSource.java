package io.cairndb.index.core;

import io.cairndb.placement.Partition;
import io.cairndb.shard.ChangePosition;
import io.cairndb.shard.ChangeRecord;
import java.util.List;

/** The change logs of tables' partitions, durable records only. Thread-safe. */
public interface ChangeSource {

  /**
   * Records behind {@code after}, oldest first; may block on the disk.
   *
   * @param maxBytes no more records once their images come to this; at least one is returned when
   *     there is one
   */
  List<ChangeRecord.Positioned> read(
      Partition source, ChangePosition after, int maxRecords, long maxBytes);

  /**
   * Place of the newest record ever written; cheap. Everything acknowledged to a client lies at or
   * before it.
   */
  ChangePosition tail(Partition source);
}
