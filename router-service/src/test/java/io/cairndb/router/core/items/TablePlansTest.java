package io.cairndb.router.core.items;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.cairndb.control.plane.Catalog;
import io.cairndb.control.plane.TableDescriptor;
import io.cairndb.control.plane.TableSettings;
import io.cairndb.control.plane.TableStatus;
import io.cairndb.control.plane.TimeToLive;
import io.cairndb.dynamodb.wire.error.DynamoDbException;
import io.cairndb.item.schema.KeyAttribute;
import io.cairndb.item.schema.KeySchema;
import io.cairndb.item.schema.ScalarType;
import io.cairndb.item.schema.TableSchema;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Tables come and go by the thousand: what was worked out for them must go with them. */
final class TablePlansTest {
  private Catalog catalog = Catalog.EMPTY;
  private final TablePlans plans = new TablePlans(() -> catalog);

  @Test
  void deletedTablesLeaveNothingBehind() {
    for (int i = 0; i < 100; i++) {
      TableDescriptor table = table(i);
      catalog = catalog.with(table);
      assertSame(table, plans.require(table.name()).descriptor());
      catalog = catalog.without(table.id());
    }
    assertEquals(1, plans.size(), "only the last has not been noticed yet");
    assertThrows(DynamoDbException.class, () -> plans.require(table(99).name()));
    assertEquals(0, plans.size());
  }

  @Test
  void aPlanIsKeptUntilItsTableChanges() {
    catalog = catalog.with(table(1));
    TablePlan first = plans.require("table-1");
    catalog = catalog.with(table(2));
    assertSame(first.indexes(), plans.require("table-1").indexes());
    catalog =
        catalog.with(table(1).withSettings(TableSettings.DEFAULTS.withDeletionProtection(true)));
    TablePlan changed = plans.require("table-1");
    assertNotSame(first.descriptor(), changed.descriptor());
    assertSame(changed, plans.require("table-1"));
  }

  private static TableDescriptor table(int number) {
    TableSchema schema =
        new TableSchema(
            new UUID(1, number),
            new UUID(2, number),
            "table-" + number,
            1,
            new KeySchema(List.of(new KeyAttribute("pk", ScalarType.S)), List.of()),
            List.of(),
            List.of(),
            Optional.empty(),
            Optional.empty());
    return new TableDescriptor(
        schema,
        List.of(),
        TableStatus.ACTIVE,
        0,
        TableSettings.DEFAULTS,
        List.of(),
        List.of(),
        TimeToLive.OFF);
  }
}
