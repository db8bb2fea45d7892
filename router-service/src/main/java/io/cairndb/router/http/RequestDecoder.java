package io.cairndb.router.http;

import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.util.AsciiString;
import java.util.Arrays;

/**
 * Netty's decoder, which makes no objects for the path and the field names that most requests have.
 */
final class RequestDecoder extends HttpRequestDecoder {
  /** By length; in lower case, which is as good as any for a field name. */
  private static final AsciiString[][] KNOWN =
      byLength(
          "x-amz-date",
          "user-agent",
          "connection",
          "content-type",
          "x-amz-target",
          "authorization",
          "content-length",
          "accept-encoding",
          "amz-sdk-request",
          "x-amz-content-sha256",
          "x-amz-security-token",
          "amz-sdk-invocation-id");

  RequestDecoder(HttpDecoderConfig config) {
    super(config);
  }

  @Override
  protected AsciiString splitHeaderName(byte[] bytes, int start, int length) {
    if (length < KNOWN.length) {
      for (AsciiString name : KNOWN[length]) {
        if (isSpelt(name, bytes, start)) {
          return name;
        }
      }
    }
    return super.splitHeaderName(bytes, start, length);
  }

  /** The path of all requests of the API. */
  @Override
  protected String splitSecondWordInitialLine(byte[] bytes, int start, int length) {
    return length == 1 && bytes[start] == '/'
        ? "/"
        : super.splitSecondWordInitialLine(bytes, start, length);
  }

  private static boolean isSpelt(AsciiString name, byte[] bytes, int start) {
    for (int i = 0; i < name.length(); i++) {
      byte b = bytes[start + i];
      if ((b >= 'A' && b <= 'Z' ? b + ('a' - 'A') : b) != name.byteAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static AsciiString[][] byLength(String... names) {
    int longest = 0;
    for (String name : names) {
      longest = Math.max(longest, name.length());
    }
    AsciiString[][] byLength = new AsciiString[longest + 1][];
    for (int length = 0; length <= longest; length++) {
      int wanted = length;
      byLength[length] =
          Arrays.stream(names)
              .filter(name -> name.length() == wanted)
              .map(AsciiString::cached)
              .toArray(AsciiString[]::new);
    }
    return byLength;
  }
}
