package io.cairndb.dynamodb.wire.error;

import io.cairndb.item.Item;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request that ends in one of DynamoDB's errors. Made by {@link DynamoDbErrors} only. */
public final class DynamoDbException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorType type;
  private final transient Extras extras;

  /** What some errors carry beside their message. */
  record Extras(
      @Nullable Item item,
      List<CancellationReason> cancellationReasons,
      List<ThrottlingReason> throttlingReasons) {
    static final Extras NONE = new Extras(null, List.of(), List.of());

    Extras {
      cancellationReasons = List.copyOf(cancellationReasons);
      throttlingReasons = List.copyOf(throttlingReasons);
    }
  }

  DynamoDbException(ErrorType type, @Nullable String message, Extras extras) {
    super(message, null, false, false);
    this.type = type;
    this.extras = extras;
  }

  public ErrorType type() {
    return type;
  }

  /** The item that made a condition fail, where it was asked for. */
  public @Nullable Item item() {
    return extras.item();
  }

  /** One per action of a cancelled transaction; else empty. */
  public List<CancellationReason> cancellationReasons() {
    return extras.cancellationReasons();
  }

  public List<ThrottlingReason> throttlingReasons() {
    return extras.throttlingReasons();
  }
}
