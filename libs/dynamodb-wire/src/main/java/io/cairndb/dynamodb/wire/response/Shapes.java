package io.cairndb.dynamodb.wire.response;

import io.cairndb.dynamodb.wire.json.JsonWriter;
import io.cairndb.dynamodb.wire.request.AttributeDefinition;
import io.cairndb.dynamodb.wire.request.KeySchemaElement;
import io.cairndb.dynamodb.wire.request.KeysAndAttributes;
import io.cairndb.dynamodb.wire.request.OnDemandThroughput;
import io.cairndb.dynamodb.wire.request.StreamSpecification;
import io.cairndb.dynamodb.wire.request.Tag;
import io.cairndb.dynamodb.wire.request.TimeToLiveSpecification;
import io.cairndb.dynamodb.wire.request.WriteRequest;
import io.cairndb.item.schema.Projection;
import java.util.List;

/** Structures that come in requests and go back in responses. */
final class Shapes {

  private Shapes() {}

  static void keySchema(JsonWriter json, String member, List<KeySchemaElement> elements) {
    json.member(member).beginArray();
    for (KeySchemaElement element : elements) {
      json.beginObject();
      json.member("AttributeName").string(element.attributeName());
      json.member("KeyType").string(element.keyType().name());
      json.endObject();
    }
    json.endArray();
  }

  static void attributeDefinitions(
      JsonWriter json, String member, List<AttributeDefinition> definitions) {
    json.member(member).beginArray();
    for (AttributeDefinition definition : definitions) {
      json.beginObject();
      json.member("AttributeName").string(definition.attributeName());
      json.member("AttributeType").string(definition.attributeType().name());
      json.endObject();
    }
    json.endArray();
  }

  static void tags(JsonWriter json, String member, List<Tag> tags) {
    json.member(member).beginArray();
    for (Tag tag : tags) {
      json.beginObject();
      json.member("Key").string(tag.key());
      json.member("Value").string(tag.value());
      json.endObject();
    }
    json.endArray();
  }

  static void projection(JsonWriter json, String member, Projection projection) {
    json.member(member).beginObject();
    json.member("ProjectionType").string(projection.kind().name());
    if (!projection.nonKeyAttributes().isEmpty()) {
      Fields.strings(json, "NonKeyAttributes", projection.nonKeyAttributes());
    }
    json.endObject();
  }

  static void onDemandThroughput(JsonWriter json, String member, OnDemandThroughput throughput) {
    json.member(member).beginObject();
    Fields.number(json, "MaxReadRequestUnits", throughput.maxReadRequestUnits());
    Fields.number(json, "MaxWriteRequestUnits", throughput.maxWriteRequestUnits());
    json.endObject();
  }

  static void streamSpecification(JsonWriter json, String member, StreamSpecification stream) {
    json.member(member).beginObject();
    json.member("StreamEnabled").bool(stream.streamEnabled());
    Fields.constant(json, "StreamViewType", stream.streamViewType());
    json.endObject();
  }

  static void timeToLiveSpecification(
      JsonWriter json, String member, TimeToLiveSpecification timeToLive) {
    json.member(member).beginObject();
    json.member("Enabled").bool(timeToLive.enabled());
    json.member("AttributeName").string(timeToLive.attributeName());
    json.endObject();
  }

  static void writeRequest(JsonWriter json, WriteRequest write) {
    json.beginObject();
    switch (write) {
      case WriteRequest.PutRequest put -> {
        json.member("PutRequest").beginObject();
        json.member("Item").item(put.item());
      }
      case WriteRequest.DeleteRequest delete -> {
        json.member("DeleteRequest").beginObject();
        json.member("Key").item(delete.key());
      }
    }
    json.endObject().endObject();
  }

  static void keysAndAttributes(KeysAndAttributes reads, JsonWriter json) {
    json.beginObject();
    Fields.items(json, "Keys", reads.keys());
    if (reads.attributesToGet() != null) {
      Fields.strings(json, "AttributesToGet", reads.attributesToGet());
    }
    Fields.bool(json, "ConsistentRead", reads.consistentRead());
    Fields.text(json, "ProjectionExpression", reads.projectionExpression());
    if (reads.expressionAttributeNames() != null) {
      json.member("ExpressionAttributeNames").beginObject();
      reads.expressionAttributeNames().forEach((name, to) -> json.name(name).string(to));
      json.endObject();
    }
    json.endObject();
  }
}
