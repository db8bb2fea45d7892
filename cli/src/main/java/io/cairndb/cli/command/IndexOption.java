package io.cairndb.cli.command;

import io.cairndb.cli.json.Json;
import io.cairndb.cli.json.Json.Obj;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * An index as the command line has it: {@code NAME=KEY:TYPE[,SORT:TYPE][,all|keys|include:A+B]}.
 *
 * @param keys one or two attributes
 */
record IndexOption(String name, List<Attribute> keys, Obj projection) {

  /** Empty when the text is no such index. */
  static Optional<IndexOption> parse(String text) {
    int equals = text.indexOf('=');
    if (equals <= 0) {
      return Optional.empty();
    }
    List<Attribute> keys = new ArrayList<>();
    Obj projection = projection("ALL", List.of());
    for (String part : text.substring(equals + 1).split(",", -1)) {
      if (part.equals("all")) {
        projection = projection("ALL", List.of());
      } else if (part.equals("keys")) {
        projection = projection("KEYS_ONLY", List.of());
      } else if (part.startsWith("include:")) {
        projection =
            projection(
                "INCLUDE", Arrays.asList(part.substring("include:".length()).split("\\+", -1)));
      } else {
        Optional<Attribute> key = Attribute.parse(part);
        if (key.isEmpty()) {
          return Optional.empty();
        }
        keys.add(key.get());
      }
    }
    return keys.isEmpty() || keys.size() > 2
        ? Optional.empty()
        : Optional.of(new IndexOption(text.substring(0, equals), keys, projection));
  }

  private static Obj projection(String type, List<String> names) {
    Json.Builder projection = Json.object().put("ProjectionType", type);
    if (!names.isEmpty()) {
      projection.put("NonKeyAttributes", names.stream().map(Json::of).toList());
    }
    return projection.build();
  }
}
