package io.cairndb.router.core;

import io.cairndb.dynamodb.wire.error.CancellationReason;
import io.cairndb.dynamodb.wire.error.DynamoDbErrors;
import io.cairndb.dynamodb.wire.error.DynamoDbException;
import io.cairndb.dynamodb.wire.error.ThrottlingReason;
import io.cairndb.dynamodb.wire.json.ItemJsonWriter;
import io.cairndb.dynamodb.wire.json.JsonWriter;
import io.cairndb.dynamodb.wire.json.WireBuffer;
import io.cairndb.expressions.InvalidExpressionException;
import io.cairndb.item.InvalidValueException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** From what an operation failed with to the error a client sees. */
final class Failures {
  private Failures() {}

  /** The failure without the wrapping of futures. */
  static Throwable cause(Throwable failure) {
    Throwable current = failure;
    while ((current instanceof CompletionException || current instanceof ExecutionException)
        && current.getCause() != null) {
      current = current.getCause();
    }
    return current;
  }

  /** The error that stands for {@code failure}, or null when nobody foresaw it. */
  static @Nullable DynamoDbException foreseen(Throwable failure) {
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
    WireBuffer buffer = new WireBuffer();
    JsonWriter json = new JsonWriter(buffer).beginObject();
    json.member("__type").string(error.type().wireType());
    if (error.getMessage() != null) {
      json.member(error.type().messageMember()).string(error.getMessage());
    }
    if (error.item() != null) {
      json.member("Item");
      new ItemJsonWriter().write(json, error.item());
    }
    writeReasons(json, error);
    json.endObject();
    return buffer;
  }

  private static void writeReasons(JsonWriter json, DynamoDbException error) {
    if (!error.cancellationReasons().isEmpty()) {
      json.member("CancellationReasons").beginArray();
      for (CancellationReason reason : error.cancellationReasons()) {
        json.beginObject().member("Code").string(reason.code().wireName());
        if (reason.message() != null) {
          json.member("Message").string(reason.message());
        }
        if (reason.item() != null) {
          json.member("Item");
          new ItemJsonWriter().write(json, reason.item());
        }
        json.endObject();
      }
      json.endArray();
    }
    if (!error.throttlingReasons().isEmpty()) {
      json.member("ThrottlingReasons").beginArray();
      for (ThrottlingReason reason : error.throttlingReasons()) {
        json.beginObject();
        json.member("reason").string(reason.reason()).member("resource").string(reason.resource());
        json.endObject();
      }
      json.endArray();
    }
  }

  private static String textOf(RuntimeException failure) {
    String text = failure.getMessage();
    return text == null ? "" : text;
  }
}
