package io.cairndb.reference.model;

import io.cairndb.reference.model.ModelTable.Change;
import io.cairndb.reference.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a table's stream has to show: the records of every item in the order of its changes. */
final class History {
  private History() {}

  static Map<String, Object> of(ModelTable table) {
    String view = table.definition().streamView();
    Map<String, Object> byKey = Json.object();
    for (Change change : table.changes()) {
      Map<String, Object> record =
          Json.object(
              "eventName",
              change.old().isEmpty() ? "INSERT" : change.now().isEmpty() ? "REMOVE" : "MODIFY");
      boolean both = view.equals("NEW_AND_OLD_IMAGES");
      if (!change.old().isEmpty() && (both || view.equals("OLD_IMAGE"))) {
        record.put("OldImage", Value.toJson(change.old()));
      }
      if (!change.now().isEmpty() && (both || view.equals("NEW_IMAGE"))) {
        record.put("NewImage", Value.toJson(change.now()));
      }
      List<Object> records =
          Json.asList(
              byKey.computeIfAbsent(
                  Json.sorted(Value.toJson(change.key())), key -> new ArrayList<>()));
      records.add(record);
    }
    return Json.object("Records", byKey);
  }
}
