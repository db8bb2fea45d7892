package io.cairndb.router.core.tables;

import io.cairndb.control.plane.ControlCommand;
import io.cairndb.control.plane.ControlResult;
import io.cairndb.control.plane.TableDescriptor;
import io.cairndb.control.plane.TableStatistics;
import io.cairndb.control.plane.TableStatus;
import io.cairndb.dynamodb.wire.request.CreateTableRequest;
import io.cairndb.dynamodb.wire.request.DeleteTableRequest;
import io.cairndb.dynamodb.wire.request.DescribeTableRequest;
import io.cairndb.dynamodb.wire.request.ListTablesRequest;
import io.cairndb.dynamodb.wire.request.UpdateTableRequest;
import io.cairndb.dynamodb.wire.response.DescribeTableResponse;
import io.cairndb.dynamodb.wire.response.ListTablesResponse;
import io.cairndb.dynamodb.wire.response.Response;
import io.cairndb.dynamodb.wire.response.TableDescriptionResponse;
import io.cairndb.router.core.RequestContext;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;

/** Create, update, delete, describe and list. */
final class TableLifecycle {
  private static final int PAGE_MAX = 100;

  private final TableAccess tables;

  TableLifecycle(TableAccess tables) {
    this.tables = tables;
  }

  List<BlockingOperation> operations() {
    return List.of(
        new BlockingOperation("CreateTable", this::create),
        new BlockingOperation("UpdateTable", this::update),
        new BlockingOperation("DeleteTable", this::delete),
        new BlockingOperation("DescribeTable", this::describe),
        new BlockingOperation("ListTables", (body, context) -> list(body)));
  }

  private Response create(byte[] body, RequestContext context) {
    CreateTableRequest request = CreateTableRequest.parse(body);
    TableDescriptor created =
        tables.change(new ControlCommand.CreateTable(CreateTableRules.definition(request)));
    tables.settle(created);
    return new TableDescriptionResponse(
        TableDescriptions.describe(created, TableStatistics.EMPTY, context));
  }

  private Response update(byte[] body, RequestContext context) {
    UpdateTableRequest request = UpdateTableRequest.parse(body);
    String name = Arns.tableName(request.tableName());
    TableDescriptor updated =
        tables.change(new ControlCommand.UpdateTable(name, UpdateTableRules.changes(request)));
    return new TableDescriptionResponse(
        TableDescriptions.describe(updated, tables.statistics(updated), context));
  }

  private Response delete(byte[] body, RequestContext context) {
    String name = Arns.tableName(DeleteTableRequest.parse(body).tableName());
    TableDescriptor before = tables.find(name);
    TableStatistics statistics = before == null ? TableStatistics.EMPTY : tables.statistics(before);
    TableDescriptor deleted =
        switch (tables.submit(new ControlCommand.DeleteTable(name))) {
          case ControlResult.Accepted(TableDescriptor table) -> table;
          case ControlResult.TableBusy busy
              when busy.status() == TableStatus.DELETING && before != null ->
              before;
          case ControlResult.Refused refused -> throw Refusals.error(refused);
        };
    tables.settle(deleted);
    return new TableDescriptionResponse(TableDescriptions.describe(deleted, statistics, context));
  }

  private Response describe(byte[] body, RequestContext context) {
    TableDescriptor table = tables.require(DescribeTableRequest.parse(body).tableName());
    return new DescribeTableResponse(
        TableDescriptions.describe(table, tables.statistics(table), context));
  }

  private Response list(byte[] body) {
    ListTablesRequest request = ListTablesRequest.parse(body);
    int limit = request.limit() == null ? PAGE_MAX : request.limit();
    NavigableMap<String, TableDescriptor> rest = tables.control().catalog().tables();
    if (request.exclusiveStartTableName() != null) {
      rest = rest.tailMap(request.exclusiveStartTableName(), false);
    }
    List<String> page = new ArrayList<>(rest.keySet().stream().limit(limit).toList());
    return new ListTablesResponse(page, rest.size() > limit ? page.getLast() : null);
  }
}
