package io.cairndb.storage.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * One crash-safe store of ordered trees behind one log.
 *
 * <p>Thread-safe. Batches take effect one after another, in the order of their sequence numbers,
 * each as a whole. {@link #write} takes effect at once for {@link #latest} and becomes visible to
 * {@link #snapshot} when durable, in order: a snapshot never shows what a crash could take back.
 *
 * <p>Errors: after one that leaves doubt about its files the engine has failed, and whatever would
 * write throws {@link EngineFailedException} until it is opened again; reads of what is durable go
 * on. After {@link #close} whatever would write or open a view throws {@link
 * IllegalStateException}; what waits throws {@link java.io.InterruptedIOException} when the engine
 * is closed meanwhile. What needs a newer {@link FormatVersion} than the directory's throws {@link
 * IllegalStateException}, too.
 */
public interface StorageEngine extends AutoCloseable {

  /**
   * The tree of that name. A new one is created, and durable when this returns.
   *
   * @throws EngineFailedException when it could not be created
   */
  Tree tree(String name);

  /**
   * As {@link #tree(String)}; the options hold from the creation of the tree on.
   *
   * @throws IllegalStateException when there is such a tree with other options, or the engine's
   *     format has none
   */
  Tree tree(String name, TreeOptions options);

  /**
   * Applies {@code batch} atomically and returns its sequence number without waiting for the disk;
   * {@code listener} hears the outcome. May block: for a bounded time while compactions catch up,
   * and for as long as it takes while there is no memory for it or too much waits for the log.
   *
   * @throws IllegalArgumentException when a tree is of another engine, a key is empty or too long,
   *     or the batch too large; nothing has been written then
   * @throws EngineFailedException once the log has failed
   * @throws WriteConflictException when a key that the batch depends on has changed
   * @throws VersionsGoneException when it depends on what was read at a number nobody pins
   */
  long write(WriteBatch batch, Durability durability, WriteListener listener);

  /**
   * As the other; the future ends with the sequence number, or with {@link EngineFailedException}
   * when it is unknown whether the write survives.
   */
  default CompletableFuture<Long> write(WriteBatch batch, Durability durability) {
    CompletableFuture<Long> outcome = new CompletableFuture<>();
    long unused =
        write(
            batch,
            durability,
            new WriteListener() {
              @Override
              public void onDurable(long sequence) {
                outcome.complete(sequence);
              }

              @Override
              public void onFailure(EngineFailedException failure) {
                outcome.completeExceptionally(failure);
              }
            });
    return outcome;
  }

  /**
   * Runs {@code listener} once everything written so far is durable; at once when it is. For
   * answers that depend on writes still on their way to the disk.
   */
  void whenDurable(WriteListener listener);

  /**
   * A view that includes writes not yet durable, among them all that the caller's thread has made.
   */
  ReadView latest();

  /** A view of the durable state. */
  ReadView snapshot();

  /**
   * A view of the state at an earlier sequence number.
   *
   * @throws VersionsGoneException when it is neither pinned nor at or above the {@link #horizon}
   * @throws IllegalArgumentException when it is not durable yet
   */
  ReadView snapshot(long sequence);

  /** Pins the durable state. Needs {@link FormatVersion#VERSIONS}. */
  Pin pin();

  /** Pins an earlier sequence number; fails as {@link #snapshot(long)} does. */
  Pin pin(long sequence);

  /**
   * Sequence number of a state not newer than {@code timestamp}, in the unit of {@link
   * WriteBatch#timestamp}: the newest such among recent writes, and the newest that is still told
   * apart, by {@link VersionOptions#timestampStep}, among older ones. 0 when there is none.
   */
  long sequenceAt(long timestamp);

  /**
   * From this sequence number on every state can be read; {@link Long#MAX_VALUE} when no versions
   * are retained but what is pinned.
   */
  long horizon();

  /**
   * Which repair the directory has gone through last: another number after each; 0 when there was
   * none. What an embedder keeps of the engine's contents in other form, sums for one, is to be
   * made anew when it was noted under another number. The same from opening to closing.
   */
  long repairId();

  /** What may be written into the directory. */
  FormatVersion format();

  /**
   * Allows files of a newer format, for good: releases that do not know it can open the directory
   * no longer. Writes every memtable to tables and waits; does nothing when nothing is newer.
   */
  void raiseFormat(FormatVersion format) throws IOException;

  /** Sequence number of the newest write; 0 in an empty engine. */
  long lastSequence();

  /** Sequence number up to which writes are durable and visible. */
  long durableSequence();

  /** Writes every memtable to SSTables and waits, for everything written before the call. */
  void flush() throws IOException;

  /**
   * Compacts {@code tree} until no obsolete version or tombstone is left in it that nobody can
   * read, and waits.
   *
   * @throws IllegalArgumentException when the tree is of another engine
   * @throws CorruptionException when damage to a table is in the way
   */
  void compact(Tree tree) throws IOException;

  /**
   * Makes {@code directory} a second engine with everything durable so far, and waits until it is
   * durable itself. Tables are shared as hard links, so it takes no room at first and, beside a
   * flush, no time that grows with the data; writes go on meanwhile. Directory and engine must be
   * on one file system.
   *
   * <p>A crash on the way leaves a directory that does not open, and this engine as it was; an
   * error leaves an empty one.
   *
   * @return sequence number of the newest write it holds
   * @throws java.nio.file.FileAlreadyExistsException when the directory holds files
   */
  long checkpoint(Path directory) throws IOException;

  /**
   * Takes over {@linkplain io.cairndb.storage.engine.sstable.PreparedTable prepared tables} that
   * share no keys, as if all they hold had been written in one batch, and waits until that is
   * durable. The files are linked, not copied, so they are on the engine's file system; their names
   * may be deleted afterwards. The process must be allowed to write to them: they may have been
   * copied, so they are synced, and nothing else. Needs {@link FormatVersion#VERSIONS}.
   *
   * @return the sequence number of what was taken over
   * @throws java.nio.file.AccessDeniedException when a file cannot be written to; nothing has been
   *     taken over then
   * @throws CorruptionException when a table is damaged; nothing has been taken over then
   * @throws IllegalStateException when a table's format is newer than what may be written
   */
  long ingest(Tree tree, List<Path> tables) throws IOException;

  /**
   * Moves the keys of {@code tree} from {@code key} on into a new tree, durably, without writing
   * them again: both trees show their parts of shared files until compactions write them apart. The
   * caller holds back writes to {@code tree}; reads, and writes to other trees, go on. Views taken
   * before show the tree as it was. Needs {@link FormatVersion#VERSIONS}.
   *
   * @param name of the new tree, which must not exist
   * @throws IllegalStateException when the tree was written meanwhile; nothing has been changed
   */
  Tree split(Tree tree, byte[] key, String name) throws IOException;

  /** Figures at this moment, for meters. */
  EngineStats stats();

  /**
   * Syncs the log and closes; no memtable needs to be flushed for a later open. Waits for {@link
   * #ingest} and {@link #split} under way. Views and cursors must not be used any more. Does
   * nothing the second time.
   */
  @Override
  void close() throws IOException;
}
