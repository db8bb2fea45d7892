package io.cairndb.standalone;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** Requests as DynamoDB's clients send them. */
final class ServerCall {
  private ServerCall() {}

  /**
   * Sends one and waits for the answer.
   *
   * @param body JSON, in which apostrophes may stand for quotation marks
   */
  static HttpResponse<String> send(
      HttpClient client, StandaloneServer server, String operation, String body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(server.endpoint())
            .header("x-amz-target", "DynamoDB_20120810." + operation)
            .header("content-type", "application/x-amz-json-1.0")
            .header("x-amz-date", "20260101T000000Z")
            .header(
                "authorization",
                "AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/dynamodb/aws4_request,"
                    + " SignedHeaders=host, Signature=s")
            .POST(HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')))
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }
}
