package io.cairndb.router.core.tables;

import io.cairndb.control.plane.ControlCommand;
import io.cairndb.control.plane.TableDescriptor;
import io.cairndb.control.plane.TimeToLive;
import io.cairndb.dynamodb.wire.request.DescribeTimeToLiveRequest;
import io.cairndb.dynamodb.wire.request.TimeToLiveSpecification;
import io.cairndb.dynamodb.wire.request.UpdateTimeToLiveRequest;
import io.cairndb.dynamodb.wire.response.DescribeTimeToLiveResponse;
import io.cairndb.dynamodb.wire.response.Response;
import io.cairndb.dynamodb.wire.response.TimeToLiveStatus;
import io.cairndb.dynamodb.wire.response.UpdateTimeToLiveResponse;
import java.util.List;

/** Expiry of items: switched and described. */
final class TableTimeToLive {
  private final TableAccess tables;

  TableTimeToLive(TableAccess tables) {
    this.tables = tables;
  }

  List<BlockingOperation> operations() {
    return List.of(
        new BlockingOperation("UpdateTimeToLive", (body, context) -> update(body)),
        new BlockingOperation("DescribeTimeToLive", (body, context) -> describe(body)));
  }

  private Response update(byte[] body) {
    UpdateTimeToLiveRequest request = UpdateTimeToLiveRequest.parse(body);
    TimeToLiveSpecification asked = request.timeToLiveSpecification();
    tables.change(
        new ControlCommand.SetTimeToLive(
            Arns.tableName(request.tableName()), asked.attributeName(), asked.enabled()));
    return new UpdateTimeToLiveResponse(asked);
  }

  private Response describe(byte[] body) {
    TableDescriptor table = tables.require(DescribeTimeToLiveRequest.parse(body).tableName());
    TimeToLive timeToLive = table.timeToLive();
    TimeToLiveStatus status =
        switch (timeToLive.status()) {
          case ENABLING -> TimeToLiveStatus.ENABLING;
          case ENABLED -> TimeToLiveStatus.ENABLED;
          case DISABLING -> TimeToLiveStatus.DISABLING;
          case DISABLED -> TimeToLiveStatus.DISABLED;
        };
    return new DescribeTimeToLiveResponse(status, timeToLive.attribute().orElse(null));
  }
}
