package io.cairndb.service.tracing;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whether and where traces are sent.
 *
 * @param endpoint of a collector that takes OTLP over HTTP, with its path; null records nothing
 * @param sampled part of the requests that are recorded, 0 to 1; a client's own decision to record
 *     or not comes first
 */
@ConfigurationProperties("cairn.tracing")
public record TracingProperties(@Nullable URI endpoint, @DefaultValue("0.01") double sampled) {
  public TracingProperties {
    if (!(sampled >= 0 && sampled <= 1)) {
      throw new IllegalArgumentException("cairn.tracing.sampled is from 0 to 1: " + sampled);
    }
    if (endpoint != null && !String.valueOf(endpoint.getScheme()).matches("https?")) {
      throw new IllegalArgumentException(
          "cairn.tracing.endpoint is a URL such as http://127.0.0.1:4318/v1/traces: " + endpoint);
    }
  }
}
