package io.cairndb.env;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Files in memory that remember what was synced. Thread-safe.
 *
 * <p>{@link #crash} leaves what a power cut may leave: synced bytes under synced names, and of the
 * rest an arbitrary part — sectors of unsynced appends kept, zeroed or turned to noise, sectors of
 * unsynced overwrites new, old, torn or turned to noise, pending name changes applied or not (each
 * as a whole, so a rename is atomic). Handles and locks from before a crash are dead. Every
 * operation counts; {@link #inject} makes one of them fail.
 */
public final class MemoryFileSystem implements FileSystem {
  private sealed interface NameChange {
    Path directory();
  }

  private record Added(Path directory, Path name, MemoryFile file) implements NameChange {}

  private record Removed(Path directory, Path name) implements NameChange {}

  private record Renamed(Path directory, Path from, Path to, MemoryFile file)
      implements NameChange {}

  private final Object mutex = new Object();
  private final AtomicLong operations = new AtomicLong();
  private final Set<Path> directories = new HashSet<>();
  private TreeMap<Path, MemoryFile> names = new TreeMap<>();
  private TreeMap<Path, MemoryFile> durableNames = new TreeMap<>();
  private final List<NameChange> pending = new ArrayList<>();
  private final Set<Path> locks = new HashSet<>();
  private volatile @Nullable FileFault fault;
  private volatile boolean faultFired;
  private volatile int lifetime;
  private int openFiles;
  private long capacityBytes = Long.MAX_VALUE;

  /** Operations begun so far. */
  public long operations() {
    return operations.get();
  }

  /** Plans an error, or none. */
  public void inject(@Nullable FileFault planned) {
    synchronized (mutex) {
      faultFired = false;
      fault = planned;
    }
  }

  /** Files opened and not closed since the last crash or restart. */
  public int openFiles() {
    synchronized (mutex) {
      return openFiles;
    }
  }

  /** Whether the planned error has happened. */
  public boolean faultFired() {
    return faultFired;
  }

  /** Cuts the power and restores it; what survives of unsynced state follows from {@code seed}. */
  public void crash(long seed) {
    RandomSource random = RandomSource.seeded(seed);
    synchronized (mutex) {
      lifetime++;
      openFiles = 0;
      fault = null;
      locks.clear();
      boolean prefixOnly = random.nextInt(2) == 0;
      int survivors = random.nextInt(pending.size() + 1);
      for (int i = 0; i < pending.size(); i++) {
        if (prefixOnly ? i < survivors : random.nextInt(2) == 0) {
          apply(pending.get(i), durableNames);
        }
      }
      pending.clear();
      TreeMap<Path, MemoryFile> survived = new TreeMap<>();
      durableNames.forEach((name, file) -> survived.put(name, file.afterCrash(random)));
      durableNames = survived;
      names = new TreeMap<>(survived);
    }
  }

  /** Restarts the process, not the machine: handles and locks die, every byte and name stays. */
  public void restart() {
    synchronized (mutex) {
      lifetime++;
      openFiles = 0;
      fault = null;
      locks.clear();
    }
  }

  /** Inverts one bit of {@code file}, as a failing disk would. */
  public void flipBit(Path file, long bit) {
    synchronized (mutex) {
      present(file).flipBit(bit);
    }
  }

  /** Replaces the whole of {@code file}, durably and uncounted: damage done from outside. */
  public void overwrite(Path file, byte[] contents) {
    synchronized (mutex) {
      MemoryFile replacement = new MemoryFile();
      replacement.append(ByteBuffer.wrap(contents), contents.length);
      replacement.sync();
      names.put(normal(file), replacement);
      durableNames.put(normal(file), replacement);
    }
  }

  /** The whole of {@code file}, uncounted. */
  public byte[] contents(Path file) {
    synchronized (mutex) {
      return present(file).toByteArray();
    }
  }

  private MemoryFile present(Path file) {
    MemoryFile found = names.get(normal(file));
    if (found == null) {
      throw new IllegalArgumentException(file + " does not exist");
    }
    return found;
  }

  private static Path normal(Path path) {
    return path.toAbsolutePath().normalize();
  }

  private static Path parent(Path normal) {
    Path parent = normal.getParent();
    return parent == null ? normal : parent;
  }

  /** Counts one operation and fails it when that is planned. */
  private void step(boolean needsSpace) throws IOException {
    long operation = operations.incrementAndGet();
    FileFault planned = fault;
    if (planned == null || operation < planned.atOperation()) {
      return;
    }
    switch (planned.kind()) {
      case IO_ERROR -> {
        if (operation == planned.atOperation()) {
          faultFired = true;
          throw new IOException("injected I/O error at operation " + operation);
        }
      }
      case NO_SPACE -> {
        if (needsSpace) {
          faultFired = true;
          throw new FileSystemException("", null, "No space left on device");
        }
      }
      case POWER_OFF -> {
        faultFired = true;
        throw new IOException("the power is off");
      }
      case SYNC_FAILURE -> {}
    }
  }

  private void change(NameChange change) {
    apply(change, names);
    pending.add(change);
  }

  private static void apply(NameChange change, TreeMap<Path, MemoryFile> to) {
    switch (change) {
      case Added added -> to.put(added.name(), added.file());
      case Removed removed -> to.remove(removed.name());
      case Renamed renamed -> {
        to.remove(renamed.from());
        to.put(renamed.to(), renamed.file());
      }
    }
  }

  private MemoryFile require(Path file) throws IOException {
    MemoryFile found = names.get(normal(file));
    if (found == null) {
      throw new NoSuchFileException(file.toString());
    }
    return found;
  }

  @Override
  public void createDirectories(Path directory) throws IOException {
    synchronized (mutex) {
      step(true);
      for (Path path = normal(directory); path != null; path = path.getParent()) {
        directories.add(path);
      }
    }
  }

  @Override
  public List<String> list(Path directory) throws IOException {
    synchronized (mutex) {
      step(false);
      Path normal = normal(directory);
      if (!directories.contains(normal)) {
        throw new NoSuchFileException(directory.toString());
      }
      List<String> found = new ArrayList<>();
      names.keySet().forEach(name -> addEntry(normal, name, found));
      directories.forEach(name -> addEntry(normal, name, found));
      return found.stream().sorted().toList();
    }
  }

  private static void addEntry(Path directory, Path name, List<String> found) {
    if (directory.equals(name.getParent())) {
      found.add(String.valueOf(name.getFileName()));
    }
  }

  @Override
  public boolean exists(Path file) {
    synchronized (mutex) {
      return names.containsKey(normal(file)) || directories.contains(normal(file));
    }
  }

  @Override
  public long size(Path file) throws IOException {
    synchronized (mutex) {
      step(false);
      return require(file).length();
    }
  }

  @Override
  public AppendableFile create(Path file) throws IOException {
    synchronized (mutex) {
      step(true);
      Path normal = normal(file);
      if (names.containsKey(normal)) {
        throw new FileAlreadyExistsException(file.toString());
      }
      if (!directories.contains(parent(normal))) {
        throw new NoSuchFileException(String.valueOf(file.getParent()));
      }
      MemoryFile created = new MemoryFile();
      change(new Added(parent(normal), normal, created));
      return new Appender(file, created, 0);
    }
  }

  @Override
  public AppendableFile openForAppend(Path file) throws IOException {
    synchronized (mutex) {
      step(false);
      MemoryFile opened = require(file);
      return new Appender(file, opened, opened.length());
    }
  }

  @Override
  public AppendableFile openForOverwrite(Path file) throws IOException {
    synchronized (mutex) {
      step(false);
      return new Appender(file, require(file), 0);
    }
  }

  @Override
  public ReadableFile openForRead(Path file) throws IOException {
    synchronized (mutex) {
      step(false);
      return new Reader(file, require(file));
    }
  }

  @Override
  public void truncate(Path file, long length) throws IOException {
    synchronized (mutex) {
      step(false);
      require(file).truncate(length);
    }
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    synchronized (mutex) {
      step(false);
      Path target = normal(to);
      if (!parent(target).equals(parent(normal(from)))) {
        throw new FileSystemException(from.toString(), to.toString(), "not in one directory");
      }
      change(new Renamed(parent(target), normal(from), target, require(from)));
    }
  }

  @Override
  public void link(Path from, Path to) throws IOException {
    synchronized (mutex) {
      step(true);
      if (names.containsKey(normal(to))) {
        throw new FileAlreadyExistsException(to.toString());
      }
      change(new Added(parent(normal(to)), normal(to), require(from)));
    }
  }

  @Override
  public void delete(Path file) throws IOException {
    synchronized (mutex) {
      step(false);
      require(file);
      change(new Removed(parent(normal(file)), normal(file)));
    }
  }

  @Override
  public void syncDirectory(Path directory) throws IOException {
    synchronized (mutex) {
      step(false);
      failSyncIfPlanned();
      Path normal = normal(directory);
      for (NameChange change : pending) {
        if (change.directory().equals(normal)) {
          apply(change, durableNames);
        }
      }
      pending.removeIf(change -> change.directory().equals(normal));
    }
  }

  private void failSyncIfPlanned() throws IOException {
    FileFault planned = fault;
    if (planned != null
        && planned.kind() == FileFault.Kind.SYNC_FAILURE
        && !faultFired
        && operations.get() >= planned.atOperation()) {
      faultFired = true;
      throw new IOException("injected sync failure");
    }
  }

  @Override
  public Closeable lock(Path file) throws IOException {
    synchronized (mutex) {
      step(true);
      Path normal = normal(file);
      if (!locks.add(normal)) {
        throw new FileLockedException(file);
      }
      if (!names.containsKey(normal)) {
        change(new Added(parent(normal), normal, new MemoryFile()));
      }
      int born = lifetime;
      AtomicBoolean held = new AtomicBoolean(true);
      return () -> {
        synchronized (mutex) {
          if (held.getAndSet(false) && born == lifetime) {
            locks.remove(normal);
          }
        }
      };
    }
  }

  /** Limits what {@link #usableBytes} reports; unlimited at first. */
  public void setCapacityBytes(long capacity) {
    synchronized (mutex) {
      capacityBytes = capacity;
    }
  }

  @Override
  public long usableBytes(Path directory) throws IOException {
    synchronized (mutex) {
      step(false);
      long used = names.values().stream().distinct().mapToLong(MemoryFile::length).sum();
      return Math.max(0, capacityBytes - used);
    }
  }

  /** What open files share: they die with the power. */
  private abstract class Handle implements AutoCloseable {
    final Path path;
    final MemoryFile file;
    private final int born = lifetime;
    private volatile boolean closed;

    Handle(Path path, MemoryFile file) {
      this.path = path;
      this.file = file;
      openFiles++;
    }

    void requireOpen() throws IOException {
      if (closed || born != lifetime) {
        throw new IOException(path + " is closed");
      }
    }

    @Override
    public void close() throws IOException {
      synchronized (mutex) {
        if (!closed && born == lifetime) {
          openFiles--;
        }
        closed = true;
      }
    }
  }

  private final class Appender extends Handle implements AppendableFile {
    private volatile long position;

    Appender(Path path, MemoryFile file, long position) {
      super(path, file);
      this.position = position;
    }

    @Override
    public void append(ByteBuffer source) throws IOException {
      synchronized (mutex) {
        requireOpen();
        try {
          step(true);
        } catch (IOException e) {
          // A failed write may have done a part of its work.
          write(source, source.remaining() / 2);
          throw e;
        }
        write(source, source.remaining());
      }
    }

    private void write(ByteBuffer source, int count) {
      file.write(position, source, count);
      position = position + count;
    }

    @Override
    public void reserve(long bytes) throws IOException {
      synchronized (mutex) {
        requireOpen();
        step(true);
        int missing = (int) Math.max(0, bytes - file.length());
        file.append(ByteBuffer.allocate(missing), missing);
      }
    }

    @Override
    public void sync() throws IOException {
      synchronized (mutex) {
        requireOpen();
        step(false);
        try {
          failSyncIfPlanned();
        } catch (IOException e) {
          file.failSync();
          throw e;
        }
        file.sync();
      }
    }

    @Override
    public long length() {
      return position;
    }
  }

  private final class Reader extends Handle implements ReadableFile {
    Reader(Path path, MemoryFile file) {
      super(path, file);
    }

    @Override
    public void readFully(long position, ByteBuffer target) throws IOException {
      requireOpen();
      step(false);
      file.read(position, target);
    }

    @Override
    public long length() throws IOException {
      requireOpen();
      return file.length();
    }
  }
}
