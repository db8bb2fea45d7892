package io.cairndb.fuzz;

import io.cairndb.dynamodb.wire.error.DynamoDbException;
import io.cairndb.dynamodb.wire.request.RequestParsers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** The JSON reader and the parser of every request: a request or one of DynamoDB's errors. */
final class RequestTarget implements FuzzTarget {
  private static final Map<String, Function<byte[], Record>> PARSERS = RequestParsers.BY_OPERATION;

  private final List<String> operations = List.copyOf(PARSERS.keySet());

  @Override
  public List<byte[]> seeds() {
    List<byte[]> seeds = new ArrayList<>();
    for (Map.Entry<String, String> example : Requests.examples()) {
      seeds.add(Seeds.selecting(operations.indexOf(example.getKey()), example.getValue()));
    }
    return seeds;
  }

  @Override
  public void run(byte[] input) {
    if (input.length == 0) {
      return;
    }
    String operation = operations.get(Math.floorMod(input[0], operations.size()));
    byte[] body = Arrays.copyOfRange(input, 1, input.length);
    try {
      Record request = Objects.requireNonNull(PARSERS.get(operation)).apply(body);
      Record again = Objects.requireNonNull(PARSERS.get(operation)).apply(body);
      Check.that(request.equals(again), "the same request");
    } catch (DynamoDbException refused) {
      String message = refused.getMessage();
      Check.that(message == null || message.length() < 100_000, "a bounded message");
    }
  }
}
