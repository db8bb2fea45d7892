package io.cairndb.storage.node;

import io.cairndb.env.AppendableFile;
import io.cairndb.env.FileLockedException;
import io.cairndb.env.FileSystem;
import io.cairndb.env.ReadableFile;
import io.cairndb.placement.identity.IdentityFile;
import io.cairndb.placement.identity.NodeIdentity;
import io.cairndb.placement.identity.UnusableIdentityException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The layout of a node's data directory, and the lock on it: {@code LOCK}, {@code FORMAT}, {@code
 * COMPLETE}, a directory {@code shard-<n>} for each shard and, where the node is one of a cluster,
 * {@code IDENTITY}. See docs/formats/shard-meta.md, section Data directory.
 *
 * <p>Confined to one thread at a time.
 */
public final class DataDirectory implements Closeable {
  static final int FORMAT_VERSION = 1;

  private static final String COMPLETE = "COMPLETE";

  /** A start that ended early leaves the first two; the root of a volume has the third. */
  private static final Set<String> BEFORE_FORMAT = Set.of("LOCK", "FORMAT.new", "lost+found");

  /** What a node of a cluster has before {@code FORMAT}: its identity is made first. */
  private static final Set<String> IDENTITY = Set.of(IdentityFile.NAME, IdentityFile.DRAFT);

  private static final int LONGEST_FORMAT_FILE = 4096;
  private static final Pattern FIRST_LINE = Pattern.compile("cairn-data ([0-9]{1,9})");
  private static final Pattern CONTENTS =
      Pattern.compile("cairn-data [0-9]{1,9}\nshards ([0-9]{1,6})\n");

  private final FileSystem files;
  private final Path root;
  private final int shards;
  private final Closeable lock;
  private @Nullable NodeIdentity identity;

  private DataDirectory(
      FileSystem files, Path root, int shards, Closeable lock, @Nullable NodeIdentity identity) {
    this.files = files;
    this.root = root;
    this.shards = shards;
    this.lock = lock;
    this.identity = identity;
  }

  /**
   * Opens the directory of a single process, creating it when there is none.
   *
   * @param newShards shards of a new directory; an existing one keeps its number
   */
  static DataDirectory open(FileSystem files, Path root, int newShards) throws IOException {
    return open(files, root, newShards, null);
  }

  /**
   * Opens the directory of a storage node of a cluster, creating it when there is none: with an
   * identity that no cluster has accepted yet, for {@link #join}. An identity is durable before a
   * cluster can hear of it, since a member that registers and forgets who it was stays missing.
   *
   * @param newShards shards of a new directory; an existing one keeps its number
   * @param newNodeId identity of a new directory
   * @throws DataDirectoryException when the directory cannot be used
   */
  public static DataDirectory openOfCluster(
      FileSystem files, Path root, int newShards, Supplier<UUID> newNodeId) throws IOException {
    return open(files, root, newShards, newNodeId);
  }

  private static DataDirectory open(
      FileSystem files, Path root, int newShards, @Nullable Supplier<UUID> newNodeId)
      throws IOException {
    files.createDirectories(root);
    requireOwn(files, root);
    requireKind(files, root, newNodeId != null);
    Closeable lock;
    try {
      lock = files.lock(root.resolve("LOCK"));
    } catch (FileLockedException locked) {
      throw new DataDirectoryException.InUse(root, locked);
    }
    boolean opened = false;
    try {
      requireKind(files, root, newNodeId != null);
      NodeIdentity identity = newNodeId == null ? null : identity(files, root, newNodeId);
      Path format = root.resolve("FORMAT");
      int shards = newShards;
      if (files.exists(format)) {
        shards = read(files, root, format);
        requireWhole(files, root, shards);
      } else {
        requireNew(root, identity);
        create(files, root, format, newShards);
      }
      opened = true;
      return new DataDirectory(files, root, shards, lock, identity);
    } finally {
      if (!opened) {
        lock.close();
      }
    }
  }

  /** Looks before anything is written: a directory of something else stays as it is. */
  private static void requireOwn(FileSystem files, Path root) throws IOException {
    List<String> names = files.list(root);
    if (names.contains("FORMAT")) {
      return;
    }
    for (String name : names) {
      if (name.startsWith("shard-") || name.equals(COMPLETE)) {
        throw new DataDirectoryException.Damaged(root, "there is " + name + " but no FORMAT");
      }
    }
    for (String name : names) {
      if (!BEFORE_FORMAT.contains(name) && !IDENTITY.contains(name)) {
        throw new DataDirectoryException.Foreign(root, name);
      }
    }
  }

  /** One process keeps the catalog beside its shards, a cluster elsewhere: neither fits both. */
  private static void requireKind(FileSystem files, Path root, boolean ofCluster)
      throws IOException {
    List<String> names = files.list(root);
    boolean identified = names.contains(IdentityFile.NAME);
    if (!ofCluster && identified) {
      throw DataDirectoryException.OtherKind.ofCluster(root);
    }
    if (ofCluster && !identified && names.contains("FORMAT")) {
      throw DataDirectoryException.OtherKind.ofOneProcess(root);
    }
  }

  private static NodeIdentity identity(FileSystem files, Path root, Supplier<UUID> newNodeId)
      throws IOException {
    Optional<NodeIdentity> found = readIdentity(files, root);
    if (found.isPresent()) {
      if (found.get().membership().isEmpty() && files.exists(root.resolve(COMPLETE))) {
        throw new DataDirectoryException.Damaged(
            root, "there are shards, but IDENTITY has no number");
      }
      return found.get();
    }
    NodeIdentity made = new NodeIdentity(newNodeId.get(), Optional.empty());
    IdentityFile.write(files, root, made);
    return made;
  }

  /** A node gets its number after FORMAT is there: without it, what it kept has gone. */
  private static void requireNew(Path root, @Nullable NodeIdentity identity)
      throws DataDirectoryException {
    if (identity != null && identity.membership().isPresent()) {
      throw new DataDirectoryException.Damaged(
          root,
          "IDENTITY is of node "
              + identity.membership().get().number()
              + ", but there is no FORMAT");
    }
  }

  private static Optional<NodeIdentity> readIdentity(FileSystem files, Path root)
      throws IOException {
    try {
      return IdentityFile.read(files, root);
    } catch (UnusableIdentityException unusable) {
      if (unusable.newer() > 0) {
        throw new DataDirectoryException.Newer(
            root, IdentityFile.NAME, unusable.newer(), IdentityFile.VERSION);
      }
      throw new DataDirectoryException.Damaged(root, String.valueOf(unusable.getMessage()));
    }
  }

  /** Who the node is; empty in the directory of a single process. */
  public Optional<NodeIdentity> identity() {
    return Optional.ofNullable(identity);
  }

  /**
   * Makes what a cluster gave the node part of its identity, durable when this returns.
   *
   * @throws IllegalStateException when the node is of another cluster, or has another number
   */
  public void join(NodeIdentity.Membership membership) throws IOException {
    NodeIdentity known = identity;
    if (known == null) {
      throw new IllegalStateException("a single process joins no cluster");
    }
    if (known.membership().isPresent()) {
      if (!known.membership().get().equals(membership)) {
        throw new IllegalStateException("is " + known + ", cannot become " + membership);
      }
      return;
    }
    NodeIdentity joined = new NodeIdentity(known.nodeId(), Optional.of(membership));
    IdentityFile.write(files, root, joined);
    identity = joined;
  }

  /** An engine makes a new, empty database of a directory that is gone: data would be missing. */
  private static void requireWhole(FileSystem files, Path root, int shards) throws IOException {
    if (!files.exists(root.resolve(COMPLETE))) {
      return;
    }
    for (int index = 0; index < shards; index++) {
      Path shard = root.resolve("shard-" + index);
      if (!files.exists(shard) || files.list(shard).isEmpty()) {
        throw new DataDirectoryException.Damaged(root, "shard-" + index + " is missing");
      }
    }
  }

  /** Notes that every shard exists; from now on a shard that is missing is damage. */
  void complete() throws IOException {
    if (files.exists(root.resolve(COMPLETE))) {
      return;
    }
    try (AppendableFile file = files.create(root.resolve(COMPLETE))) {
      file.sync();
    }
    files.syncDirectory(root);
  }

  private static int read(FileSystem files, Path root, Path format) throws IOException {
    String text;
    try (ReadableFile file = files.openForRead(format)) {
      long length = file.length();
      if (length > LONGEST_FORMAT_FILE) {
        throw new DataDirectoryException.Damaged(root, "FORMAT has " + length + " bytes");
      }
      ByteBuffer bytes = ByteBuffer.allocate((int) length);
      file.readFully(0, bytes);
      text = new String(bytes.array(), StandardCharsets.UTF_8);
    }
    Matcher first = FIRST_LINE.matcher(text.lines().findFirst().orElse(""));
    if (!first.matches()) {
      throw new DataDirectoryException.Damaged(root, "FORMAT does not name a format");
    }
    int version = Integer.parseInt(first.group(1));
    if (version > FORMAT_VERSION) {
      throw new DataDirectoryException.Newer(root, version, FORMAT_VERSION);
    }
    Matcher contents = CONTENTS.matcher(text);
    if (version < 1 || !contents.matches() || Integer.parseInt(contents.group(1)) < 1) {
      throw new DataDirectoryException.Damaged(root, "FORMAT is not one of version 1");
    }
    return Integer.parseInt(contents.group(1));
  }

  private static void create(FileSystem files, Path root, Path format, int shards)
      throws IOException {
    Path draft = root.resolve("FORMAT.new");
    if (files.exists(draft)) {
      files.delete(draft);
    }
    String text = "cairn-data " + FORMAT_VERSION + "\nshards " + shards + "\n";
    try (AppendableFile file = files.create(draft)) {
      file.append(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
      file.sync();
    }
    files.rename(draft, format);
    files.syncDirectory(root);
  }

  public int shards() {
    return shards;
  }

  Path shard(int index) {
    return root.resolve("shard-" + index);
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
