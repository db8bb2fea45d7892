package io.cairndb.env;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.util.List;
import java.util.Set;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * A file open for writing, or a directory, that stays open whoever is interrupted while using it. A
 * {@link java.nio.channels.FileChannel} closes itself when a thread is interrupted inside one of
 * its operations: under all other users of the file, with what had been written unsynced. Opening
 * the file again would not do for writers, since the error of a sync that failed in the same moment
 * is lost then. An asynchronous channel is not interruptible; its operations run on the caller's
 * thread here. Thread-safe.
 */
@RealEnvironment
final class SteadyChannel implements AutoCloseable {
  private static final ExecutorService CALLER = new CallerRuns();

  private final AsynchronousFileChannel channel;

  private SteadyChannel(AsynchronousFileChannel channel) {
    this.channel = channel;
  }

  static SteadyChannel open(Path file, Set<OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    return new SteadyChannel(AsynchronousFileChannel.open(file, options, CALLER, attributes));
  }

  /** Writes some bytes. */
  int write(ByteBuffer source, long position) throws IOException {
    return result(channel.write(source, position));
  }

  void force(boolean metadata) throws IOException {
    channel.force(metadata);
  }

  void truncate(long length) throws IOException {
    AsynchronousFileChannel unused = channel.truncate(length);
  }

  long size() throws IOException {
    return channel.size();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /** What {@code operation} came to; it is complete already where operations run at once. */
  private static int result(Future<Integer> operation) throws IOException {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return operation.get();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException failed ? failed : new IOException(e.getCause());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Runs everything at once, in the thread that asks. Never shut down. */
  private static final class CallerRuns extends AbstractExecutorService {
    @Override
    public void execute(Runnable task) {
      task.run();
    }

    @Override
    public void shutdown() {
      throw new UnsupportedOperationException("files of the whole process use it");
    }

    @Override
    public List<Runnable> shutdownNow() {
      throw new UnsupportedOperationException("files of the whole process use it");
    }

    @Override
    public boolean isShutdown() {
      return false;
    }

    @Override
    public boolean isTerminated() {
      return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
      return false;
    }
  }
}
