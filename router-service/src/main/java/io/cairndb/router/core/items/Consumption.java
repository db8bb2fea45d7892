package io.cairndb.router.core.items;

import io.cairndb.item.Item;
import io.cairndb.item.index.IndexEntries;
import io.cairndb.item.schema.SecondaryIndex;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Capacity units that a request, or several, used of one table and its indexes. Confined to the
 * request.
 *
 * <p>A read unit is 4 KB read strongly, half of one read eventually; a write unit is 1 KB. What is
 * written is the larger of the images before and after; an index entry that moves is written twice,
 * one that stays as it is not at all. A transaction uses twice as much of the table, and of the
 * indexes no more than a single write does.
 */
final class Consumption {
  private static final int READ_UNIT_BYTES = 4096;
  private static final int WRITE_UNIT_BYTES = 1024;
  private static final double EVENTUAL = 0.5;
  private static final double TRANSACTIONAL = 2;

  private final TablePlan plan;
  private final double factor;
  private double tableUnits;
  private final Map<String, Double> localUnits = new TreeMap<>();
  private final Map<String, Double> globalUnits = new TreeMap<>();

  private Consumption(TablePlan plan, double factor) {
    this.plan = plan;
    this.factor = factor;
  }

  /** For reads. */
  static Consumption ofReads(TablePlan plan, boolean consistent) {
    return new Consumption(plan, consistent ? 1 : EVENTUAL);
  }

  /** For writes of their own. */
  static Consumption ofWrites(TablePlan plan) {
    return new Consumption(plan, 1);
  }

  /** For reads or writes in a transaction. */
  static Consumption ofTransaction(TablePlan plan) {
    return new Consumption(plan, TRANSACTIONAL);
  }

  TablePlan plan() {
    return plan;
  }

  double tableUnits() {
    return tableUnits;
  }

  /** By name of the local index. */
  Map<String, Double> localUnits() {
    return localUnits;
  }

  /** By name of the global index. */
  Map<String, Double> globalUnits() {
    return globalUnits;
  }

  double totalUnits() {
    double total = tableUnits;
    for (double units : localUnits.values()) {
      total += units;
    }
    for (double units : globalUnits.values()) {
      total += units;
    }
    return total;
  }

  /** This and another request's use of the same table. */
  Consumption plus(Consumption other) {
    tableUnits += other.tableUnits;
    other.localUnits.forEach((name, units) -> localUnits.merge(name, units, Double::sum));
    other.globalUnits.forEach((name, units) -> globalUnits.merge(name, units, Double::sum));
    return this;
  }

  /** One item looked for: the least is one block, found or not. */
  Consumption readItem(@Nullable Item item) {
    tableUnits += factor * readBlocks(item == null ? 0 : item.sizeInBytes());
    return this;
  }

  /** A page of the table. */
  Consumption readPage(long bytes) {
    tableUnits += factor * readBlocks(bytes);
    return this;
  }

  /** A page of an index, and the items read from the table to complete it. */
  Consumption readIndexPage(SecondaryIndex index, long bytes, long fetchedBlocks) {
    tableUnits += factor * fetchedBlocks;
    unitsOf(index).merge(index.name(), factor * readBlocks(bytes), Double::sum);
    return this;
  }

  /** A write of one item, seen by its images. */
  Consumption write(@Nullable Item before, @Nullable Item after) {
    tableUnits += factor * writeBlocks(Math.max(size(before), size(after)));
    for (SecondaryIndex index : plan.schema().localIndexes()) {
      writeEntry(index, before, after);
    }
    for (SecondaryIndex index : plan.schema().globalIndexes()) {
      writeEntry(index, before, after);
    }
    return this;
  }

  /** A write of one item that the table's indexes do not see: a condition check. */
  Consumption writeNothing(@Nullable Item item) {
    tableUnits += factor * writeBlocks(size(item));
    return this;
  }

  private void writeEntry(SecondaryIndex index, @Nullable Item before, @Nullable Item after) {
    Optional<Item> old = entry(index, before);
    Optional<Item> now = entry(index, after);
    if (old.equals(now)) {
      return;
    }
    long blocks;
    if (old.isPresent() && now.isPresent()) {
      int oldSize = old.get().sizeInBytes();
      int newSize = now.get().sizeInBytes();
      blocks =
          sameKey(index, old.get(), now.get())
              ? writeBlocks(Math.max(oldSize, newSize))
              : writeBlocks(oldSize) + writeBlocks(newSize);
    } else {
      blocks = writeBlocks(old.or(() -> now).orElseThrow().sizeInBytes());
    }
    unitsOf(index).merge(index.name(), (double) blocks, Double::sum);
  }

  private Optional<Item> entry(SecondaryIndex index, @Nullable Item item) {
    return item == null ? Optional.empty() : IndexEntries.project(plan.schema(), index, item);
  }

  private static boolean sameKey(SecondaryIndex index, Item before, Item after) {
    return index.key().attributes().stream()
        .allMatch(
            attribute -> {
              var old = before.get(attribute.name());
              return old != null && old.equals(after.get(attribute.name()));
            });
  }

  private Map<String, Double> unitsOf(SecondaryIndex index) {
    return switch (index.scope()) {
      case LOCAL -> localUnits;
      case GLOBAL -> globalUnits;
    };
  }

  private static long readBlocks(long bytes) {
    return Math.max(1, (bytes + READ_UNIT_BYTES - 1) / READ_UNIT_BYTES);
  }

  private static long writeBlocks(long bytes) {
    return Math.max(1, (bytes + WRITE_UNIT_BYTES - 1) / WRITE_UNIT_BYTES);
  }

  private static int size(@Nullable Item item) {
    return item == null ? 0 : item.sizeInBytes();
  }
}
