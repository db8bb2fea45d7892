package io.cairndb.control.plane;

import io.cairndb.placement.PartitionMap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A consistent snapshot of all tables and of the partition map. Immutable, thread-safe.
 *
 * <p>A table is in it from the moment its creation was decided until it was purged: look at {@link
 * TableDescriptor#status()} before serving its items.
 */
public final class Catalog {
  public static final Catalog EMPTY =
      new Catalog(0, new TreeMap<>(), Map.of(), PartitionMap.EMPTY, List.of());

  private final long version;
  private final NavigableMap<String, TableDescriptor> byName;
  private final Map<UUID, TableDescriptor> byId;
  private final PartitionMap partitions;
  private final List<RetiredStream> retiredStreams;

  private Catalog(
      long version,
      NavigableMap<String, TableDescriptor> byName,
      Map<UUID, TableDescriptor> byId,
      PartitionMap partitions,
      List<RetiredStream> retiredStreams) {
    this.version = version;
    this.byName = byName;
    this.byId = byId;
    this.partitions = partitions;
    this.retiredStreams = retiredStreams;
  }

  /** Increases with every change. */
  public long version() {
    return version;
  }

  /** The table of that name, or null. */
  public @Nullable TableDescriptor table(String name) {
    return byName.get(name);
  }

  /** The table of that identity, or null. */
  public @Nullable TableDescriptor table(UUID tableId) {
    return byId.get(tableId);
  }

  /** All tables by name. */
  public NavigableMap<String, TableDescriptor> tables() {
    return Collections.unmodifiableNavigableMap(byName);
  }

  public PartitionMap partitions() {
    return partitions;
  }

  /** Streams of deleted tables, oldest first. */
  public List<RetiredStream> retiredStreams() {
    return retiredStreams;
  }

  /**
   * A catalog in which {@code table} replaces the one of its identity.
   *
   * @throws IllegalArgumentException when another table has the name
   */
  public Catalog with(TableDescriptor table) {
    TableDescriptor namesake = byName.get(table.name());
    if (namesake != null && !namesake.id().equals(table.id())) {
      throw new IllegalArgumentException("two tables of one name: " + table.name());
    }
    NavigableMap<String, TableDescriptor> names = new TreeMap<>(byName);
    Map<UUID, TableDescriptor> ids = new HashMap<>(byId);
    names.put(table.name(), table);
    ids.put(table.id(), table);
    return new Catalog(version + 1, names, ids, partitions, retiredStreams);
  }

  /** A catalog without the table; its partitions are not touched. */
  public Catalog without(UUID tableId) {
    TableDescriptor table = byId.get(tableId);
    if (table == null) {
      return this;
    }
    NavigableMap<String, TableDescriptor> names = new TreeMap<>(byName);
    Map<UUID, TableDescriptor> ids = new HashMap<>(byId);
    names.remove(table.name());
    ids.remove(tableId);
    return new Catalog(version + 1, names, ids, partitions, retiredStreams);
  }

  public Catalog withPartitions(PartitionMap changed) {
    return new Catalog(version + 1, byName, byId, changed, retiredStreams);
  }

  public Catalog withRetiredStreams(List<RetiredStream> changed) {
    return new Catalog(
        version + 1,
        byName,
        byId,
        partitions,
        Collections.unmodifiableList(new ArrayList<>(changed)));
  }

  /** The same content under a version read back from storage. */
  public Catalog atVersion(long restored) {
    return new Catalog(restored, byName, byId, partitions, retiredStreams);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Catalog catalog
        && version == catalog.version
        && byName.equals(catalog.byName)
        && partitions.equals(catalog.partitions)
        && retiredStreams.equals(catalog.retiredStreams);
  }

  @Override
  public int hashCode() {
    return 31 * Long.hashCode(version) + byName.hashCode();
  }

  @Override
  public String toString() {
    return "Catalog[version=" + version + ", tables=" + byName.keySet() + "]";
  }
}
