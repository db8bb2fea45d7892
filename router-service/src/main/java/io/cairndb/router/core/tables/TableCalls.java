package io.cairndb.router.core.tables;

import io.cairndb.control.plane.ControlCommand;
import io.cairndb.control.plane.ControlResult;
import io.cairndb.control.plane.TableControl;
import io.cairndb.control.plane.TableDescriptor;
import io.cairndb.control.plane.TableStatistics;
import io.cairndb.dynamodb.wire.error.DynamoDbException;
import io.cairndb.dynamodb.wire.request.CreateTableRequest;
import io.cairndb.dynamodb.wire.request.Tag;
import io.cairndb.dynamodb.wire.request.UpdateTableRequest;
import java.time.Duration;
import java.util.List;
import java.util.NavigableMap;
import java.util.concurrent.TimeUnit;

/**
 * The operations on tables as typed calls that wait, for APIs that do not speak DynamoDB's JSON:
 * the same rules and the same errors ({@link DynamoDbException}). Thread-safe.
 */
public final class TableCalls {
  /** Longer than creating or deleting a table takes unless something is wrong. */
  private static final Duration SETTLING = Duration.ofSeconds(10);

  private final TableAccess tables;

  public TableCalls(TableControl control) {
    this.tables = new TableAccess(control);
  }

  /** All tables, by name. */
  public NavigableMap<String, TableDescriptor> all() {
    return tables.control().catalog().tables();
  }

  public TableDescriptor require(String name) {
    return tables.require(name);
  }

  public TableStatistics statistics(TableDescriptor table) {
    return tables.statistics(table);
  }

  /** Creates a table and waits, not for ever, until it can be used. */
  public TableDescriptor create(CreateTableRequest request) {
    TableDescriptor created =
        tables.change(new ControlCommand.CreateTable(CreateTableRules.definition(request)));
    settle(created);
    TableDescriptor settled = tables.find(created.name());
    return settled == null ? created : settled;
  }

  public TableDescriptor update(UpdateTableRequest request) {
    return tables.change(
        new ControlCommand.UpdateTable(request.tableName(), UpdateTableRules.changes(request)));
  }

  /** Deletes a table and waits, not for ever, until it has gone. */
  public void delete(String name) {
    switch (tables.submit(new ControlCommand.DeleteTable(name))) {
      case ControlResult.Accepted(TableDescriptor deleted) -> settle(deleted);
      case ControlResult.Refused refused -> throw Refusals.error(refused);
    }
  }

  /** Turns expiry by an attribute on or off. */
  public TableDescriptor setTimeToLive(String name, String attribute, boolean enabled) {
    return tables.change(new ControlCommand.SetTimeToLive(name, attribute, enabled));
  }

  public TableDescriptor addTags(String name, List<Tag> tags) {
    return tables.change(new ControlCommand.AddTags(name, TagRules.tags(tags)));
  }

  public TableDescriptor removeTags(String name, List<String> keys) {
    return tables.change(new ControlCommand.RemoveTags(name, keys));
  }

  private void settle(TableDescriptor table) {
    tables
        .control()
        .settled(table.id())
        .completeOnTimeout(null, SETTLING.toMillis(), TimeUnit.MILLISECONDS)
        .join();
  }
}
