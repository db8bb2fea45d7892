package io.cairndb.cli.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests are signed as AWS does it, for whom the environment names. */
class SignerTest {
  private static final Instant NOW = Instant.parse("2015-08-30T12:36:00Z");

  @Test
  void signatureIsThatOfAnIndependentImplementation() {
    Endpoint endpoint =
        Endpoint.of(
            "https://dynamodb.us-east-1.amazonaws.com",
            "us-east-1",
            Map.of(
                "AWS_ACCESS_KEY_ID", "AKIDEXAMPLE",
                "AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"));
    Map<String, String> headers =
        Signer.headers(
            endpoint, "DynamoDB_20120810.ListTables", "{}".getBytes(StandardCharsets.UTF_8), NOW);
    assertEquals("20150830T123600Z", headers.get("x-amz-date"));
    assertEquals(
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/dynamodb/aws4_request,"
            + " SignedHeaders=content-type;host;x-amz-date;x-amz-target,"
            + " Signature=75214f17608dbd636679e18f6f89744844ae96fcd228b8147167152488d817de",
        headers.get("authorization"));
    assertFalse(headers.containsKey("host"), "the HTTP client sets it");
  }

  @Test
  void withoutCredentialsHarmlessOnesAreUsed() {
    Endpoint endpoint = Endpoint.of("localhost:8000", "eu-west-1", Map.of());
    assertEquals("http://localhost:8000", endpoint.toString());
    assertEquals("local", endpoint.accessKey());
    assertNull(endpoint.sessionToken());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ftp://x", "http://", "http://a b", "http://h:99999", "://"})
  void refusesWhatIsNoAddress(String address) {
    assertThrows(IllegalArgumentException.class, () -> Endpoint.of(address, "us-east-1", Map.of()));
  }
}
