package io.cairndb.router.core.items;

import io.cairndb.expressions.ExpressionCompiler;
import io.cairndb.router.core.DynamoDbOperation;
import java.util.List;

/** Makes the operations on items. */
public final class ItemOperations {
  private ItemOperations() {}

  public static List<DynamoDbOperation> all(ItemPorts ports) {
    TablePlans tables = new TablePlans(ports.catalog());
    ItemAccess items = new ItemAccess(ports.shards());
    ExpressionCompiler compiler = ports.compiler();
    SingleWrites writes = new SingleWrites(tables, items, compiler);
    RangeReads reads = new RangeReads(ports);
    StatementWrites statements = new StatementWrites(tables, items);
    return List.of(
        new GetItemOperation(tables, items, compiler),
        new PutItemOperation(writes),
        new UpdateItemOperation(writes),
        new DeleteItemOperation(writes),
        new QueryOperation(tables, reads, compiler),
        new ScanOperation(tables, reads, compiler),
        new BatchGetItemOperation(tables, items, compiler),
        new BatchWriteItemOperation(tables, items),
        new TransactGetItemsOperation(tables, ports.transactions(), compiler),
        new TransactWriteItemsOperation(tables, ports.transactions(), compiler),
        new ExecuteStatementOperation(tables, new StatementReads(ports), statements),
        new BatchExecuteStatementOperation(tables, items, statements),
        new ExecuteTransactionOperation(tables, ports.transactions()));
  }
}
