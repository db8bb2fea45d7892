package io.cairndb.dynamodb.wire.response;

import io.cairndb.dynamodb.wire.json.JsonWriter;
import java.util.List;

/** Where the service is to be reached. */
public record DescribeEndpointsResponse(List<Endpoint> endpoints) implements Response {
  @Override
  public void writeTo(JsonWriter json) {
    json.beginObject();
    Fields.list(json, "Endpoints", endpoints, Endpoint::writeTo);
    json.endObject();
  }
}
