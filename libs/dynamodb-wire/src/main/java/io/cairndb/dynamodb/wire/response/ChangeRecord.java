package io.cairndb.dynamodb.wire.response;

import io.cairndb.dynamodb.wire.json.JsonWriter;
import io.cairndb.item.Item;
import io.cairndb.item.schema.StreamView;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One change of one item, as streams tell it.
 *
 * @param approximateCreationDateTime told in whole seconds
 * @param sizeBytes of keys and images
 * @param expired the change was made by expiry and is told as made by the service
 */
public record ChangeRecord(
    String eventId,
    EventName eventName,
    String awsRegion,
    Instant approximateCreationDateTime,
    Item keys,
    @Nullable Item newImage,
    @Nullable Item oldImage,
    String sequenceNumber,
    long sizeBytes,
    StreamView streamViewType,
    boolean expired) {
  private static final String EVENT_VERSION = "1.1";
  private static final String EVENT_SOURCE = "aws:dynamodb";

  void writeTo(JsonWriter json) {
    json.beginObject();
    json.member("eventID").string(eventId);
    json.member("eventName").string(eventName.name());
    json.member("eventVersion").string(EVENT_VERSION);
    json.member("eventSource").string(EVENT_SOURCE);
    json.member("awsRegion").string(awsRegion);
    json.member("dynamodb").beginObject();
    json.member("ApproximateCreationDateTime").seconds(approximateCreationDateTime);
    json.member("Keys").item(keys);
    Fields.item(json, "NewImage", newImage);
    Fields.item(json, "OldImage", oldImage);
    json.member("SequenceNumber").string(sequenceNumber);
    json.member("SizeBytes").number(sizeBytes);
    json.member("StreamViewType").string(streamViewType.name());
    json.endObject();
    if (expired) {
      json.member("userIdentity").beginObject();
      json.member("PrincipalId").string("dynamodb.amazonaws.com");
      json.member("Type").string("Service");
      json.endObject();
    }
    json.endObject();
  }
}
