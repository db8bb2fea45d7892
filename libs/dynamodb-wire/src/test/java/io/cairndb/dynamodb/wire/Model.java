package io.cairndb.dynamodb.wire;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** One of the API models: operations and shapes. */
public record Model(Map<String, Object> operations, Map<String, Object> shapes) {

  public static Model dynamoDb() {
    return load("dynamodb");
  }

  public static Model streams() {
    return load("dynamodbstreams");
  }

  private static Model load(String name) {
    Map<String, Object> json = JsonTree.model(name);
    return new Model(JsonTree.object(json.get("operations")), JsonTree.object(json.get("shapes")));
  }

  public String inputOf(String operation) {
    return JsonTree.text(JsonTree.object(operation(operation).get("input")), "shape");
  }

  public boolean hasOutput(String operation) {
    return operation(operation).containsKey("output");
  }

  public String outputOf(String operation) {
    return JsonTree.text(JsonTree.object(operation(operation).get("output")), "shape");
  }

  public Map<String, Object> shape(String name) {
    return JsonTree.object(shapes.get(name));
  }

  public String type(String shape) {
    return JsonTree.text(shape(shape), "type");
  }

  /** Names of the members of a structure and their shapes. */
  public Map<String, String> members(String structure) {
    Map<String, String> members = new LinkedHashMap<>();
    JsonTree.object(shape(structure).get("members"))
        .forEach((name, of) -> members.put(name, JsonTree.text(JsonTree.object(of), "shape")));
    return members;
  }

  public Set<String> required(String structure) {
    Set<String> required = new TreeSet<>();
    Object names = shape(structure).get("required");
    if (names != null) {
      for (Object name : JsonTree.list(names)) {
        required.add((String) name);
      }
    }
    return required;
  }

  public String element(String shape, String what) {
    return JsonTree.text(JsonTree.object(shape(shape).get(what)), "shape");
  }

  public List<Object> constants(String shape) {
    Object constants = shape(shape).get("enum");
    return constants == null ? List.of() : JsonTree.list(constants);
  }

  private Map<String, Object> operation(String operation) {
    return JsonTree.object(operations.get(operation));
  }
}
