package io.cairndb.standalone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.storage.engine.Durability;
import io.cairndb.storage.node.DataDirectoryException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was there and is gone is an error, not an empty database. */
class LostCatalogTest {

  @Test
  void tablesWithoutACatalogAreNotForgotten(@TempDir Path directory) throws Exception {
    StandaloneOptions options =
        new StandaloneOptions("127.0.0.1", 0, directory, false, Durability.BUFFERED, 1);
    try (StandaloneServer server = StandaloneServer.start(options)) {
      createTable(server);
    }
    Files.move(directory.resolve("control-plane"), directory.resolve("elsewhere"));
    StartupException refused =
        assertThrows(StartupException.class, () -> StandaloneServer.start(options).close());
    assertInstanceOf(DataDirectoryException.Damaged.class, refused.getCause());
    assertTrue(String.valueOf(refused.getMessage()).contains("control-plane"));
  }

  private static void createTable(StandaloneServer server) throws Exception {
    HttpURLConnection connection = (HttpURLConnection) server.endpoint().toURL().openConnection();
    connection.setRequestMethod("POST");
    connection.setDoOutput(true);
    connection.setRequestProperty("Content-Type", "application/x-amz-json-1.0");
    connection.setRequestProperty("X-Amz-Target", "DynamoDB_20120810.CreateTable");
    connection.setRequestProperty("X-Amz-Date", "20260101T000000Z");
    connection.setRequestProperty(
        "Authorization",
        "AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/dynamodb/aws4_request, "
            + "SignedHeaders=host;x-amz-date;x-amz-target, Signature="
            + "0".repeat(64));
    String body =
        """
        {"TableName": "table", "BillingMode": "PAY_PER_REQUEST",
         "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
         "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
         "StreamSpecification": {"StreamEnabled": true, "StreamViewType": "KEYS_ONLY"}}
        """;
    try (OutputStream out = connection.getOutputStream()) {
      out.write(body.getBytes(StandardCharsets.UTF_8));
    }
    assertEquals(200, connection.getResponseCode());
  }
}
