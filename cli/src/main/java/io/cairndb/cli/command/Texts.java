package io.cairndb.cli.command;

import io.cairndb.cli.document.DocumentException;
import io.cairndb.cli.document.Documents;
import io.cairndb.cli.json.Json;
import io.cairndb.cli.json.Json.Num;
import io.cairndb.cli.json.Json.Obj;
import io.cairndb.cli.json.JsonException;
import io.cairndb.cli.json.JsonParser;
import io.cairndb.cli.outcome.CommandFailure;
import io.cairndb.cli.outcome.Outcome;
import io.cairndb.cli.view.Amounts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Arguments that are documents or keys. */
final class Texts {
  private Texts() {}

  /** The item a document says; {@code -} stands for standard input. */
  static Obj item(String text) throws CommandFailure, IOException {
    boolean piped = text.equals("-");
    String document = piped ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8) : text;
    try {
      return Documents.toItem(JsonParser.parseObject(document));
    } catch (JsonException | DocumentException wrong) {
      String where = piped ? "standard input" : "the document";
      throw new CommandFailure(Outcome.USAGE, where + ": " + wrong.getMessage(), wrong);
    }
  }

  /** A key, as one document or as the plain values of a table's key attributes. */
  static Obj key(List<String> words, Obj table) throws CommandFailure, IOException {
    String first = words.getFirst();
    if (words.size() == 1 && (first.equals("-") || first.startsWith("{"))) {
      return item(first);
    }
    List<String> names = TableView.keyNames(table);
    if (words.size() != names.size()) {
      throw new CommandFailure(
          Outcome.USAGE,
          "the key of %s is %s, not %s"
              .formatted(
                  table.text("TableName"),
                  String.join(" and ", names),
                  Amounts.of(words.size(), "value")));
    }
    Json.Builder key = Json.object();
    for (int i = 0; i < names.size(); i++) {
      String type = TableView.typeOf(table, names.get(i));
      if (type.equals("N")) {
        requireNumber(names.get(i), words.get(i));
      }
      key.put(names.get(i), Json.object().put(type, words.get(i)).build());
    }
    return key.build();
  }

  private static void requireNumber(String name, String word) throws CommandFailure {
    try {
      if (JsonParser.parse(word) instanceof Num) {
        return;
      }
    } catch (JsonException wrong) {
      throw new CommandFailure(
          Outcome.USAGE, "%s is a number, not '%s'".formatted(name, word), wrong);
    }
    throw new CommandFailure(Outcome.USAGE, "%s is a number, not '%s'".formatted(name, word));
  }
}
