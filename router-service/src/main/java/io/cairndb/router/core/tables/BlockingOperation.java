package io.cairndb.router.core.tables;

import io.cairndb.dynamodb.wire.json.WireBuffer;
import io.cairndb.dynamodb.wire.response.Response;
import io.cairndb.router.core.DynamoDbOperation;
import io.cairndb.router.core.RequestContext;
import java.util.concurrent.CompletableFuture;

/** An operation written as a plain function that may wait. */
public record BlockingOperation(String name, Handler handler) implements DynamoDbOperation {

  /** From a request's body to its answer. */
  @FunctionalInterface
  public interface Handler {
    Response handle(byte[] body, RequestContext context);
  }

  @Override
  public boolean blocking() {
    return true;
  }

  @Override
  public CompletableFuture<WireBuffer> handle(byte[] body, RequestContext context) {
    return CompletableFuture.completedFuture(handler.handle(body, context).toBuffer());
  }
}
