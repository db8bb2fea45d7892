package io.cairndb.dynamodb.wire.response;

import io.cairndb.dynamodb.wire.error.CancellationReason;
import io.cairndb.dynamodb.wire.error.DynamoDbException;
import io.cairndb.dynamodb.wire.error.ErrorType;
import io.cairndb.dynamodb.wire.error.ThrottlingReason;
import io.cairndb.dynamodb.wire.json.JsonWriter;
import java.util.List;

/** The body of a failure; its HTTP status is {@link ErrorType#status()}. */
public record ErrorResponse(DynamoDbException error) implements Response {

  @Override
  public void writeTo(JsonWriter json) {
    ErrorType type = error.type();
    json.beginObject();
    json.member("__type").string(type.wireType());
    Fields.text(json, type.messageMember(), error.getMessage());
    Fields.item(json, "Item", error.item());
    List<CancellationReason> cancellation = error.cancellationReasons();
    if (!cancellation.isEmpty()) {
      Fields.list(json, "CancellationReasons", cancellation, ErrorResponse::write);
    }
    List<ThrottlingReason> throttling = error.throttlingReasons();
    if (!throttling.isEmpty()) {
      Fields.list(json, throttlingMember(type), throttling, ErrorResponse::write);
    }
    json.endObject();
  }

  /** One of the errors spells the member differently. */
  private static String throttlingMember(ErrorType type) {
    return type == ErrorType.THROTTLING ? "throttlingReasons" : "ThrottlingReasons";
  }

  private static void write(CancellationReason reason, JsonWriter json) {
    json.beginObject();
    json.member("Code").string(reason.code().wireName());
    Fields.text(json, "Message", reason.message());
    Fields.item(json, "Item", reason.item());
    json.endObject();
  }

  private static void write(ThrottlingReason reason, JsonWriter json) {
    json.beginObject();
    json.member("reason").string(reason.reason());
    json.member("resource").string(reason.resource());
    json.endObject();
  }
}
