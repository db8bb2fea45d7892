package io.cairndb.control.plane.machine;

import io.cairndb.control.plane.ControlResult;
import java.util.List;

/** Records to make durable and replay, then the answer to give. A refusal has no records. */
public record Decision(List<MetadataRecord> records, ControlResult result) {
  public Decision {
    records = List.copyOf(records);
  }

  static Decision refuse(ControlResult.Refused refusal) {
    return new Decision(List.of(), refusal);
  }
}
