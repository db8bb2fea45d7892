package io.cairndb.partition.manager;

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
import java.util.List;
import java.util.Optional;

/** Commands for tests. */
public final class Commands {
  private Commands() {}

  public static ControlCommand create(String table, String globalIndex) {
    return new ControlCommand.CreateTable(
        new TableDefinition(
            table,
            List.of(new KeyAttribute("pk", ScalarType.S), new KeyAttribute("g", ScalarType.S)),
            key("pk"),
            List.of(),
            List.of(index(globalIndex)),
            Optional.empty(),
            TableSettings.DEFAULTS));
  }

  static ControlCommand addIndex(String table, String index) {
    return update(table, new TableChanges.CreateIndex(index(index)));
  }

  static ControlCommand update(String table, TableChanges.IndexChange change) {
    return update(table, Optional.empty(), List.of(change));
  }

  static ControlCommand stream(String table, Optional<StreamView> view) {
    return update(table, Optional.of(new TableChanges.StreamChange(view)), List.of());
  }

  private static ControlCommand update(
      String table,
      Optional<TableChanges.StreamChange> stream,
      List<TableChanges.IndexChange> indexes) {
    TableChanges none = TableChanges.NONE;
    return new ControlCommand.UpdateTable(
        table,
        new TableChanges(
            List.of(new KeyAttribute("g", ScalarType.S)),
            none.billingMode(),
            none.throughput(),
            none.limits(),
            stream,
            none.deletionProtection(),
            none.tableClass(),
            none.encryption(),
            indexes));
  }

  private static IndexDefinition index(String name) {
    return new IndexDefinition(
        name,
        key("g"),
        new Projection(Projection.Kind.ALL, List.of()),
        Throughput.NONE,
        CapacityLimits.NONE);
  }

  private static KeySchema key(String attribute) {
    return new KeySchema(List.of(new KeyAttribute(attribute, ScalarType.S)), List.of());
  }
}
