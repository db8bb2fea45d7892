package io.cairndb.storage.engine.lsm;

import io.cairndb.storage.engine.CorruptionException;
import io.cairndb.storage.engine.Damage;
import io.cairndb.storage.engine.Tree;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A wish to have a whole tree compacted, which one worker at a time serves. Thread-safe. */
final class CompactionRequest {
  private final Tree tree;
  private final AtomicBoolean taken = new AtomicBoolean();
  private volatile boolean done;
  private volatile @Nullable Damage obstacle;

  CompactionRequest(Tree tree) {
    this.tree = tree;
  }

  Tree tree() {
    return tree;
  }

  /** Whether the caller serves it from now on, until it {@link #giveBack gives it back}. */
  boolean take() {
    return !done && taken.compareAndSet(false, true);
  }

  void giveBack() {
    taken.set(false);
  }

  /** Nothing more will be done; {@code met} is the damage that is the reason, if there is one. */
  void end(@Nullable Damage met) {
    obstacle = met;
    done = true;
  }

  boolean isDone() {
    return done;
  }

  /** Throws when damage kept the tree from being compacted. */
  void requireSuccess() throws CorruptionException {
    Damage met = obstacle;
    if (met != null) {
      throw new CorruptionException(met.file(), met.offset(), met.detail());
    }
  }
}
