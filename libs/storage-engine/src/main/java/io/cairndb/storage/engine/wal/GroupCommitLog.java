package io.cairndb.storage.engine.wal;

import io.cairndb.env.Worker;
import io.cairndb.env.Workers;
import io.cairndb.storage.engine.Durability;
import io.cairndb.storage.engine.EngineFailedException;
import io.cairndb.storage.engine.FormatVersion;
import io.cairndb.storage.engine.WriteBatch;
import io.cairndb.storage.engine.WriteListener;
import io.cairndb.storage.engine.format.FrameWriter;
import io.cairndb.storage.engine.wal.CommitQueue.Commit;
import io.cairndb.storage.engine.wal.CommitQueue.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Group commit. Algorithm:
 *
 * <ol>
 *   <li>The writer appends to the {@link CommitQueue} and signals the worker.
 *   <li>The worker takes all of it, so everything that came while the disk was busy is one group;
 *       encodes it; writes; syncs once, if any batch of the group asked for it.
 *   <li>It publishes the group's last sequence number, then runs the listeners in order.
 * </ol>
 *
 * <p>Invariants: no lock is held during I/O or in a listener; a sequence number is published only
 * after the sync that covers it; after the first error nothing is published or written again, and
 * everything waiting is failed exactly once.
 */
public final class GroupCommitLog implements CommitLog {
  private static final Logger LOG = LoggerFactory.getLogger(GroupCommitLog.class);
  private static final int GROUP_BYTES_MAX = 4 << 20;
  private static final int BATCH_OVERHEAD_BYTES = 64;

  private final LogSegments segments;
  private final int reserveBytes;
  private final Owner owner;
  private final Worker worker;
  private final CommitQueue queue = new CommitQueue();
  private final AtomicLong pendingBytes = new AtomicLong();
  private volatile long published;
  private volatile long syncs;
  private volatile long segmentBytes;

  // Confined to the worker.
  private List<Commit> draining = new ArrayList<>();
  private LogSegments.Segment segment;
  private FrameWriter writer;
  private long encoded;
  private int unsettled;
  private long unsettledBytes;
  private boolean wantsSync;

  /** Writes to a new segment, which the caller has registered or is about to. */
  public GroupCommitLog(
      LogSegments.Source source, long firstSegment, long lastSequence, Workers workers, Owner owner)
      throws IOException {
    this.owner = owner;
    this.published = lastSequence;
    this.encoded = lastSequence;
    this.reserveBytes = source.options().reserveBytes();
    this.segments = new LogSegments(source, owner, this::published, firstSegment, workers);
    this.segment = segments.first();
    this.writer = segment.writer();
    this.segmentBytes = writer.length();
    this.worker = workers.start("log", this::drain);
  }

  @Override
  public void submit(
      WriteBatch batch, long sequence, Durability durability, WriteListener listener) {
    // Counted before the worker can see the batch, so the count never falls below zero.
    pendingBytes.addAndGet(cost(batch));
    enqueue(new Commit(Kind.WRITE, batch, sequence, durability == Durability.SYNC, listener));
  }

  @Override
  public long rotate() {
    long number = segments.reserveNumber();
    enqueue(new Commit(Kind.ROTATE, null, number, true, null));
    return number;
  }

  @Override
  public boolean keep(long number) throws IOException {
    return segments.keep(number);
  }

  private void enqueue(Commit commit) {
    queue.add(commit);
    worker.signal();
  }

  @Override
  public void whenSettled(WriteListener listener) {
    if (queue.addBarrier(listener)) {
      return;
    }
    EngineFailedException failed = queue.failure();
    if (failed != null) {
      listener.onFailure(failed);
    } else {
      listener.onDurable(published);
    }
  }

  /** The worker's task. */
  private void drain() {
    try {
      draining = queue.take(draining);
      while (!draining.isEmpty()) {
        unsettled = 0;
        while (unsettled < draining.size()) {
          settleNext();
        }
        draining.clear();
        draining = queue.take(draining);
      }
    } catch (IOException | RuntimeException | Error e) {
      owner.logFailed(e);
      failGroup(e);
    }
  }

  /** Encodes batches up to a bound or a commit of another kind, and settles them. */
  private void settleNext() throws IOException {
    int at = unsettled;
    long bytes = 0;
    while (at < draining.size() && bytes < GROUP_BYTES_MAX) {
      Commit commit = draining.get(at++);
      WriteBatch batch = commit.batch();
      if (batch != null) {
        encode(batch, commit);
        bytes += cost(batch);
      } else if (commit.kind() != Kind.BARRIER) {
        settle(at);
        turn(commit);
        return;
      }
    }
    settle(at);
  }

  private void encode(WriteBatch batch, Commit commit) throws IOException {
    if (commit.number() != encoded + 1) {
      throw new IllegalStateException(
          "sequence number " + commit.number() + " submitted after " + encoded);
    }
    BatchCodec.encode(
        batch, segment.format(), writer.begin(commit.number(), BatchCodec.encodedBytesMax(batch)));
    writer.end();
    encoded = commit.number();
    wantsSync |= commit.sync();
    unsettledBytes += cost(batch);
  }

  /** Bytes that wait with a batch; an empty one is not free. */
  private static long cost(WriteBatch batch) {
    return batch.bytes() + BATCH_OVERHEAD_BYTES;
  }

  /** Makes encoded batches durable, publishes them, tells the listeners up to {@code end}. */
  private void settle(int end) throws IOException {
    if (encoded > published) {
      if (wantsSync) {
        if (segment.format().isAtLeast(FormatVersion.VERSIONS)) {
          writer.reserve(reserveBytes);
        }
        writer.sync();
        syncs = syncs + 1;
        wantsSync = false;
      } else {
        writer.drain();
      }
      requireIntact();
      segmentBytes = writer.length();
      segments.written(segmentBytes);
      published = encoded;
      pendingBytes.addAndGet(-unsettledBytes);
      unsettledBytes = 0;
      owner.published(encoded);
    }
    while (unsettled < end) {
      Commit commit = draining.get(unsettled++);
      WriteListener listener = commit.listener();
      if (listener != null) {
        long sequence = commit.kind() == Kind.WRITE ? commit.number() : published;
        inform(listener, sequence);
      }
    }
  }

  /** Another part of the engine may have failed while the disk was busy: publish nothing then. */
  private void requireIntact() {
    EngineFailedException failed = queue.failure();
    if (failed != null) {
      throw failed;
    }
  }

  private static void inform(WriteListener listener, long sequence) {
    try {
      listener.onDurable(sequence);
    } catch (RuntimeException e) {
      LOG.error("a write listener failed sequence={}", sequence, e);
    }
  }

  private void turn(Commit commit) throws IOException {
    if (commit.kind() == Kind.CLOSE) {
      writer.finish();
      writer.close();
      segments.trim(segment.number(), writer.length());
      return;
    }
    writer.sync();
    writer.close();
    owner.segmentSealed(segment.number(), writer.length());
    segment = segments.take(commit.number());
    writer = segment.writer();
    segmentBytes = writer.length();
  }

  @Override
  public void fail(EngineFailedException cause) {
    // The group in progress is left to the worker, which finds the mark before it publishes.
    failAll(queue.fail(cause), cause);
  }

  private void failGroup(Throwable cause) {
    EngineFailedException failed = queue.failure();
    if (failed == null) {
      failed = new EngineFailedException("the log failed: " + cause, cause);
      fail(failed);
    }
    List<Commit> waiting = new ArrayList<>(draining.subList(unsettled, draining.size()));
    draining.clear();
    failAll(waiting, failed);
  }

  private static void failAll(List<Commit> waiting, EngineFailedException cause) {
    for (Commit commit : waiting) {
      WriteListener listener = commit.listener();
      if (listener != null) {
        try {
          listener.onFailure(cause);
        } catch (RuntimeException e) {
          LOG.error("a write listener failed", e);
        }
      }
    }
  }

  @Override
  public long published() {
    return published;
  }

  @Override
  public long pendingBytes() {
    return pendingBytes.get();
  }

  @Override
  public long syncs() {
    return syncs;
  }

  @Override
  public long segmentBytes() {
    return segmentBytes;
  }

  @Override
  public long segments() {
    return segments.made();
  }

  @Override
  public long segmentsReused() {
    return segments.reused();
  }

  @Override
  public void close() throws IOException {
    CountDownLatch closed = new CountDownLatch(1);
    WriteListener last =
        new WriteListener() {
          @Override
          public void onDurable(long sequence) {
            closed.countDown();
          }

          @Override
          public void onFailure(EngineFailedException cause) {
            closed.countDown();
          }
        };
    if (queue.addClose(last)) {
      worker.signal();
      worker.assist();
      awaitUninterruptibly(closed);
    }
    worker.close();
    EngineFailedException failed = queue.failure();
    try {
      if (failed != null) {
        writer.close();
      }
    } finally {
      segments.close(failed == null);
    }
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    boolean interrupted = false;
    while (latch.getCount() > 0) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
