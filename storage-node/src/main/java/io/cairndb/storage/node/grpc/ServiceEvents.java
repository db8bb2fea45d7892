package io.cairndb.storage.node.grpc;

/** What happens in the service that someone may want to log or count. Called on any thread. */
public interface ServiceEvents {

  /** Work that may wait for a disk was turned away: as much as is accepted is under way. */
  void onOverload(String method);

  /** A request could not be read; nothing was done. */
  void onMalformed(String method, String reason);

  /** A request failed in a way that has no answer of its own. */
  void onDefect(String method, Throwable failure);
}
