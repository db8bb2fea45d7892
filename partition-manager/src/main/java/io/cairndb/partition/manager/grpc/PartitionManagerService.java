package io.cairndb.partition.manager.grpc;

import io.cairndb.control.plane.ControlCommand;
import io.cairndb.control.plane.codec.ControlCodec;
import io.cairndb.message.format.MessageFormatException;
import io.cairndb.partition.manager.ControlPlane;
import io.cairndb.partition.manager.members.ForgetOutcome;
import io.cairndb.partition.manager.members.Membership;
import io.cairndb.partition.manager.members.Newcomer;
import io.cairndb.partition.manager.members.RegistrationOutcome;
import io.cairndb.rpc.CallFailure;
import io.cairndb.rpc.Delays;
import io.cairndb.rpc.Payloads;
import io.cairndb.rpc.proto.Empty;
import io.cairndb.rpc.proto.ForgetRequest;
import io.cairndb.rpc.proto.ForgetResponse;
import io.cairndb.rpc.proto.Forgetting;
import io.cairndb.rpc.proto.HeartbeatRequest;
import io.cairndb.rpc.proto.HeartbeatResponse;
import io.cairndb.rpc.proto.PartitionManagerGrpc;
import io.cairndb.rpc.proto.Payload;
import io.cairndb.rpc.proto.RegisterRequest;
import io.cairndb.rpc.proto.RegisterResponse;
import io.cairndb.rpc.proto.Registration;
import io.cairndb.rpc.proto.SubmitResponse;
import io.cairndb.rpc.proto.TableRef;
import io.cairndb.rpc.proto.WatchRequest;
import io.cairndb.rpc.proto.WatchResponse;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Answers nodes, routers and watchers. Thread-safe: decisions are the control loop's, and calls
 * return at once.
 */
public final class PartitionManagerService extends PartitionManagerGrpc.PartitionManagerImplBase {
  /** Nobody waits longer for a table, whatever deadline it has. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

  private final ControlPlane controlPlane;
  private final Membership membership;
  private final Watchers watchers;
  private final Delays delays;

  public PartitionManagerService(
      ControlPlane controlPlane, Membership membership, Watchers watchers, Delays delays) {
    this.controlPlane = controlPlane;
    this.membership = membership;
    this.watchers = watchers;
    this.delays = delays;
  }

  @Override
  public void register(RegisterRequest request, StreamObserver<RegisterResponse> answer) {
    Newcomer newcomer;
    try {
      newcomer = ClusterMessages.newcomer(request);
    } catch (IllegalArgumentException impossible) {
      answer.onError(
          CallFailure.refuse(CallFailure.Kind.FAULT, String.valueOf(impossible.getMessage())));
      return;
    }
    if (!membership.isOpen()) {
      answer.onError(
          CallFailure.refuse(CallFailure.Kind.UNAVAILABLE, "the membership takes no changes"));
      return;
    }
    Answers.when(membership.register(newcomer), answer, this::response);
  }

  private RegisterResponse response(RegistrationOutcome outcome) {
    RegisterResponse.Builder response = RegisterResponse.newBuilder();
    switch (outcome) {
      case RegistrationOutcome.Accepted accepted ->
          response
              .setOutcome(Registration.REGISTRATION_ACCEPTED)
              .setNumber(accepted.number())
              .setClusterId(Payloads.id(accepted.clusterId()))
              .setMessageVersion(accepted.messageVersion())
              .setHeartbeatMillis((int) membership.options().heartbeat().toMillis());
      case RegistrationOutcome.Refused refused ->
          response.setOutcome(kind(refused)).setReason(refused.reason());
    }
    return response.build();
  }

  private static Registration kind(RegistrationOutcome.Refused refused) {
    return switch (refused) {
      case RegistrationOutcome.Duplicate duplicate -> Registration.REGISTRATION_DUPLICATE;
      case RegistrationOutcome.Incompatible incompatible -> Registration.REGISTRATION_INCOMPATIBLE;
      case RegistrationOutcome.Foreign foreign -> Registration.REGISTRATION_FOREIGN;
      case RegistrationOutcome.Full full -> Registration.REGISTRATION_FULL;
    };
  }

  @Override
  public void heartbeat(HeartbeatRequest request, StreamObserver<HeartbeatResponse> answer) {
    boolean known = membership.heartbeat(Payloads.uuid(request.getNodeId()), request.getAddress());
    answer.onNext(
        HeartbeatResponse.newBuilder()
            .setRegisterAgain(!known)
            .setMessageVersion(membership.view().state().messageVersion())
            .build());
    answer.onCompleted();
  }

  @Override
  public void forget(ForgetRequest request, StreamObserver<ForgetResponse> answer) {
    Answers.when(
        membership.forget(request.getNumber(), controlPlane::heldBy),
        answer,
        PartitionManagerService::response);
  }

  private static ForgetResponse response(ForgetOutcome outcome) {
    ForgetResponse.Builder response = ForgetResponse.newBuilder();
    return switch (outcome) {
      case ForgetOutcome.Forgotten done -> response.setOutcome(Forgetting.FORGETTING_DONE).build();
      case ForgetOutcome.Refused refused ->
          response.setOutcome(kind(refused)).setReason(refused.reason()).build();
    };
  }

  private static Forgetting kind(ForgetOutcome.Refused refused) {
    return switch (refused) {
      case ForgetOutcome.Unknown unknown -> Forgetting.FORGETTING_UNKNOWN;
      case ForgetOutcome.Alive alive -> Forgetting.FORGETTING_ALIVE;
      case ForgetOutcome.InUse inUse -> Forgetting.FORGETTING_IN_USE;
    };
  }

  @Override
  public void watch(WatchRequest request, StreamObserver<WatchResponse> answer) {
    watchers.add(request, answer);
  }

  @Override
  public void submit(Payload request, StreamObserver<SubmitResponse> answer) {
    if (!controlPlane.isOpen()) {
      answer.onError(
          CallFailure.refuse(CallFailure.Kind.UNAVAILABLE, "the catalog takes no changes"));
      return;
    }
    ControlCommand command;
    try {
      command = ControlCodec.decodeCommand(Payloads.message(request));
    } catch (MessageFormatException unreadable) {
      answer.onError(CallFailure.refuse(unreadable));
      return;
    }
    Answers.when(
        controlPlane.submit(command),
        answer,
        result ->
            SubmitResponse.newBuilder()
                .setMessage(Payloads.toByteString(ControlCodec.encode(result)))
                .setCatalogVersion(controlPlane.catalog().version())
                .build());
  }

  @Override
  public void statistics(TableRef request, StreamObserver<Payload> answer) {
    Answers.when(
        controlPlane.statistics(Payloads.uuid(request.getTable())),
        answer,
        statistics -> Payloads.payload(ControlCodec.encode(statistics)));
  }

  /**
   * Ends with the caller's deadline, since that cancels the call, and after a bound at the latest.
   */
  @Override
  public void settled(TableRef request, StreamObserver<Empty> answer) {
    CompletableFuture<Void> settled = controlPlane.settled(Payloads.uuid(request.getTable()));
    delays.after(
        LONGEST_WAIT,
        () ->
            settled.completeExceptionally(
                CallFailure.refuse(CallFailure.Kind.LATE, "the table is still changing")));
    Answers.when(settled, answer, done -> Empty.getDefaultInstance());
  }
}
