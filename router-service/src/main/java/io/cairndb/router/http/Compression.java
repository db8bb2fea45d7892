package io.cairndb.router.http;

import io.cairndb.dynamodb.wire.json.WireBuffer;
import io.cairndb.router.core.FrontDoorResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** Compresses responses for clients that ask for it. Stateless. */
final class Compression {
  /** Below this a compressed response is hardly smaller than one network packet anyway. */
  private static final int WORTHWHILE_BYTES = 1400;

  private Compression() {}

  /** The response as {@code acceptEncoding} allows; the checksum is of the bytes as sent. */
  static FrontDoorResponse apply(FrontDoorResponse response, @Nullable String acceptEncoding) {
    if (acceptEncoding == null
        || response.stream() != null
        || response.body().size() < WORTHWHILE_BYTES
        || !accepts(acceptEncoding)) {
      return response;
    }
    WireBuffer compressed = gzip(response.body());
    Map<String, String> headers = new HashMap<>(response.headers());
    headers.put("Content-Encoding", "gzip");
    return new FrontDoorResponse(
        response.status(),
        response.contentType(),
        compressed,
        response.hasChecksum() ? compressed.crc32() : FrontDoorResponse.NO_CHECKSUM,
        response.requestId(),
        headers);
  }

  private static boolean accepts(String acceptEncoding) {
    for (String part : acceptEncoding.toLowerCase(Locale.ROOT).split(",", -1)) {
      String[] coding = part.strip().split(";", -1);
      if (coding[0].strip().equals("gzip")) {
        return coding.length == 1 || !coding[1].replace(" ", "").matches("q=0(\\.0*)?");
      }
    }
    return false;
  }

  private static WireBuffer gzip(WireBuffer body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(body.size() / 2);
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(body.array(), 0, body.size());
    } catch (IOException e) {
      throw new UncheckedIOException("in memory", e);
    }
    byte[] compressed = bytes.toByteArray();
    return new WireBuffer(compressed.length).put(compressed, 0, compressed.length);
  }
}
