package io.cairndb.control.plane.machine;

import io.cairndb.control.plane.BillingMode;
import io.cairndb.control.plane.CapacityLimits;
import io.cairndb.control.plane.ControlCommand;
import io.cairndb.control.plane.TableChanges;
import io.cairndb.control.plane.TableDefinition;
import io.cairndb.control.plane.TableDefinition.IndexDefinition;
import io.cairndb.control.plane.TableSettings;
import io.cairndb.control.plane.Throughput;
import io.cairndb.item.schema.KeyAttribute;
import io.cairndb.item.schema.KeySchema;
import io.cairndb.item.schema.Projection;
import io.cairndb.item.schema.ScalarType;
import io.cairndb.item.schema.StreamView;
import io.cairndb.placement.ShardId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Commands and contexts for tests. Ids count up, so that a run can be repeated exactly. */
public final class Definitions {
  static final List<ShardId> SHARDS = List.of(new ShardId(0, 0), new ShardId(0, 1));

  private long lastId;
  private long nowMillis = 1_700_000_000_000L;

  /** A context a second after the one before. */
  public DecisionContext context() {
    nowMillis += 1000;
    return new DecisionContext(nowMillis, this::id, SHARDS, ControlPlaneLimits.DEFAULTS);
  }

  DecisionContext context(ControlPlaneLimits limits) {
    return new DecisionContext(nowMillis, this::id, SHARDS, limits);
  }

  void advanceMillis(long millis) {
    nowMillis += millis;
  }

  UUID id() {
    return new UUID(0x7000L, ++lastId);
  }

  public static ControlCommand.CreateTable create(String name, IndexDefinition... global) {
    return new ControlCommand.CreateTable(
        new TableDefinition(
            name,
            List.of(
                new KeyAttribute("pk", ScalarType.S),
                new KeyAttribute("sk", ScalarType.N),
                new KeyAttribute("g", ScalarType.S)),
            key(Optional.of("sk"), "pk"),
            List.of(
                new IndexDefinition(
                    "local",
                    key(Optional.of("g"), "pk"),
                    new Projection(Projection.Kind.INCLUDE, List.of("x", "y")),
                    Throughput.NONE,
                    CapacityLimits.NONE)),
            List.of(global),
            Optional.of(StreamView.NEW_AND_OLD_IMAGES),
            TableSettings.DEFAULTS));
  }

  public static ControlCommand.CreateTable createProvisioned(
      String name, long units, IndexDefinition... global) {
    TableDefinition plain = create(name, global).definition();
    return new ControlCommand.CreateTable(
        new TableDefinition(
            name,
            plain.attributeDefinitions(),
            plain.key(),
            plain.localIndexes(),
            plain.globalIndexes(),
            Optional.empty(),
            TableSettings.DEFAULTS.withBilling(
                BillingMode.PROVISIONED, 0, Throughput.of(units, units))));
  }

  public static IndexDefinition index(String name) {
    return index(name, Throughput.NONE, Projection.Kind.ALL, List.of());
  }

  static IndexDefinition index(
      String name, Throughput throughput, Projection.Kind kind, List<String> attributes) {
    return new IndexDefinition(
        name,
        key(Optional.empty(), "g"),
        new Projection(kind, attributes),
        throughput,
        CapacityLimits.NONE);
  }

  public static ControlCommand.UpdateTable addIndex(String table, String index) {
    return update(table, new TableChanges.CreateIndex(index(index)));
  }

  public static ControlCommand.UpdateTable update(
      String table, TableChanges.IndexChange... indexes) {
    TableChanges none = TableChanges.NONE;
    return new ControlCommand.UpdateTable(
        table,
        new TableChanges(
            List.of(new KeyAttribute("g", ScalarType.S)),
            none.billingMode(),
            none.throughput(),
            none.limits(),
            none.stream(),
            none.deletionProtection(),
            none.tableClass(),
            none.encryption(),
            List.of(indexes)));
  }

  static ControlCommand.UpdateTable bill(String table, BillingMode mode, long units) {
    TableChanges none = TableChanges.NONE;
    return new ControlCommand.UpdateTable(
        table,
        new TableChanges(
            List.of(),
            Optional.of(mode),
            units == 0 ? Optional.empty() : Optional.of(new CapacityLimits.Units(units, units)),
            none.limits(),
            none.stream(),
            none.deletionProtection(),
            none.tableClass(),
            none.encryption(),
            List.of()));
  }

  public static ControlCommand.UpdateTable stream(String table, Optional<StreamView> view) {
    TableChanges none = TableChanges.NONE;
    return new ControlCommand.UpdateTable(
        table,
        new TableChanges(
            List.of(),
            none.billingMode(),
            none.throughput(),
            none.limits(),
            Optional.of(new TableChanges.StreamChange(view)),
            none.deletionProtection(),
            none.tableClass(),
            none.encryption(),
            List.of()));
  }

  public static ControlCommand.UpdateTable protect(String table, boolean protection) {
    TableChanges none = TableChanges.NONE;
    return new ControlCommand.UpdateTable(
        table,
        new TableChanges(
            List.of(),
            none.billingMode(),
            none.throughput(),
            none.limits(),
            none.stream(),
            Optional.of(protection),
            none.tableClass(),
            none.encryption(),
            List.of()));
  }

  private static KeySchema key(Optional<String> sort, String partition) {
    return new KeySchema(
        List.of(new KeyAttribute(partition, ScalarType.S)),
        sort.map(name -> List.of(new KeyAttribute(name, typeOf(name)))).orElse(List.of()));
  }

  private static ScalarType typeOf(String attribute) {
    return attribute.equals("sk") ? ScalarType.N : ScalarType.S;
  }
}
