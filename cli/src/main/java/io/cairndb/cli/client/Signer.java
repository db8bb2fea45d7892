package io.cairndb.cli.client;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signature version 4 of a POST to the root of an endpoint. */
final class Signer {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final String SERVICE = "dynamodb";

  private Signer() {}

  /** The headers to send, the signature among them; Host is left to the HTTP client. */
  static Map<String, String> headers(Endpoint to, String target, byte[] body, Instant now) {
    String time = TIME.format(now);
    TreeMap<String, String> headers = new TreeMap<>();
    headers.put("content-type", "application/x-amz-json-1.0");
    headers.put("host", host(to.uri()));
    headers.put("x-amz-date", time);
    headers.put("x-amz-target", target);
    if (to.sessionToken() != null) {
      headers.put("x-amz-security-token", to.sessionToken());
    }
    String names = String.join(";", headers.keySet());
    StringBuilder canonical = new StringBuilder("POST\n" + to.uri().getRawPath() + "\n\n");
    headers.forEach((name, value) -> canonical.append(name).append(':').append(value).append('\n'));
    canonical.append('\n').append(names).append('\n').append(sha256(body));
    String day = time.substring(0, 8);
    String scope = day + "/" + to.region() + "/" + SERVICE + "/aws4_request";
    String toSign =
        "AWS4-HMAC-SHA256\n%s\n%s\n%s"
            .formatted(time, scope, sha256(canonical.toString().getBytes(StandardCharsets.UTF_8)));
    byte[] key = hmac(("AWS4" + to.secretKey()).getBytes(StandardCharsets.UTF_8), day);
    for (String part : new String[] {to.region(), SERVICE, "aws4_request"}) {
      key = hmac(key, part);
    }
    headers.put(
        "authorization",
        "AWS4-HMAC-SHA256 Credential=%s/%s, SignedHeaders=%s, Signature=%s"
            .formatted(to.accessKey(), scope, names, HexFormat.of().formatHex(hmac(key, toSign))));
    headers.remove("host");
    return headers;
  }

  private static String host(URI uri) {
    return uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.length == 0 ? new byte[1] : key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
