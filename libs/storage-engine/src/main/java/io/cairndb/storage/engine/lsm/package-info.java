/**
 * The engine itself: puts log, memtables, tables and manifest together.
 *
 * <p>{@link io.cairndb.storage.engine.lsm.LsmEngine} is the entry; {@code EngineParts} shows what
 * there is and who tells what to whom, {@code WritePath} has the order of writes, {@code Flusher}
 * and {@code Compactor} the work behind it. State that readers need is one immutable,
 * reference-counted {@code EngineState} — memtables and tables — replaced as a whole; a view is a
 * reference to one plus a sequence number, so views take no locks and compaction need not know
 * them. Threads and the order of locks: {@code docs/engine.md}; no I/O happens under the state
 * lock.
 *
 * <p>Invariant that keeps compaction simple: a memtable is flushed only when all it holds is
 * durable, so that no future view but a pinned one needs any but the newest version of a key in a
 * table.
 */
@NullMarked
package io.cairndb.storage.engine.lsm;

import org.jspecify.annotations.NullMarked;
