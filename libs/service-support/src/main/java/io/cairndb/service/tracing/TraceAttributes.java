package io.cairndb.service.tracing;

import io.opentelemetry.api.common.AttributeKey;

/** What spans say, in the words of OpenTelemetry's conventions where they have some. */
final class TraceAttributes {
  static final AttributeKey<String> SERVICE = AttributeKey.stringKey("service.name");
  static final AttributeKey<String> REQUEST_ID = AttributeKey.stringKey("aws.request_id");
  static final AttributeKey<Long> HTTP_STATUS = AttributeKey.longKey("http.response.status_code");
  static final AttributeKey<String> RPC_STATUS = AttributeKey.stringKey("rpc.response.status_code");

  private TraceAttributes() {}
}
