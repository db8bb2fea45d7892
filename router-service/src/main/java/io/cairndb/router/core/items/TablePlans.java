package io.cairndb.router.core.items;

import io.cairndb.control.plane.Catalog;
import io.cairndb.control.plane.TableDescriptor;
import io.cairndb.dynamodb.wire.error.DynamoDbErrors;
import io.cairndb.dynamodb.wire.error.DynamoDbException;
import io.cairndb.router.core.tables.Arns;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The plans of the tables in use, by name. Thread-safe. A name that is not in the catalog is not
 * kept: deleted tables go when the next table is planned, at the latest.
 */
final class TablePlans {
  private final Supplier<Catalog> catalog;
  private final ConcurrentMap<String, TablePlan> plans = new ConcurrentHashMap<>();

  TablePlans(Supplier<Catalog> catalog) {
    this.catalog = catalog;
  }

  /**
   * The plan of a table whose items can be used now.
   *
   * @param nameOrArn as in a request
   * @throws DynamoDbException ResourceNotFoundException when there is none
   */
  TablePlan require(String nameOrArn) {
    String name = Arns.tableName(nameOrArn);
    Catalog current = catalog.get();
    TablePlan known = plans.get(name);
    if (known == null || known.catalogVersion() != current.version()) {
      known = refresh(name, current, known);
    }
    if (!known.descriptor().status().servesItems()) {
      throw DynamoDbErrors.resourceNotFound();
    }
    return known;
  }

  @SuppressWarnings("ReferenceEquality") // the same snapshot of a table, not an equal one
  private TablePlan refresh(String name, Catalog current, @Nullable TablePlan known) {
    TableDescriptor descriptor = current.table(name);
    if (descriptor == null) {
      plans.remove(name);
      throw DynamoDbErrors.resourceNotFound();
    }
    TablePlan plan;
    if (known != null && known.descriptor() == descriptor) {
      plan = known.in(current);
    } else {
      plan = TablePlan.of(current, descriptor);
      plans.keySet().removeIf(other -> current.table(other) == null);
    }
    plans.put(name, plan);
    return plan;
  }

  int size() {
    return plans.size();
  }
}
