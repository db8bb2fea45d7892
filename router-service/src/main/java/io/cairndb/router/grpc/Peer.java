package io.cairndb.router.grpc;

import io.cairndb.rpc.CallFailedException;
import io.cairndb.rpc.CallFailure;
import io.cairndb.rpc.Calls;
import io.cairndb.rpc.cluster.HostPort;
import io.cairndb.rpc.node.Connections;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Another service at a fixed address. Thread-safe. */
public record Peer(Connections connections, HostPort address) {

  /** The channel to it, to be used now and not kept. */
  public Channel channel() {
    return connections.to(address);
  }

  <Q, A> CompletableFuture<A> ask(MethodDescriptor<Q, A> method, Q request, Duration deadline) {
    return Calls.ask(channel(), method, request, deadline);
  }

  /** What a call, or the reading of its answer, came to when it did not come to an answer. */
  static CallFailure failureOf(@Nullable Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof CallFailedException call
        ? call.failure()
        : new CallFailure(CallFailure.Kind.FAULT, false, String.valueOf(cause));
  }
}
