package io.cairndb.robustness.crash;

import io.cairndb.reference.wire.Endpoint;
import io.cairndb.reference.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One request of each kind, over enough keys to meet every partition: whether a cluster is whole.
 * Confined to one thread.
 */
final class RecoveryProbe {
  private static final int KEYS = 24;

  private int passes;

  /** The first request that is refused; empty when all are answered. */
  Optional<String> failure(Endpoint endpoint) {
    int pass = passes++;
    List<Object> puts = new ArrayList<>();
    List<Object> gets = new ArrayList<>();
    for (int i = 0; i < KEYS; i++) {
      Map<String, Object> key = Json.object("p", Json.object("S", "probe-" + pass + "-" + i));
      Map<String, Object> put = Json.object("TableName", Tables.REGISTERS, "Item", key);
      Map<String, Object> get =
          Json.object("TableName", Tables.REGISTERS, "Key", key, "ConsistentRead", true);
      if (!OutageWatch.done(endpoint, "PutItem", put)) {
        return Optional.of("PutItem " + i);
      }
      if (!OutageWatch.done(endpoint, "GetItem", get)) {
        return Optional.of("GetItem " + i);
      }
      puts.add(Json.object("Put", put));
      gets.add(Json.object("Get", Json.object("TableName", Tables.REGISTERS, "Key", key)));
    }
    if (!OutageWatch.done(endpoint, "TransactWriteItems", Json.object("TransactItems", puts))) {
      return Optional.of("TransactWriteItems");
    }
    if (!OutageWatch.done(endpoint, "TransactGetItems", Json.object("TransactItems", gets))) {
      return Optional.of("TransactGetItems");
    }
    if (!OutageWatch.done(endpoint, "Scan", Json.object("TableName", Tables.REGISTERS))) {
      return Optional.of("Scan");
    }
    Map<String, Object> table = Tables.table("probe-" + pass, "p", "S");
    return OutageWatch.done(endpoint, "CreateTable", table)
        ? Optional.empty()
        : Optional.of("CreateTable");
  }
}
