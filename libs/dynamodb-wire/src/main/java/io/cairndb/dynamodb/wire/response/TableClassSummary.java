package io.cairndb.dynamodb.wire.response;

import io.cairndb.dynamodb.wire.json.JsonWriter;
import io.cairndb.dynamodb.wire.request.TableClass;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How storage is paid for. */
public record TableClassSummary(TableClass tableClass, @Nullable Instant lastUpdateDateTime) {
  void writeTo(JsonWriter json) {
    json.beginObject();
    json.member("TableClass").string(tableClass.name());
    Fields.timestamp(json, "LastUpdateDateTime", lastUpdateDateTime);
    json.endObject();
  }
}
