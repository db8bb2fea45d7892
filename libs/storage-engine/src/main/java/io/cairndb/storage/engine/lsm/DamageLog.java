package io.cairndb.storage.engine.lsm;

import io.cairndb.storage.engine.CorruptionException;
import io.cairndb.storage.engine.Damage;
import io.cairndb.storage.engine.EngineEvent.DamageFound;
import io.cairndb.storage.engine.EngineEvent.Finder;
import io.cairndb.storage.engine.EngineListener;
import io.cairndb.storage.engine.manifest.FileNames;
import io.cairndb.storage.engine.sstable.Sstable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Marks tables in which damage was found, and tells of it once for each. A marked table stays where
 * it is: its whole blocks are read as ever, no compaction takes it as an input, and so nothing that
 * can still be mended from elsewhere is thrown away. Whoever finds damage may hold locks, under
 * which no listener is called: it hears of it with the next {@link #tell}. Thread-safe.
 */
final class DamageLog {
  private final EngineListener listener;

  /** At most one for each table. */
  private final Queue<DamageFound> untold = new ConcurrentLinkedQueue<>();

  DamageLog(EngineListener listener) {
    this.listener = listener;
  }

  /** Notes what {@code finder} met; returns whether it is in a table of {@code version}. */
  boolean found(CorruptionException met, Finder finder, LsmVersion version) {
    Path name = met.file().getFileName();
    OptionalLong number = name == null ? OptionalLong.empty() : tableNumber(name);
    if (number.isEmpty()) {
      return false;
    }
    for (Sstable table : version.tables()) {
      if (table.meta().number() == number.getAsLong()) {
        Damage damage = new Damage(met.file(), met.offset(), met.detail());
        if (table.noteDamage(damage)) {
          untold.add(new DamageFound(damage, finder));
        }
        return true;
      }
    }
    return false;
  }

  /** Tells of what was found; with no lock held. */
  void tell() {
    for (DamageFound found = untold.poll(); found != null; found = untold.poll()) {
      listener.on(found);
    }
  }

  private static OptionalLong tableNumber(Path name) {
    return FileNames.tableNumber(name.toString());
  }

  /** What was found in the tables of {@code version}, in order of file names. */
  static List<Damage> in(LsmVersion version) {
    List<Damage> all = new ArrayList<>();
    for (Sstable table : version.tables()) {
      Damage damage = table.damage();
      if (damage != null) {
        all.add(damage);
      }
    }
    all.sort(Comparator.comparing(Damage::file));
    return all;
  }

  /** The first damage known in the inputs of {@code compaction}; null when there is none. */
  static @Nullable Damage firstIn(Compaction compaction) {
    for (List<Sstable> level : compaction.inputs()) {
      for (Sstable table : level) {
        if (table.damage() != null) {
          return table.damage();
        }
      }
    }
    return null;
  }
}
