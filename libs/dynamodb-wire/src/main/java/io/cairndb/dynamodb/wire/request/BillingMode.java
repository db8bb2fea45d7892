package io.cairndb.dynamodb.wire.request;

/** How throughput is paid for. */
public enum BillingMode {
  PROVISIONED,
  PAY_PER_REQUEST
}
