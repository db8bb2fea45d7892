package io.cairndb.router.core.tables;

import io.cairndb.control.plane.TableControl;
import io.cairndb.router.core.DynamoDbOperation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** All operations of this package. */
public final class TableOperations {
  private TableOperations() {}

  /**
   * The operations, for a registry.
   *
   * @param endpoint host and port clients reach this database at, for DescribeEndpoints; asked with
   *     each request, as it may be known only when the server listens
   */
  public static List<DynamoDbOperation> all(TableControl control, Supplier<String> endpoint) {
    TableAccess tables = new TableAccess(control);
    List<DynamoDbOperation> operations = new ArrayList<>();
    operations.addAll(new TableLifecycle(tables).operations());
    operations.addAll(new TableTags(tables).operations());
    operations.addAll(new TableTimeToLive(tables).operations());
    operations.addAll(new ResourcePolicies(tables).operations());
    operations.addAll(new AccountDescriptions(tables, endpoint).operations());
    return List.copyOf(operations);
  }
}
