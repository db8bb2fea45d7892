package io.cairndb.reference.differential;

import io.cairndb.reference.process.CairnTarget;
import io.cairndb.reference.process.Oracles;
import io.cairndb.reference.process.ServerProcess;
import io.cairndb.reference.wire.Endpoint;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Cairn and servers written by others answer the same sequences alike. Where the model shared a
 * mistake with Cairn, this would still see it. Cairn stands where the model stands in {@code
 * oracle-exceptions.txt}.
 */
final class CairnAgainstOracleIT {
  @Test
  void agreesWithDynoxide() {
    compare("dynoxide", Oracles.dynoxide(), Trial.ofOracle());
  }

  @Test
  void agreesWithDynalite() {
    compare("dynalite", Oracles.dynalite(), Trial.ofOracle());
  }

  @Tag("soak")
  @Test
  void agreesWithDynoxideForLong() {
    compare("dynoxide", Oracles.dynoxide(), Trial.longOne());
  }

  @Tag("soak")
  @Test
  void agreesWithDynaliteForLong() {
    compare("dynalite", Oracles.dynalite(), Trial.longOne());
  }

  private static void compare(String name, Optional<ServerProcess> started, Trial trial) {
    Trial.assumeInstalled(name, started);
    try (ServerProcess server = started.orElseThrow();
        Endpoint oracle = new Endpoint(server.address());
        CairnTarget cairn = CairnTarget.open();
        Endpoint endpoint = new Endpoint(cairn.address())) {
      Subject expected = Subject.server("cairn", endpoint);
      Set<Feature> features = Trial.featuresOf(name);
      trial.run("cairn against", () -> expected, Subject.server(name, oracle), features);
    }
  }
}
