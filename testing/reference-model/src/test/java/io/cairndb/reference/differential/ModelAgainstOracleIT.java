package io.cairndb.reference.differential;

import io.cairndb.reference.process.Oracles;
import io.cairndb.reference.process.ServerProcess;
import io.cairndb.reference.wire.Endpoint;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * A model that nobody checked proves nothing: here it must agree with two independent servers,
 * apart from the differences listed with their reasons in {@code oracle-exceptions.txt}.
 */
final class ModelAgainstOracleIT {
  @Test
  void agreesWithDynoxide() {
    compare("dynoxide", Oracles.dynoxide());
  }

  @Test
  void agreesWithDynalite() {
    compare("dynalite", Oracles.dynalite());
  }

  private static void compare(String name, Optional<ServerProcess> started) {
    Trial.assumeInstalled(name, started);
    try (ServerProcess server = started.orElseThrow();
        Endpoint endpoint = new Endpoint(server.address())) {
      Subject oracle = Subject.server(name, endpoint);
      Trial.ofOracle().run("model against", Subject::model, oracle, Trial.featuresOf(name));
    }
  }
}
