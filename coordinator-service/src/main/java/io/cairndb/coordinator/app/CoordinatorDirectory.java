package io.cairndb.coordinator.app;

import io.cairndb.env.FileLockedException;
import io.cairndb.env.FileSystem;
import io.cairndb.env.RandomSource;
import io.cairndb.placement.identity.IdentityFile;
import io.cairndb.placement.identity.NodeIdentity;
import io.cairndb.placement.identity.UnusableIdentityException;
import io.cairndb.rpc.cluster.Registration;
import io.cairndb.service.StartRefusedException;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/**
 * The data directory of a coordinator: a lock, and who this process is. Thread-safe.
 *
 * <p>An identity is made once and durable before a cluster can hear of it. Two processes of one
 * identity would issue the same timestamps, hence the lock.
 */
final class CoordinatorDirectory implements AutoCloseable {
  private final FileSystem files;
  private final Path root;
  private final Closeable lock;
  private NodeIdentity identity;

  private CoordinatorDirectory(FileSystem files, Path root, Closeable lock, NodeIdentity identity) {
    this.files = files;
    this.root = root;
    this.lock = lock;
    this.identity = identity;
  }

  /**
   * Opens the directory, creating it when there is none.
   *
   * @throws StartRefusedException when it cannot be used
   */
  static CoordinatorDirectory open(FileSystem files, Path root, RandomSource random) {
    try {
      files.createDirectories(root);
      Closeable lock = files.lock(root.resolve("LOCK"));
      boolean opened = false;
      try {
        NodeIdentity identity = identity(files, root, random);
        opened = true;
        return new CoordinatorDirectory(files, root, lock, identity);
      } finally {
        if (!opened) {
          lock.close();
        }
      }
    } catch (FileLockedException locked) {
      throw new StartRefusedException(
          "the data directory " + root + " is in use by another process",
          "Stop that process, or choose another cairn.data-directory.");
    } catch (UnusableIdentityException unusable) {
      throw new StartRefusedException(
          "the data directory " + root + " cannot be used: " + unusable.getMessage(),
          "Remove the file to begin as a new coordinator: nothing else is kept there.");
    } catch (IOException unusable) {
      throw new StartRefusedException(
          "the data directory " + root + " cannot be used: " + unusable.getMessage(),
          "Choose another one with cairn.data-directory.");
    }
  }

  private static NodeIdentity identity(FileSystem files, Path root, RandomSource random)
      throws IOException {
    Optional<NodeIdentity> known = IdentityFile.read(files, root);
    if (known.isPresent()) {
      return known.get();
    }
    NodeIdentity made = new NodeIdentity(randomId(random), Optional.empty());
    IdentityFile.write(files, root, made);
    return made;
  }

  /** Random, version 4. */
  private static UUID randomId(RandomSource random) {
    long high = (random.nextLong() & ~0xF000L) | 0x4000L;
    long low = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low);
  }

  synchronized UUID nodeId() {
    return identity.nodeId();
  }

  /** What a cluster gave this process; empty before one has accepted it. */
  synchronized Optional<Registration.Membership> membership() {
    return identity
        .membership()
        .map(known -> new Registration.Membership(known.clusterId(), known.number()));
  }

  /** Keeps what a cluster gave; durable when this returns. */
  synchronized void remember(Registration.Membership membership) {
    NodeIdentity joined =
        new NodeIdentity(
            identity.nodeId(),
            Optional.of(new NodeIdentity.Membership(membership.clusterId(), membership.number())));
    if (joined.equals(identity)) {
      return;
    }
    try {
      IdentityFile.write(files, root, joined);
    } catch (IOException failure) {
      throw new UncheckedIOException("the identity could not be kept in " + root, failure);
    }
    identity = joined;
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
