package io.cairndb.router.core;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The operations this process answers, by {@code X-Amz-Target}. Immutable. */
public final class OperationRegistry {
  private final Map<String, DynamoDbOperation> byTarget;

  private OperationRegistry(Map<String, DynamoDbOperation> byTarget) {
    this.byTarget = Map.copyOf(byTarget);
  }

  /** The two services that share an endpoint here. */
  public enum Api {
    DYNAMODB("DynamoDB_20120810."),
    STREAMS("DynamoDBStreams_20120810.");

    private final String targetPrefix;

    Api(String targetPrefix) {
      this.targetPrefix = targetPrefix;
    }
  }

  public static Builder builder() {
    return new Builder();
  }

  /** The operation a target names, or null for one this process does not know. */
  public @Nullable DynamoDbOperation find(String target) {
    return byTarget.get(target);
  }

  /** Collects operations; each target may be taken once. */
  public static final class Builder {
    private final Map<String, DynamoDbOperation> byTarget = new HashMap<>();

    private Builder() {}

    public Builder add(Api api, Collection<? extends DynamoDbOperation> operations) {
      for (DynamoDbOperation operation : operations) {
        String target = api.targetPrefix + operation.name();
        if (byTarget.put(target, operation) != null) {
          throw new IllegalArgumentException("two operations for " + target);
        }
      }
      return this;
    }

    public OperationRegistry build() {
      return new OperationRegistry(byTarget);
    }
  }
}
