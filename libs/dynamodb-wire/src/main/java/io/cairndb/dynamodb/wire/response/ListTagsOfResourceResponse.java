package io.cairndb.dynamodb.wire.response;

import io.cairndb.dynamodb.wire.json.JsonWriter;
import io.cairndb.dynamodb.wire.request.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A page of tags. */
public record ListTagsOfResourceResponse(List<Tag> tags, @Nullable String nextToken)
    implements Response {
  @Override
  public void writeTo(JsonWriter json) {
    json.beginObject();
    Shapes.tags(json, "Tags", tags);
    Fields.text(json, "NextToken", nextToken);
    json.endObject();
  }
}
