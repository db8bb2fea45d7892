package io.cairndb.robustness.crash;

import io.cairndb.reference.wire.Endpoint;
import java.io.IOException;
import java.util.List;

/** One kind of load, which remembers enough to audit the server afterwards. */
interface Client {
  /** Sends one request; called by one thread at a time. Returns false once nobody answers. */
  boolean step(Endpoint endpoint);

  /** After a restart: everything about the stored state that contradicts what was acknowledged. */
  List<String> audit(Endpoint endpoint) throws IOException;

  /** How many requests were acknowledged so far. */
  long acknowledged();

  /** How many requests had an unknown outcome so far. */
  long uncertain();
}
