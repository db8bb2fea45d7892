package io.cairndb.rpc.cluster;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.cairndb.env.RandomSource;
import io.cairndb.rpc.CallFailedException;
import io.cairndb.rpc.Calls;
import io.cairndb.rpc.Delays;
import io.cairndb.rpc.Pauses;
import io.cairndb.rpc.Payloads;
import io.cairndb.rpc.proto.HeartbeatRequest;
import io.cairndb.rpc.proto.HeartbeatResponse;
import io.cairndb.rpc.proto.PartitionManagerGrpc;
import io.cairndb.rpc.proto.RegisterRequest;
import io.cairndb.rpc.proto.RegisterResponse;
import io.grpc.Channel;
import io.grpc.Context;
import io.grpc.MethodDescriptor;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes this process a member of the cluster and keeps it one: registers, sends heartbeats, and
 * registers again when it is told to or when its address changed. What fails is tried again for as
 * long as this is open, refusals included: their causes pass (another process under this identity
 * ends, a version is upgraded).
 *
 * <p>Thread-safe. One call is under way at a time.
 */
public final class Registration implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Registration.class);
  private static final Duration DEADLINE = Duration.ofSeconds(5);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(3);
  private static final Duration DEFAULT_HEARTBEAT = Duration.ofSeconds(1);

  private final Supplier<Node> node;
  private final Supplier<? extends Channel> channel;
  private final Delays delays;
  private final RandomSource random;
  private final List<Consumer<State>> listeners = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Membership> accepted = new CompletableFuture<>();

  @GuardedBy("this")
  private final Pauses pauses;

  @GuardedBy("this")
  private Optional<Membership> membership;

  @GuardedBy("this")
  private boolean started;

  private volatile State state = new State.Waiting("not registered yet");
  private volatile Duration heartbeat = DEFAULT_HEARTBEAT;
  private volatile boolean closed;

  /**
   * Who registers.
   *
   * @param nodeId kept in the data directory
   * @param address where others reach it
   * @param shards none for a coordinator
   * @param hasData whether the shards hold any
   * @param oldestMessageVersion oldest version of shard messages it reads and writes
   * @param messageVersion newest one
   */
  public record Node(
      UUID nodeId,
      HostPort address,
      int shards,
      boolean hasData,
      int oldestMessageVersion,
      int messageVersion) {}

  /**
   * What a member must remember, beside its own identity.
   *
   * @param number the node part of its timestamps; never changes, and never another's
   */
  public record Membership(UUID clusterId, int number) {}

  /** How it stands. */
  public sealed interface State {
    /** The partition manager has not answered yet. */
    record Waiting(String reason) implements State {}

    /**
     * Registered, whether or not the partition manager can be reached at present.
     *
     * @param messageVersion newest version of shard messages that every member understands
     */
    record Registered(Membership membership, int messageVersion) implements State {}

    /** Refused, for a reason people must look at; tried again. */
    record Refused(String outcome, String reason) implements State {}
  }

  /**
   * A registration that is not started.
   *
   * @param node asked before each call, so that a changed address is noticed
   * @param known what an earlier registration of this node was told
   * @param partitionManager asked for each call; the channel stays the caller's
   */
  public Registration(
      Supplier<Node> node,
      Optional<Membership> known,
      Supplier<? extends Channel> partitionManager,
      Delays delays,
      RandomSource random) {
    this.node = node;
    this.membership = known;
    this.channel = partitionManager;
    this.delays = delays;
    this.random = random;
    this.pauses = new Pauses(FIRST_PAUSE, LONGEST_PAUSE, random);
  }

  /** Begins to register; returns at once. */
  public void start() {
    synchronized (this) {
      if (started) {
        return;
      }
      started = true;
    }
    register();
  }

  public State state() {
    return state;
  }

  /** Completes with the first acceptance; never when there is none. */
  public CompletableFuture<Membership> accepted() {
    return accepted.copy();
  }

  /** Adds who is told of each new state, on gRPC's threads, one at a time. */
  public void onChange(Consumer<State> listener) {
    listeners.add(listener);
  }

  /** Stops; the partition manager will miss the heartbeats. */
  @Override
  public void close() {
    closed = true;
  }

  /**
   * Tries it, and again after a pause when even the trying fails: who stops to register and to beat
   * counts as dead, however well it does.
   */
  private void keepTrying(Runnable attempt) {
    if (closed) {
      return;
    }
    try {
      attempt.run();
    } catch (RuntimeException defect) {
      LOG.error("the partition manager could not be told of this process", defect);
      later(pause(), () -> keepTrying(attempt));
    }
  }

  private void register() {
    keepTrying(this::askToRegister);
  }

  private void askToRegister() {
    Node self = node.get();
    RegisterRequest.Builder request =
        RegisterRequest.newBuilder()
            .setNodeId(Payloads.id(self.nodeId()))
            .setAddress(self.address().toString())
            .setShards(self.shards())
            .setOldestMessageVersion(self.oldestMessageVersion())
            .setMessageVersion(self.messageVersion())
            .setHasData(self.hasData());
    known()
        .ifPresent(
            known ->
                request.setClusterId(Payloads.id(known.clusterId())).setNumber(known.number()));
    var unused =
        ask(PartitionManagerGrpc.getRegisterMethod(), request.build())
            .whenComplete((answer, failure) -> registered(self.address(), answer, failure));
  }

  private void registered(
      HostPort address, @Nullable RegisterResponse answer, @Nullable Throwable failure) {
    if (closed) {
      return;
    }
    if (answer == null) {
      if (!(state instanceof State.Registered)) {
        become(new State.Waiting(reason(failure)));
      }
      later(pause(), this::register);
      return;
    }
    switch (answer.getOutcome()) {
      case REGISTRATION_ACCEPTED -> accept(address, answer);
      case REGISTRATION_UNSPECIFIED,
          REGISTRATION_DUPLICATE,
          REGISTRATION_INCOMPATIBLE,
          REGISTRATION_FOREIGN,
          REGISTRATION_FULL,
          UNRECOGNIZED -> {
        become(new State.Refused(answer.getOutcome().name(), answer.getReason()));
        later(pause(), this::register);
      }
    }
  }

  private void accept(HostPort address, RegisterResponse answer) {
    Membership told = new Membership(Payloads.uuid(answer.getClusterId()), answer.getNumber());
    Optional<Membership> known = known();
    if (known.isPresent() && !known.get().equals(told)) {
      // Another number under the same identity would let timestamps of two nodes collide.
      become(new State.Refused("REGISTRATION_FOREIGN", "this is " + known.get() + ", not " + told));
      later(pause(), this::register);
      return;
    }
    synchronized (this) {
      membership = Optional.of(told);
      pauses.reset();
    }
    if (answer.getHeartbeatMillis() > 0) {
      heartbeat = Duration.ofMillis(answer.getHeartbeatMillis());
    }
    become(new State.Registered(told, answer.getMessageVersion()));
    accepted.complete(told);
    later(Pauses.spread(heartbeat, random), () -> beat(address));
  }

  private void beat(HostPort registered) {
    keepTrying(() -> askToBeHeard(registered));
  }

  private void askToBeHeard(HostPort registered) {
    Node self = node.get();
    if (!self.address().equals(registered)) {
      register();
      return;
    }
    HeartbeatRequest request =
        HeartbeatRequest.newBuilder()
            .setNodeId(Payloads.id(self.nodeId()))
            .setAddress(registered.toString())
            .build();
    var unused =
        ask(PartitionManagerGrpc.getHeartbeatMethod(), request)
            .whenComplete((answer, failure) -> heard(registered, answer));
  }

  private void heard(HostPort registered, @Nullable HeartbeatResponse answer) {
    if (closed) {
      return;
    }
    if (answer != null && answer.getRegisterAgain()) {
      register();
      return;
    }
    if (answer != null) {
      known().ifPresent(member -> become(new State.Registered(member, answer.getMessageVersion())));
    }
    later(Pauses.spread(heartbeat, random), () -> beat(registered));
  }

  private synchronized Optional<Membership> known() {
    return membership;
  }

  private synchronized Duration pause() {
    return pauses.next();
  }

  private void later(Duration pause, Runnable action) {
    delays.after(pause, action);
  }

  private <Q, A> CompletableFuture<A> ask(MethodDescriptor<Q, A> method, Q request) {
    // Heartbeats go on whatever becomes of the call that this was begun in.
    Context previous = Context.ROOT.attach();
    try {
      return Calls.ask(Reconnecting.to(channel.get()), method, request, DEADLINE);
    } finally {
      Context.ROOT.detach(previous);
    }
  }

  private void become(State next) {
    if (next.equals(state)) {
      return;
    }
    state = next;
    switch (next) {
      case State.Waiting(String reason) -> LOG.debug("not registered: {}", reason);
      case State.Registered registered -> LOG.info("registered: {}", registered);
      case State.Refused refused -> LOG.warn("the cluster refuses this process: {}", refused);
    }
    for (Consumer<State> listener : listeners) {
      try {
        listener.accept(next);
      } catch (RuntimeException defect) {
        LOG.error("a listener failed over {}", next, defect);
      }
    }
  }

  private static String reason(@Nullable Throwable failure) {
    return failure instanceof CallFailedException failed
        ? failed.failure().reason()
        : String.valueOf(failure);
  }
}
