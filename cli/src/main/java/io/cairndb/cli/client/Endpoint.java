package io.cairndb.cli.client;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where requests go and as whom.
 *
 * @param uri scheme and host; without a path, the root is meant
 * @param sessionToken the third part of temporary credentials
 */
public record Endpoint(
    URI uri, String region, String accessKey, String secretKey, @Nullable String sessionToken) {

  /**
   * Reads an address, with credentials from the usual variables; harmless ones when there are none.
   *
   * @throws IllegalArgumentException when the address is none; the message says why
   */
  public static Endpoint of(String address, String region, Map<String, String> environment) {
    String id = environment.getOrDefault("AWS_ACCESS_KEY_ID", "");
    boolean known = !id.isEmpty();
    return new Endpoint(
        parse(address),
        region,
        known ? id : "local",
        known ? environment.getOrDefault("AWS_SECRET_ACCESS_KEY", "") : "local",
        known ? environment.get("AWS_SESSION_TOKEN") : null);
  }

  private static URI parse(String address) {
    URI uri;
    try {
      uri = new URI(address.contains("://") ? address : "http://" + address);
    } catch (URISyntaxException malformed) {
      throw new IllegalArgumentException("'" + address + "' is not an address", malformed);
    }
    String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw new IllegalArgumentException("an endpoint starts with http:// or https://");
    }
    if (uri.getHost() == null || uri.getPort() > 65_535) {
      throw new IllegalArgumentException("'" + address + "' names no host or no valid port");
    }
    return uri.getPath().isEmpty() ? uri.resolve("/") : uri;
  }

  @Override
  public String toString() {
    String text = uri.toString();
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }
}
