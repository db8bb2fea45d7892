package io.cairndb.partition.manager.grpc;

import io.cairndb.causality.HybridClock;
import io.cairndb.causality.UuidV7;
import io.cairndb.control.plane.Catalog;
import io.cairndb.control.plane.machine.Operation;
import io.cairndb.control.plane.machine.StepAction;
import io.cairndb.env.Clock;
import io.cairndb.env.RandomSource;
import io.cairndb.partition.manager.ControlPlane;
import io.cairndb.partition.manager.ControlPlaneConfig;
import io.cairndb.partition.manager.LoggingControlPlaneListener;
import io.cairndb.partition.manager.ShardAdmin;
import io.cairndb.partition.manager.ThreadedControlLoop;
import io.cairndb.partition.manager.members.ForgetOutcome;
import io.cairndb.partition.manager.members.LoggingMembershipListener;
import io.cairndb.partition.manager.members.MembersView;
import io.cairndb.partition.manager.members.Membership;
import io.cairndb.partition.manager.members.MembershipOptions;
import io.cairndb.partition.manager.members.Newcomer;
import io.cairndb.partition.manager.members.RegistrationOutcome;
import io.cairndb.rpc.Delays;
import io.cairndb.rpc.cluster.ClusterView;
import io.cairndb.storage.engine.IntegrityStats;
import io.cairndb.storage.engine.StorageEngine;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;

/**
 * A partition manager without a server around it: membership and control plane on one loop and one
 * engine, and what answers calls. Thread-safe.
 */
public final class PartitionManager implements AutoCloseable {
  /** The node part of its own timestamps; members have numbers from 1 on. */
  private static final int NUMBER = 0;

  private final ThreadedControlLoop loop = new ThreadedControlLoop();
  private final AtomicReference<Watchers> watchersOnceOpen = new AtomicReference<>();
  private final AtomicLong refusals = new AtomicLong();
  private final AtomicLong stepFailures = new AtomicLong();
  private final StorageEngine engine;
  private final Membership membership;
  private final ControlPlane controlPlane;
  private final Watchers watchers;
  private final PartitionManagerService service;

  /**
   * What it needs of its process.
   *
   * @param updates where updates for watchers are encoded and sent
   */
  public record Environment(Clock clock, RandomSource random, Delays delays, Executor updates) {}

  /** Makes the way to the shards. */
  @FunctionalInterface
  public interface Shards {
    /**
     * The way to the shards.
     *
     * @param cluster where nodes are
     * @param catalog the newest one; not to be asked before this has returned
     */
    ShardAdmin of(Supplier<ClusterView> cluster, Supplier<Catalog> catalog);
  }

  /**
   * Loads the metadata and goes on with the operations that were in progress.
   *
   * @param engine holds the metadata and nothing else; closed by whoever opened it, after this
   */
  public PartitionManager(
      StorageEngine engine,
      MembershipOptions members,
      ControlPlaneConfig config,
      Shards shards,
      Environment environment) {
    this.engine = engine;
    HybridClock timestamps = new HybridClock(environment.clock(), NUMBER, environment.random());
    Supplier<UUID> ids = () -> UuidV7.next(timestamps);
    CompletableFuture<ControlPlane> opened = new CompletableFuture<>();
    membership =
        Membership.open(engine, loop, members, environment.clock(), ids, new MembersHeard());
    ShardAdmin admin =
        shards.of(() -> ClusterMessages.view(membership.view()), () -> opened.join().catalog());
    controlPlane =
        new ControlPlane.Builder(engine, admin, membership, loop, config, environment.clock(), ids)
            .listener(new TablesHeard())
            .open();
    opened.complete(controlPlane);
    watchers = new Watchers(controlPlane.log(), membership::view, environment.updates());
    watchersOnceOpen.set(watchers);
    service = new PartitionManagerService(controlPlane, membership, watchers, environment.delays());
  }

  /** Forgets a member that is gone, unless its shards hold what would be lost. */
  public CompletableFuture<ForgetOutcome> forget(int number) {
    return membership.forget(number, controlPlane::heldBy);
  }

  public PartitionManagerService service() {
    return service;
  }

  public ControlPlane controlPlane() {
    return controlPlane;
  }

  public Membership membership() {
    return membership;
  }

  public Watchers watchers() {
    return watchers;
  }

  /** Questions of others that wait for the control loop. */
  public int waiting() {
    return loop.waiting();
  }

  /** What is known of the health of the metadata's files. */
  public IntegrityStats integrity() {
    return engine.stats().integrity();
  }

  /** Registrations refused. */
  public long refusals() {
    return refusals.get();
  }

  /** Steps of operations that failed and were left to be tried again. */
  public long stepFailures() {
    return stepFailures.get();
  }

  private void changed() {
    Watchers known = watchersOnceOpen.get();
    if (known != null) {
      known.changed();
    }
  }

  @Override
  public void close() {
    membership.close();
    controlPlane.close();
    loop.close();
  }

  private final class MembersHeard extends LoggingMembershipListener {
    MembersHeard() {
      super(LoggerFactory.getLogger(Membership.class));
    }

    @Override
    public void membersChanged(MembersView view) {
      super.membersChanged(view);
      changed();
    }

    @Override
    public void refused(Newcomer newcomer, RegistrationOutcome.Refused outcome) {
      refusals.incrementAndGet();
      super.refused(newcomer, outcome);
    }
  }

  private final class TablesHeard extends LoggingControlPlaneListener {
    TablesHeard() {
      super(LoggerFactory.getLogger(ControlPlane.class));
    }

    @Override
    public void catalogChanged(Catalog catalog) {
      changed();
    }

    @Override
    public void stepFailed(Operation operation, StepAction action, int attempts, Throwable cause) {
      stepFailures.incrementAndGet();
      super.stepFailed(operation, action, attempts, cause);
    }
  }
}
