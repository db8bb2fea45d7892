package io.cairndb.router.core;

import io.cairndb.dynamodb.wire.error.DynamoDbErrors;
import io.cairndb.dynamodb.wire.error.DynamoDbException;
import io.cairndb.dynamodb.wire.json.WireBuffer;
import io.cairndb.dynamodb.wire.response.ErrorResponse;
import io.cairndb.expressions.InvalidExpressionException;
import io.cairndb.item.InvalidValueException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** From what an operation failed with to the error a client sees. */
public final class Failures {
  private Failures() {}

  /** The failure without the wrapping of futures. */
  public static Throwable cause(Throwable failure) {
    Throwable current = failure;
    while ((current instanceof CompletionException || current instanceof ExecutionException)
        && current.getCause() != null) {
      current = current.getCause();
    }
    return current;
  }

  /** The error that stands for {@code failure}, or null when nobody foresaw it. */
  public static @Nullable DynamoDbException foreseen(Throwable failure) {
    return switch (cause(failure)) {
      case DynamoDbException error -> error;
      case InvalidValueException invalid -> DynamoDbErrors.validation(textOf(invalid));
      case InvalidExpressionException invalid -> DynamoDbErrors.validation(textOf(invalid));
      case StackOverflowError ignored -> DynamoDbErrors.serialization();
      default -> null;
    };
  }

  /** The JSON of an error. */
  static WireBuffer body(DynamoDbException error) {
    return new ErrorResponse(error).toBuffer();
  }

  private static String textOf(RuntimeException failure) {
    String text = failure.getMessage();
    return text == null ? "" : text;
  }
}
