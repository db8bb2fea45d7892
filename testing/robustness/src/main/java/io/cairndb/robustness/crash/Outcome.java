package io.cairndb.robustness.crash;

import io.cairndb.reference.wire.Endpoint;
import io.cairndb.reference.wire.Reply;
import java.io.IOException;
import java.net.ConnectException;
import java.util.Map;

/** What a client learnt of one request. */
sealed interface Outcome {
  /** The server answered; what it says is decided. */
  record Answered(Reply reply) implements Outcome {}

  /** The request may or may not have been carried out. */
  record Unknown() implements Outcome {}

  /** The request never reached the server. */
  record NotSent() implements Outcome {}

  static Outcome of(Endpoint endpoint, String operation, Map<String, Object> request) {
    try {
      Reply reply = endpoint.call(operation, request);
      return reply.status() >= 500 ? new Unknown() : new Answered(reply);
    } catch (ConnectException refused) {
      return new NotSent();
    } catch (IOException broken) {
      return new Unknown();
    }
  }
}
