package io.cairndb.conformance.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.conformance.rest.Rest.Answer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What one API writes the other reads, value by value and version by version. */
class BothApisIT {
  private static final String DOCUMENT =
      """
      {"a":"k","s":"ü\\u0000","n":-0.00000000000000000000000000000000000001,"b":{"$b":"AAE="},
       "ss":{"$ss":["x","y"]},"ns":{"$ns":[1,2.5]},"bs":{"$bs":["AA=="]},"t":true,"z":null,
       "l":[1,"2",[],{}],"m":{"k":{"$m":{"$b":1}}},"e":"","$x":{"$m":{"$ss":[1]}}}""";
  private static final String ATTRIBUTES =
      """
      {"a":{"S":"k"},"s":{"S":"ü\\u0000"},"n":{"N":"-0.00000000000000000000000000000000000001"},
       "b":{"B":"AAE="},"ss":{"SS":["x","y"]},"ns":{"NS":["1","2.5"]},"bs":{"BS":["AA=="]},
       "t":{"BOOL":true},"z":{"NULL":true},"l":{"L":[{"N":"1"},{"S":"2"},{"L":[]},{"M":{}}]},
       "m":{"M":{"k":{"M":{"$b":{"N":"1"}}}}},"e":{"S":""},
       "$x":{"M":{"$ss":{"L":[{"N":"1"}]}}}}""";

  private static Answer dynamoDb(String operation, String body) {
    return Rest.send(
        "POST",
        "/",
        body,
        "Content-Type",
        "application/x-amz-json-1.0",
        "X-Amz-Target",
        "DynamoDB_20120810." + operation,
        "X-Amz-Date",
        "20260101T000000Z",
        "Authorization",
        "AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/dynamodb/aws4_request,"
            + " SignedHeaders=host;x-amz-date, Signature="
            + "0".repeat(64));
  }

  private static JsonNode json(String text) {
    return Contract.JSON.readTree(text);
  }

  @Test
  void everyKindOfValueGoesBothWays() {
    String table = Rest.table("\"partitionKey\": \"a\"");
    String name = table.substring(table.lastIndexOf('/') + 1);
    String key = "{\"TableName\":\"" + name + "\",\"Key\":{\"a\":{\"S\":\"k\"}}}";

    assertEquals(201, Rest.send("PUT", table + "/items/k", DOCUMENT).status());
    assertEquals(json(ATTRIBUTES), json(dynamoDb("GetItem", key).body()).get("Item"));
    String seen = Rest.get(table + "/items/k").header("etag");

    String put = "{\"TableName\":\"" + name + "\",\"Item\":" + ATTRIBUTES + "}";
    assertEquals(200, dynamoDb("PutItem", put).status());
    Answer read = Rest.get(table + "/items/k");
    assertEquals(json(DOCUMENT), json(read.body()));
    assertTrue(!read.header("etag").equals(seen), "another version");
    assertEquals(412, Rest.send("DELETE", table + "/items/k", "", "If-Match", seen).status());
    assertEquals(
        204, Rest.send("DELETE", table + "/items/k", "", "If-Match", read.header("etag")).status());
    assertEquals("{}", dynamoDb("GetItem", key).body());
  }
}
