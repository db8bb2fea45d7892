package io.cairndb.router.core.tables;

import io.cairndb.control.plane.BillingMode;
import io.cairndb.control.plane.CapacityLimits;
import io.cairndb.control.plane.CapacityLimits.Units;
import io.cairndb.control.plane.Throughput;
import io.cairndb.dynamodb.wire.error.DynamoDbErrors;
import io.cairndb.dynamodb.wire.error.DynamoDbException;
import io.cairndb.dynamodb.wire.request.OnDemandThroughput;
import io.cairndb.dynamodb.wire.request.ProvisionedThroughput;
import io.cairndb.dynamodb.wire.request.WarmThroughput;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What capacity may be asked for, in DynamoDB's words. */
final class CapacityRules {
  private static final long UNITS_MAX = 1_000_000_000_000L;

  private CapacityRules() {}

  static BillingMode mode(io.cairndb.dynamodb.wire.request.@Nullable BillingMode asked) {
    return switch (asked) {
      case PAY_PER_REQUEST -> BillingMode.PAY_PER_REQUEST;
      case PROVISIONED -> BillingMode.PROVISIONED;
      case null -> BillingMode.PROVISIONED;
    };
  }

  /** Capacity of a new table. */
  static Throughput tableThroughput(BillingMode mode, @Nullable ProvisionedThroughput asked) {
    if (mode == BillingMode.PAY_PER_REQUEST) {
      if (asked != null) {
        throw DynamoDbErrors.invalidParameter(
            "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is"
                + " PAY_PER_REQUEST");
      }
      return Throughput.NONE;
    }
    if (asked == null) {
      throw DynamoDbErrors.invalidParameter(
          "ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is"
              + " PROVISIONED");
    }
    Units units = bounded(asked, "");
    return Throughput.of(units.read(), units.write());
  }

  /** Capacity of an index created with its table. */
  static Throughput indexThroughput(
      BillingMode mode, @Nullable ProvisionedThroughput asked, String indexName) {
    if (mode == BillingMode.PAY_PER_REQUEST) {
      if (asked != null) {
        throw DynamoDbErrors.invalidParameter(
            "ProvisionedThroughput should not be specified for index: "
                + indexName
                + " when BillingMode is PAY_PER_REQUEST");
      }
      return Throughput.NONE;
    }
    if (asked == null) {
      throw DynamoDbErrors.invalidParameter(
          "ProvisionedThroughput must be specified for index: " + indexName);
    }
    Units units = bounded(asked, " for index " + indexName);
    return Throughput.of(units.read(), units.write());
  }

  static Units bounded(ProvisionedThroughput asked, String subject) {
    requireBound(asked.readCapacityUnits(), "ReadCapacityUnits", subject);
    requireBound(asked.writeCapacityUnits(), "WriteCapacityUnits", subject);
    return new Units(asked.readCapacityUnits(), asked.writeCapacityUnits());
  }

  private static void requireBound(long value, String member, String subject) {
    if (value > UNITS_MAX) {
      throw DynamoDbErrors.validation(
          "Given value " + value + " for " + member + " is out of bounds" + subject);
    }
  }

  static CapacityLimits limits(
      BillingMode mode, @Nullable OnDemandThroughput onDemand, @Nullable WarmThroughput warm) {
    if (onDemand != null && mode == BillingMode.PROVISIONED) {
      throw noMaximumWhenProvisioned(onDemand.maxReadRequestUnits() != null, "");
    }
    return limits(onDemand, warm);
  }

  /**
   * A maximum for requests that are not on demand.
   *
   * @param subject the index the maximum is for, as DynamoDB words it; empty for a table
   */
  static DynamoDbException noMaximumWhenProvisioned(boolean readsNamed, String subject) {
    return DynamoDbErrors.invalidParameter(
        (readsNamed ? "MaxReadRequestUnits" : "MaxWriteRequestUnits")
            + " for OnDemandThroughput"
            + subject
            + " cannot be specified when table BillingMode is PROVISIONED.");
  }

  static CapacityLimits limits(
      @Nullable OnDemandThroughput onDemand, @Nullable WarmThroughput warm) {
    Optional<Units> maximum =
        onDemand == null
            ? Optional.empty()
            : Optional.of(units(onDemand.maxReadRequestUnits(), onDemand.maxWriteRequestUnits()));
    Optional<Units> ready =
        warm == null
            ? Optional.empty()
            : Optional.of(units(warm.readUnitsPerSecond(), warm.writeUnitsPerSecond()));
    return new CapacityLimits(maximum, ready);
  }

  private static Units units(@Nullable Long read, @Nullable Long write) {
    return new Units(read == null ? -1 : read, write == null ? -1 : write);
  }
}
