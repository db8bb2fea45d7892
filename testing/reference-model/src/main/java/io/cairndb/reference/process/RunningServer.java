package io.cairndb.reference.process;

import java.net.URI;

/** A server under test: one process, or several that are one database together. */
public interface RunningServer extends AutoCloseable {
  /** Where it serves. */
  URI address();

  /** What it printed so far, for reports of failures. */
  String output();

  /** Ends it as a power cut would end its processes: SIGKILL to all of them. */
  void kill();

  /** Ends it, and waits for that. */
  @Override
  void close();
}
