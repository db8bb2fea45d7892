package io.cairndb.control.plane;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

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
    return with(
        draft -> {
          draft.billingMode = mode;
          draft.onDemandSinceMillis = onDemandSince;
          draft.throughput = units;
        });
  }

  public TableSettings withLimits(CapacityLimits changed) {
    return with(draft -> draft.limits = changed);
  }

  public TableSettings withTableClass(TableClass changed) {
    return with(draft -> draft.tableClass = changed);
  }

  public TableSettings withDeletionProtection(boolean changed) {
    return with(draft -> draft.deletionProtection = changed);
  }

  public TableSettings withEncryption(Optional<Encryption> changed) {
    return with(draft -> draft.encryption = changed);
  }

  public TableSettings withTags(Map<String, String> changed) {
    return with(draft -> draft.tags = changed);
  }

  public TableSettings withPolicy(Optional<ResourcePolicy> changed) {
    return with(draft -> draft.policy = changed);
  }

  private TableSettings with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.build();
  }

  /** A copy on its way to being changed. Confined to the method that makes it. */
  private static final class Draft {
    private BillingMode billingMode;
    private long onDemandSinceMillis;
    private Throughput throughput;
    private CapacityLimits limits;
    private TableClass tableClass;
    private boolean deletionProtection;
    private Optional<Encryption> encryption;
    private Map<String, String> tags;
    private Optional<ResourcePolicy> policy;

    Draft(TableSettings settings) {
      billingMode = settings.billingMode;
      onDemandSinceMillis = settings.onDemandSinceMillis;
      throughput = settings.throughput;
      limits = settings.limits;
      tableClass = settings.tableClass;
      deletionProtection = settings.deletionProtection;
      encryption = settings.encryption;
      tags = settings.tags;
      policy = settings.policy;
    }

    TableSettings build() {
      return new TableSettings(
          billingMode,
          onDemandSinceMillis,
          throughput,
          limits,
          tableClass,
          deletionProtection,
          encryption,
          tags,
          policy);
    }
  }
}
