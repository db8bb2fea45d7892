package io.cairndb.rpc.cluster;

import io.grpc.Channel;
import io.grpc.ManagedChannel;

/** Connects at once. Stateless. */
final class Reconnecting {
  private Reconnecting() {}

  /** A channel's own pauses after a failure grow to minutes; those of its user decide. */
  static Channel to(Channel channel) {
    if (channel instanceof ManagedChannel managed) {
      managed.resetConnectBackoff();
    }
    return channel;
  }
}
