package io.cairndb.partition.manager.members;

import io.cairndb.env.Clock;
import io.cairndb.partition.manager.ControlLoop;
import io.cairndb.partition.manager.Homes;
import io.cairndb.partition.manager.HomesUnavailableException;
import io.cairndb.partition.manager.UndecidedException;
import io.cairndb.placement.ShardId;
import io.cairndb.storage.engine.StorageEngine;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * The membership of one cluster: the only writer of its records.
 *
 * <p>Everything happens on the control loop; {@link #view} is a volatile read and safe from any
 * thread. After a start every member counts as alive until it has been silent for as long as a
 * living one would not be, so that nobody takes its place in a hurry; the cluster forms only of
 * nodes that have been heard.
 *
 * <p>When the store fails nobody becomes a member any more, while it goes on to tell who is alive.
 */
public final class Membership implements Homes, AutoCloseable {
  private final ControlLoop loop;
  private final Clock clock;
  private final Supplier<UUID> ids;
  private final MembershipOptions options;
  private final MembershipListener listener;
  private final MemberStore store;

  /** When members were last heard, by number; the loop's alone. */
  private final Map<Integer, Long> heard = new HashMap<>();

  /** Members that count as alive since a start only; the loop's alone. */
  private final Set<Integer> presumed = new HashSet<>();

  private volatile MembersView view;
  private volatile boolean failed;
  private volatile boolean closed;

  private Membership(
      StorageEngine engine,
      ControlLoop loop,
      MembershipOptions options,
      Clock clock,
      Supplier<UUID> ids,
      MembershipListener listener) {
    this.loop = loop;
    this.clock = clock;
    this.ids = ids;
    this.options = options;
    this.listener = listener;
    store = new MemberStore(engine);
    MemberState loaded = store.load();
    for (Member member : loaded.members().values()) {
      heard.put(member.number(), clock.nanoTime());
      presumed.add(member.number());
    }
    view = new MembersView(loaded, presumed);
  }

  /**
   * Loads the membership and watches over it.
   *
   * @param engine holds the metadata; closed by whoever opened it
   * @param loop the control plane's
   * @param ids gives a new identity on each call; used on the loop only
   */
  public static Membership open(
      StorageEngine engine,
      ControlLoop loop,
      MembershipOptions options,
      Clock clock,
      Supplier<UUID> ids,
      MembershipListener listener) {
    Membership opened = new Membership(engine, loop, options, clock, ids, listener);
    loop.execute(opened::watchOver);
    return opened;
  }

  /** The newest view. */
  public MembersView view() {
    return view;
  }

  public MembershipOptions options() {
    return options;
  }

  /** Whether registrations are decided: false once closed, or once the store has failed. */
  public boolean isOpen() {
    return !closed && !failed;
  }

  /**
   * Decides a registration; the outcome is durable when the future completes. It fails with {@link
   * UndecidedException}, and nothing has been decided, when too many wait. A registration whose
   * future is cancelled before its turn comes is not decided.
   */
  public CompletableFuture<RegistrationOutcome> register(Newcomer newcomer) {
    return decided(() -> decide(newcomer));
  }

  private <T> CompletableFuture<T> decided(Supplier<T> decision) {
    if (!isOpen()) {
      return CompletableFuture.failedFuture(new IllegalStateException("the membership is closed"));
    }
    return loop.decide(decision);
  }

  /**
   * Forgets a member that is gone; the outcome is durable when the future completes. Before the
   * cluster has formed, too.
   *
   * @param holdings asked on the loop, so that nothing is placed on the member meanwhile
   */
  public CompletableFuture<ForgetOutcome> forget(int number, Holdings holdings) {
    return decided(() -> decideToForget(number, holdings));
  }

  /**
   * A member says that it is alive.
   *
   * @return whether it is known, at that address; otherwise it is to register again
   */
  public boolean heartbeat(UUID nodeId, String address) {
    Member member = view.state().member(nodeId);
    if (member == null || !member.address().equals(address)) {
      return false;
    }
    int number = member.number();
    // Where too many wait, the next heartbeat tells the same.
    var unused = loop.offer(() -> hear(number));
    return true;
  }

  /**
   * Shards of living storage nodes; of all when none is alive, since what is placed there waits.
   *
   * @throws HomesUnavailableException until the cluster has formed
   */
  @Override
  public List<ShardId> shards() {
    MembersView now = view;
    if (!now.state().isFormed()) {
      throw new HomesUnavailableException(
          "the cluster has not formed: it waits for "
              + options.storageNodes()
              + " storage nodes and knows "
              + now.storageNodes().size());
    }
    return now.homes();
  }

  /** Stops deciding. The loop and the engine belong to the caller. */
  @Override
  public void close() {
    closed = true;
  }

  private RegistrationOutcome decide(Newcomer newcomer) {
    MemberMachine.Decision decision =
        MemberMachine.register(view.state(), newcomer, this::mayBeAlive, ids);
    apply(decision.records());
    switch (decision.outcome()) {
      case RegistrationOutcome.Accepted accepted -> hear(accepted.number());
      case RegistrationOutcome.Refused refused -> listener.refused(newcomer, refused);
    }
    return decision.outcome();
  }

  private ForgetOutcome decideToForget(int number, Holdings holdings) {
    MemberMachine.Forgetting decision =
        MemberMachine.forget(view.state(), number, this::mayBeAlive, holdings);
    apply(decision.records());
    if (decision.outcome() instanceof ForgetOutcome.Forgotten) {
      heard.remove(number);
      presumed.remove(number);
    }
    return decision.outcome();
  }

  private void hear(int number) {
    if (!view.state().members().containsKey(number)) {
      // Forgotten since the heartbeat came.
      return;
    }
    heard.put(number, clock.nanoTime());
    boolean certain = presumed.remove(number);
    if (certain || !view.isAlive(number)) {
      maybeForm();
      publish(view.state());
    }
  }

  private void maybeForm() {
    if (isOpen()) {
      apply(MemberMachine.form(view.state(), this::hasBeenHeard, options.storageNodes()));
    }
  }

  private boolean mayBeAlive(int number) {
    Long last = heard.get(number);
    return last != null && clock.nanoTime() - last < options.deadAfter().toNanos();
  }

  private boolean hasBeenHeard(int number) {
    return !presumed.contains(number) && mayBeAlive(number);
  }

  private void watchOver() {
    if (closed) {
      return;
    }
    try {
      maybeForm();
      publish(view.state());
    } finally {
      loop.schedule(this::watchOver, options.heartbeat());
    }
  }

  private void apply(List<MemberRecord> records) {
    if (!isOpen()) {
      throw new IllegalStateException("the membership is closed");
    }
    if (records.isEmpty()) {
      return;
    }
    MemberState after = view.state().replayAll(records);
    try {
      store.append(records);
    } catch (RuntimeException e) {
      failed = true;
      listener.storeFailed(e);
      throw e;
    }
    publish(after);
  }

  private void publish(MemberState state) {
    Set<Integer> alive = new HashSet<>();
    for (Integer number : state.members().keySet()) {
      if (mayBeAlive(number)) {
        alive.add(number);
      }
    }
    MembersView next = new MembersView(state, alive);
    if (!next.equals(view)) {
      view = next;
      listener.membersChanged(next);
    }
  }
}
