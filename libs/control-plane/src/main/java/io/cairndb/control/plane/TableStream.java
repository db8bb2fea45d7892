package io.cairndb.control.plane;

import io.cairndb.item.schema.StreamView;

/**
 * One incarnation of a table's stream: the changes made while it was enabled.
 *
 * @param label time of enabling in ISO form, the last part of the stream's ARN
 * @param disabledMillis 0 while enabled
 */
public record TableStream(
    String label, StreamView view, StreamStatus status, long enabledMillis, long disabledMillis) {

  /** Whether changes made now belong to this stream. */
  public boolean isOpen() {
    return status == StreamStatus.ENABLED || status == StreamStatus.ENABLING;
  }

  public TableStream withStatus(StreamStatus changed) {
    return new TableStream(label, view, changed, enabledMillis, disabledMillis);
  }

  /** The stream closed at {@code nowMillis}, while shards still learn of it. */
  public TableStream disabling(long nowMillis) {
    return new TableStream(label, view, StreamStatus.DISABLING, enabledMillis, nowMillis);
  }
}
