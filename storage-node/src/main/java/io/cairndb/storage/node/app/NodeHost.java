package io.cairndb.storage.node.app;

import io.cairndb.placement.identity.NodeIdentity;
import io.cairndb.rpc.cluster.Registration;
import io.cairndb.rpc.cluster.Registration.Membership;
import io.cairndb.rpc.cluster.Registration.State;
import io.cairndb.service.Readiness;
import io.cairndb.service.RpcServer;
import io.cairndb.storage.node.DataDirectory;
import io.cairndb.storage.node.StorageNode;
import io.cairndb.storage.node.grpc.StorageNodeService;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Opens the shards of a data directory and makes the node a member of its cluster.
 *
 * <p>Transitions: unnumbered → open when the cluster has given the node its number, which is
 * durable before the first shard is opened; a node that has one begins open. From either, stopped:
 * it registers no more, refuses calls, and closes its shards after the last call has ended.
 *
 * <p>Thread-safe. Started after the server listens, since others are told its address.
 */
final class NodeHost implements SmartLifecycle, Readiness, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NodeHost.class);

  private final DataDirectory directory;
  private final StorageNodeService service;
  private final Opening opening;
  private final Registration registration;
  private final Runnable onLost;
  private final ExecutorService opener =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().name("cairn-opener").factory());
  private volatile @Nullable StorageNode node;
  private volatile @Nullable String failure;
  private volatile boolean running;

  /** Opens the shards of the directory under a number; the directory is theirs from then on. */
  @FunctionalInterface
  interface Opening {
    StorageNode open(int number) throws IOException;
  }

  /** Makes the registration of a node, given what it remembers of an earlier one. */
  @FunctionalInterface
  interface Registering {
    Registration of(Optional<Membership> known, Presence presence);
  }

  /** Whether the shards hold data, asked whenever the node registers. */
  @FunctionalInterface
  interface Presence {
    boolean hasData();
  }

  /**
   * Opens the shards when the node knows its number.
   *
   * @param onLost runs when a node that got its number cannot open its shards
   * @throws IOException when the shards cannot be opened; the directory is closed then
   */
  NodeHost(
      DataDirectory directory,
      StorageNodeService service,
      Opening opening,
      Registering registering,
      Runnable onLost)
      throws IOException {
    this.directory = directory;
    this.service = service;
    this.opening = opening;
    this.onLost = onLost;
    Optional<NodeIdentity.Membership> known =
        directory.identity().flatMap(NodeIdentity::membership);
    if (known.isPresent()) {
      serve(known.get().number());
    }
    registration =
        registering.of(
            known.map(member -> new Membership(member.clusterId(), member.number())),
            this::hasData);
  }

  private void serve(int number) throws IOException {
    StorageNode opened = opening.open(number);
    node = opened;
    service.serve(opened);
    LOG.info("Shards are open: node={} shards={}", number, opened.shardIds().size());
  }

  private boolean hasData() {
    StorageNode open = node;
    return open != null
        && open.shardIds().stream()
            .anyMatch(shard -> !open.shard(shard).statistics().partitions().isEmpty());
  }

  @Override
  public void start() {
    running = true;
    if (node == null) {
      var unused = registration.accepted().thenAccept(this::accepted);
    }
    registration.start();
  }

  /** On a thread of its own: whoever brings the number must not wait for disks. */
  private void accepted(Membership told) {
    try {
      opener.execute(() -> join(told));
    } catch (RejectedExecutionException stopped) {
      LOG.debug("the number came after the stop");
    }
  }

  private void join(Membership told) {
    try {
      directory.join(new NodeIdentity.Membership(told.clusterId(), told.number()));
      serve(told.number());
    } catch (IOException | RuntimeException unusable) {
      LOG.error("the shards cannot be opened, the node is of no use", unusable);
      failure = "the shards cannot be opened: " + unusable.getMessage();
      onLost.run();
    }
  }

  @Override
  public Optional<String> obstacle() {
    String lost = failure;
    if (lost != null) {
      return Optional.of(lost);
    }
    if (registration.state() instanceof State.Refused refused) {
      return Optional.of("the cluster refuses this node: " + refused.reason());
    }
    return node == null
        ? Optional.of("the partition manager has not given this node its number yet")
        : Optional.empty();
  }

  /** Before the server: from now on calls are refused, and those under way end. */
  @Override
  public void stop() {
    running = false;
    registration.close();
    service.close();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return RpcServer.PHASE + 1;
  }

  @Override
  public void close() throws IOException {
    registration.close();
    service.close();
    // Waits for shards that are being opened: they are closed next.
    opener.close();
    StorageNode open = node;
    if (open != null) {
      open.close();
    } else {
      directory.close();
    }
    LOG.info("stopped cleanly");
  }
}
