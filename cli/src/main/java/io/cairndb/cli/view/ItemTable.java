package io.cairndb.cli.view;

import io.cairndb.cli.json.Json;
import io.cairndb.cli.json.Json.Num;
import io.cairndb.cli.json.Json.Obj;
import io.cairndb.cli.json.Json.Str;
import io.cairndb.cli.json.JsonText;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Documents as a table: a column for each attribute, those of {@code first} leading. */
public final class ItemTable {
  private ItemTable() {}

  /** The table of these documents; absent attributes are empty cells. */
  public static TextTable of(List<Obj> documents, List<String> first) {
    Set<String> names = new LinkedHashSet<>();
    for (String name : first) {
      if (documents.stream().anyMatch(document -> document.get(name) != null)) {
        names.add(name);
      }
    }
    documents.forEach(document -> names.addAll(document.members().keySet()));
    TextTable table = new TextTable(List.copyOf(names));
    for (Obj document : documents) {
      List<String> cells = new ArrayList<>();
      for (String name : names) {
        Json value = document.get(name);
        cells.add(value == null ? "" : cell(value));
      }
      table.row(cells);
    }
    return table;
  }

  /** One value as a cell shows it. */
  public static String cell(Json value) {
    return switch (value) {
      case Str(String text) -> text;
      case Num(String text) -> text;
      default -> JsonText.compact(value);
    };
  }
}
