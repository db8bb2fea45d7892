package io.cairndb.rpc;

import io.cairndb.message.format.MessageFormatException;
import io.cairndb.message.format.UnsupportedMessageException;
import io.cairndb.shard.Command;
import io.cairndb.shard.CommandResult;
import io.cairndb.shard.Read;
import io.cairndb.shard.Refusal;
import io.cairndb.shard.ShardRequest;
import io.cairndb.shard.ShardResponse;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import org.jspecify.annotations.Nullable;

/**
 * Why a call was not answered, and whether it may have been done all the same. The only place that
 * knows gRPC's status codes.
 *
 * @param certain whether nothing was certainly done, so that the call may be repeated whatever it
 *     is
 */
public record CallFailure(Kind kind, boolean certain, String reason) {

  /** What was the matter. */
  public enum Kind {
    /** Nobody answers there. */
    UNAVAILABLE,
    /** The deadline passed, or the caller lost interest. */
    LATE,
    /** The other side has as much work as it accepts. */
    OVERLOADED,
    /** The other side does not know the call or the message: a version apart. */
    UNSUPPORTED,
    /** The other side could not make sense of the message, or failed over it. */
    FAULT
  }

  /** Set on answers of a server that refused before it did anything. */
  private static final Metadata.Key<String> NOT_DONE =
      Metadata.Key.of("cairn-not-done", Metadata.ASCII_STRING_MARSHALLER);

  /**
   * What the end of a call means to the caller.
   *
   * @param sent whether the request may have left this process
   */
  static CallFailure of(Status status, @Nullable Metadata trailers, boolean sent) {
    Kind kind =
        switch (status.getCode()) {
          case DEADLINE_EXCEEDED, CANCELLED -> Kind.LATE;
          case RESOURCE_EXHAUSTED -> Kind.OVERLOADED;
          case UNIMPLEMENTED -> Kind.UNSUPPORTED;
          case INVALID_ARGUMENT, FAILED_PRECONDITION, OUT_OF_RANGE, INTERNAL, DATA_LOSS ->
              Kind.FAULT;
          case OK,
              UNKNOWN,
              NOT_FOUND,
              ALREADY_EXISTS,
              PERMISSION_DENIED,
              ABORTED,
              UNAVAILABLE,
              UNAUTHENTICATED ->
              Kind.UNAVAILABLE;
        };
    boolean refused = trailers != null && trailers.containsKey(NOT_DONE);
    boolean unknownMethod = status.getCode() == Status.Code.UNIMPLEMENTED;
    String description = status.getDescription();
    String reason =
        description == null ? status.getCode().name() : status.getCode() + ": " + description;
    return new CallFailure(kind, !sent || refused || unknownMethod, reason);
  }

  /** How a server says that it did nothing. */
  public static StatusRuntimeException refuse(Kind kind, String reason) {
    Metadata trailers = new Metadata();
    trailers.put(NOT_DONE, "1");
    Status status =
        switch (kind) {
          case UNAVAILABLE -> Status.UNAVAILABLE;
          case LATE -> Status.DEADLINE_EXCEEDED;
          case OVERLOADED -> Status.RESOURCE_EXHAUSTED;
          case UNSUPPORTED -> Status.UNIMPLEMENTED;
          case FAULT -> Status.INVALID_ARGUMENT;
        };
    return status.withDescription(reason).asRuntimeException(trailers);
  }

  /** How a server says that it could not read a request. */
  public static StatusRuntimeException refuse(MessageFormatException unreadable) {
    Kind kind = unreadable instanceof UnsupportedMessageException ? Kind.UNSUPPORTED : Kind.FAULT;
    return refuse(kind, String.valueOf(unreadable.getMessage()));
  }

  /** How a server says that it failed on the way; nobody can tell how far it came. */
  public static StatusRuntimeException failed(Throwable failure) {
    return Status.INTERNAL
        .withDescription(failure.getClass().getSimpleName())
        .withCause(failure)
        .asRuntimeException();
  }

  /**
   * How a server that asked another one passes on what it learnt: as certain as it was, and no more
   * than that.
   */
  public StatusRuntimeException passedOn() {
    if (certain) {
      return refuse(kind, reason);
    }
    Status status =
        switch (kind) {
          case UNAVAILABLE -> Status.UNAVAILABLE;
          case LATE -> Status.DEADLINE_EXCEEDED;
          case OVERLOADED -> Status.RESOURCE_EXHAUSTED;
          // Not as UNIMPLEMENTED, which says that nothing was done.
          case UNSUPPORTED, FAULT -> Status.INTERNAL;
        };
    return status.withDescription(reason).asRuntimeException();
  }

  /** The failure as a shard's answer to {@code request}. */
  public ShardResponse responseTo(ShardRequest request) {
    return switch (request) {
      case Read ignored -> refusal();
      case Command ignored -> certain ? refusal() : new CommandResult.UnknownOutcome(reason);
    };
  }

  /** The failure as a refusal: of a read, or of what is certain not to have been done. */
  public Refusal refusal() {
    return switch (kind) {
      case OVERLOADED -> new Refusal.Overloaded();
      case UNAVAILABLE, LATE, UNSUPPORTED, FAULT -> new Refusal.Unavailable(reason);
    };
  }
}
