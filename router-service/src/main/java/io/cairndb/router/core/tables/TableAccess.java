package io.cairndb.router.core.tables;

import io.cairndb.control.plane.ControlCommand;
import io.cairndb.control.plane.ControlResult;
import io.cairndb.control.plane.TableControl;
import io.cairndb.control.plane.TableDescriptor;
import io.cairndb.control.plane.TableStatistics;
import io.cairndb.dynamodb.wire.error.DynamoDbErrors;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The control plane as blocking calls that throw DynamoDB's errors. */
final class TableAccess {
  /**
   * Creating and deleting take milliseconds here, while clients that find a table in between wait
   * for seconds before they look again (the AWS SDKs for 20). An answer held back this long at most
   * spares them that; it still says what DynamoDB's says.
   */
  private static final Duration SETTLING = Duration.ofMillis(500);

  private final TableControl control;

  TableAccess(TableControl control) {
    this.control = control;
  }

  @Nullable TableDescriptor find(String tableName) {
    return control.catalog().table(tableName);
  }

  /** The table of a name or ARN, in whatever state. */
  TableDescriptor require(String nameOrArn) {
    String name = Arns.tableName(nameOrArn);
    TableDescriptor table = find(name);
    if (table == null) {
      throw DynamoDbErrors.tableMissing(name);
    }
    return table;
  }

  /** The table a request for a resource means. */
  TableDescriptor requireResource(String arn) {
    TableDescriptor table = find(Arns.resourceTable(arn));
    if (table == null) {
      // Spelt as DynamoDB spells it.
      throw DynamoDbErrors.resourceNotFound(
          "Requested resource not found: ResourcArn: " + arn + " not found");
    }
    return table;
  }

  /** Counts of a table whose shards know it; zero before and after. */
  TableStatistics statistics(TableDescriptor table) {
    return table.status().servesItems()
        ? control.statistics(table.id()).join()
        : TableStatistics.EMPTY;
  }

  /** Waits a moment for the table to be created or gone. */
  void settle(TableDescriptor table) {
    control
        .settled(table.id())
        .completeOnTimeout(null, SETTLING.toMillis(), TimeUnit.MILLISECONDS)
        .join();
  }

  ControlResult submit(ControlCommand command) {
    return control.submit(command).join();
  }

  /** The table as the command left it; a refusal is thrown. */
  TableDescriptor change(ControlCommand command) {
    return switch (submit(command)) {
      case ControlResult.Accepted(TableDescriptor table) -> table;
      case ControlResult.Refused refused -> throw Refusals.error(refused);
    };
  }

  TableControl control() {
    return control;
  }
}
