package io.cairndb.reference.differential;

import io.cairndb.reference.process.CairnTarget;
import io.cairndb.reference.wire.Endpoint;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Cairn answers every request of long random sequences as the model does: results, errors, their
 * texts, capacity, records of changes. The oracles are held against the same model.
 */
final class CairnAgainstModelIT {
  @Test
  void answersThousandsOfRequestsAsTheModel() {
    compare(Trial.ofCairn());
  }

  @Tag("soak")
  @Test
  void answersMillionsOfRequestsAsTheModel() {
    compare(Trial.longOne());
  }

  private static void compare(Trial trial) {
    try (CairnTarget cairn = CairnTarget.open();
        Endpoint endpoint = new Endpoint(cairn.address())) {
      trial.run("model against", Subject::model, Subject.server("cairn", endpoint), Feature.all());
    }
  }
}
