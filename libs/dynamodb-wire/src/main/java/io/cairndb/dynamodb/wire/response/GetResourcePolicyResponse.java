package io.cairndb.dynamodb.wire.response;

import io.cairndb.dynamodb.wire.json.JsonWriter;

/** The policy of a resource. */
public record GetResourcePolicyResponse(String policy, String revisionId) implements Response {
  @Override
  public void writeTo(JsonWriter json) {
    json.beginObject();
    json.member("Policy").string(policy);
    json.member("RevisionId").string(revisionId);
    json.endObject();
  }
}
