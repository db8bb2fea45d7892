package io.cairndb.reference.differential;

import io.cairndb.reference.model.ReferenceModel;
import io.cairndb.reference.wire.Endpoint;
import io.cairndb.reference.wire.Reply;
import java.io.IOException;
import java.util.Map;

/** Something that answers requests: a server or the model. */
public interface Subject {
  /** The name it has in reports and in the file of exceptions. */
  String name();

  /** Answers one request. */
  Reply call(String operation, Map<String, Object> request) throws IOException;

  /** A fresh model. */
  static Subject model() {
    ReferenceModel model = new ReferenceModel();
    return new Subject() {
      @Override
      public String name() {
        return "model";
      }

      @Override
      public Reply call(String operation, Map<String, Object> request) {
        return model.call(operation, request);
      }
    };
  }

  /** A server. */
  static Subject server(String name, Endpoint endpoint) {
    return new Subject() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Reply call(String operation, Map<String, Object> request) throws IOException {
        return endpoint.call(operation, request);
      }
    };
  }
}
