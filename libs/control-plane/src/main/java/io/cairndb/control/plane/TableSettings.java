package io.cairndb.control.plane;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a table carries that the data path does not look at.
 *
 * @param onDemandSinceMillis when billing last became on-demand; 0 when it never was
 * @param tags in the order they were first set
 */
public record TableSettings(
    BillingMode billingMode,
    long onDemandSinceMillis,
    Throughput throughput,
    CapacityLimits limits,
    TableClass tableClass,
    boolean deletionProtection,
    Optional<Encryption> encryption,
    Map<String, String> tags,
    Optional<ResourcePolicy> policy) {

  /** On demand, nothing else asked for. */
  public static final TableSettings DEFAULTS =
      new TableSettings(
          BillingMode.PAY_PER_REQUEST,
          0,
          Throughput.NONE,
          CapacityLimits.NONE,
          TableClass.STANDARD,
          false,
          Optional.empty(),
          Map.of(),
          Optional.empty());

  public TableSettings {
    tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
  }

  public TableSettings withBilling(BillingMode mode, long onDemandSince, Throughput units) {
    return new TableSettings(
        mode,
        onDemandSince,
        units,
        limits,
        tableClass,
        deletionProtection,
        encryption,
        tags,
        policy);
  }

  public TableSettings withLimits(CapacityLimits changed) {
    return new TableSettings(
        billingMode,
        onDemandSinceMillis,
        throughput,
        changed,
        tableClass,
        deletionProtection,
        encryption,
        tags,
        policy);
  }

  public TableSettings withTableClass(TableClass changed) {
    return new TableSettings(
        billingMode,
        onDemandSinceMillis,
        throughput,
        limits,
        changed,
        deletionProtection,
        encryption,
        tags,
        policy);
  }

  public TableSettings withDeletionProtection(boolean changed) {
    return new TableSettings(
        billingMode,
        onDemandSinceMillis,
        throughput,
        limits,
        tableClass,
        changed,
        encryption,
        tags,
        policy);
  }

  public TableSettings withEncryption(Optional<Encryption> changed) {
    return new TableSettings(
        billingMode,
        onDemandSinceMillis,
        throughput,
        limits,
        tableClass,
        deletionProtection,
        changed,
        tags,
        policy);
  }

  public TableSettings withTags(Map<String, String> changed) {
    return new TableSettings(
        billingMode,
        onDemandSinceMillis,
        throughput,
        limits,
        tableClass,
        deletionProtection,
        encryption,
        changed,
        policy);
  }

  public TableSettings withPolicy(Optional<ResourcePolicy> changed) {
    return new TableSettings(
        billingMode,
        onDemandSinceMillis,
        throughput,
        limits,
        tableClass,
        deletionProtection,
        encryption,
        tags,
        changed);
  }
}
