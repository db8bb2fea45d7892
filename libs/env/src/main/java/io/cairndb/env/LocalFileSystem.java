package io.cairndb.env;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The files of this machine. Thread-safe. An interruption that comes before or during one of these
 * operations changes nothing about it, for its caller or others, and is kept for its addressee.
 */
@RealEnvironment
public final class LocalFileSystem implements FileSystem {
  /**
   * Lock files that this process holds. The kernel's locks are of a process, and end when it closes
   * any descriptor of the file: a second attempt must not even open it.
   */
  private static final Set<Path> LOCKED_HERE = ConcurrentHashMap.newKeySet();

  private static final Set<OpenOption> NEW_FILE =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

  @Override
  public void createDirectories(Path directory) throws IOException {
    Path absolute = directory.toAbsolutePath();
    if (Files.isDirectory(absolute)) {
      return;
    }
    Path parent = absolute.getParent();
    if (parent != null) {
      createDirectories(parent);
    }
    Files.createDirectories(absolute);
    if (parent != null) {
      syncDirectory(parent);
    }
  }

  @Override
  public List<String> list(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.map(entry -> String.valueOf(entry.getFileName())).sorted().toList();
    }
  }

  @Override
  public boolean exists(Path file) {
    return Files.exists(file);
  }

  @Override
  public long size(Path file) throws IOException {
    return Files.size(file);
  }

  @Override
  public AppendableFile create(Path file) throws IOException {
    return new LocalAppendableFile(SteadyChannel.open(file, NEW_FILE), 0, 0);
  }

  @Override
  public AppendableFile createPrivate(Path file) throws IOException {
    if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return create(file);
    }
    SteadyChannel channel =
        SteadyChannel.open(
            file,
            NEW_FILE,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return new LocalAppendableFile(channel, 0, 0);
  }

  @Override
  public AppendableFile openForAppend(Path file) throws IOException {
    SteadyChannel channel = SteadyChannel.open(file, Set.of(StandardOpenOption.WRITE));
    long size = channel.size();
    return new LocalAppendableFile(channel, size, size);
  }

  @Override
  public AppendableFile openForOverwrite(Path file) throws IOException {
    SteadyChannel channel = SteadyChannel.open(file, Set.of(StandardOpenOption.WRITE));
    return new LocalAppendableFile(channel, 0, channel.size());
  }

  @Override
  public ReadableFile openForRead(Path file) throws IOException {
    return new LocalReadableFile(file);
  }

  @Override
  public void truncate(Path file, long length) throws IOException {
    try (SteadyChannel channel = SteadyChannel.open(file, Set.of(StandardOpenOption.WRITE))) {
      channel.truncate(length);
      channel.force(true);
    }
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void link(Path from, Path to) throws IOException {
    Files.createLink(to, from);
  }

  @Override
  public void delete(Path file) throws IOException {
    Files.delete(file);
  }

  @Override
  public void syncDirectory(Path directory) throws IOException {
    try (SteadyChannel channel = SteadyChannel.open(directory, Set.of(StandardOpenOption.READ))) {
      channel.force(true);
    }
  }

  @Override
  public Closeable lock(Path file) throws IOException {
    Path parent = file.toAbsolutePath().normalize().getParent();
    Path name = parent == null ? file : parent.toRealPath().resolve(file.getFileName());
    if (!LOCKED_HERE.add(name)) {
      throw new FileLockedException(file);
    }
    FileLock lock = null;
    FileChannel channel = null;
    try {
      channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      throw new FileLockedException(file);
    } finally {
      if (lock == null) {
        LOCKED_HERE.remove(name);
        if (channel != null) {
          channel.close();
        }
      }
    }
    if (lock == null) {
      throw new FileLockedException(file);
    }
    return new HeldLock(name, channel);
  }

  private static final class HeldLock implements Closeable {
    private final Path name;
    private final FileChannel channel;
    private boolean closed;

    HeldLock(Path name, FileChannel channel) {
      this.name = name;
      this.channel = channel;
    }

    @Override
    public synchronized void close() throws IOException {
      if (!closed) {
        closed = true;
        try {
          channel.close();
        } finally {
          LOCKED_HERE.remove(name);
        }
      }
    }
  }

  @Override
  public long usableBytes(Path directory) throws IOException {
    return Files.getFileStore(directory).getUsableSpace();
  }

  private static final class LocalAppendableFile implements AppendableFile {
    private static final int ZEROS_BYTES = 64 << 10;

    private final SteadyChannel channel;
    private volatile long length;
    private long size;

    LocalAppendableFile(SteadyChannel channel, long length, long size) {
      this.channel = channel;
      this.length = length;
      this.size = size;
    }

    @Override
    public void append(ByteBuffer source) throws IOException {
      try {
        while (source.hasRemaining()) {
          length = length + channel.write(source, length);
        }
      } finally {
        size = Math.max(size, length);
      }
    }

    @Override
    public void reserve(long bytes) throws IOException {
      if (bytes <= size) {
        return;
      }
      ByteBuffer zeros = ByteBuffer.allocateDirect((int) Math.min(ZEROS_BYTES, bytes - size));
      while (size < bytes) {
        zeros.clear().limit((int) Math.min(zeros.capacity(), bytes - size));
        size += channel.write(zeros, size);
      }
    }

    /** Data and length only: {@code fdatasync} where the system has it. */
    @Override
    public void sync() throws IOException {
      channel.force(false);
    }

    @Override
    public long length() {
      return length;
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  /**
   * A {@link FileChannel} closes itself when a thread is interrupted inside a read, which would
   * take the file from every other reader too; so it is reopened then and the read repeated. An
   * interruption that came before is put aside. (A {@link SteadyChannel} takes a tenth longer.)
   */
  @RealEnvironment
  private static final class LocalReadableFile implements ReadableFile {
    private final Path file;
    private final Object mutex = new Object();
    private volatile FileChannel channel;
    private volatile boolean closed;

    LocalReadableFile(Path file) throws IOException {
      this.file = file;
      this.channel = FileChannel.open(file, StandardOpenOption.READ);
    }

    @Override
    public void readFully(long position, ByteBuffer target) throws IOException {
      boolean interrupted = Thread.interrupted();
      int start = target.position();
      try {
        while (true) {
          FileChannel used = channel;
          try {
            readFrom(used, position, target);
            return;
          } catch (ClosedByInterruptException e) {
            interrupted |= Thread.interrupted();
            reopen(used, e);
          } catch (ClosedChannelException e) {
            reopen(used, e);
          }
          target.position(start);
        }
      } finally {
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
    }

    private void readFrom(FileChannel from, long position, ByteBuffer target) throws IOException {
      long at = position;
      while (target.hasRemaining()) {
        int count = from.read(target, at);
        if (count < 0) {
          throw new EOFException(file + " ends before byte " + (at + target.remaining()));
        }
        at += count;
      }
    }

    private void reopen(FileChannel broken, ClosedChannelException cause) throws IOException {
      synchronized (mutex) {
        if (closed) {
          throw new IOException(file + " is closed", cause);
        }
        if (channel.equals(broken)) {
          channel = FileChannel.open(file, StandardOpenOption.READ);
        }
      }
    }

    @Override
    public long length() throws IOException {
      return Files.size(file);
    }

    @Override
    public void close() throws IOException {
      synchronized (mutex) {
        closed = true;
        channel.close();
      }
    }
  }
}
