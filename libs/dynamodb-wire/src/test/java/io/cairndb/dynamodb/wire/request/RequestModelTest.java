package io.cairndb.dynamodb.wire.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.dynamodb.wire.Model;
import io.cairndb.dynamodb.wire.error.DynamoDbException;
import io.cairndb.dynamodb.wire.error.ErrorType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Holds every request against the API models, from outside: a member is read if a value of the
 * wrong JSON type for it is refused, required if the request is refused without it, and so on. A
 * member added to the models, or forgotten here, fails a test.
 */
class RequestModelTest {
  /** Members that are refused by whoever handles the request, not read. */
  private static final Map<String, Set<String>> UNSUPPORTED =
      Map.of(
          "CreateTableInput",
          Set.of("GlobalTableSourceArn", "GlobalTableSettingsReplicationMode", "VectorIndexes"),
          "UpdateTableInput",
          Set.of(
              "ReplicaUpdates",
              "MultiRegionConsistency",
              "GlobalTableWitnessUpdates",
              "GlobalTableSettingsReplicationMode",
              "VectorIndexUpdates"));

  /** Structures of which exactly one member must be there, whatever the model says. */
  private static final Set<String> UNIONS = Set.of("WriteRequest", "TransactWriteItem");

  /** A place in a request: everything around it is as it should be. */
  private record Site(
      String operation, Model model, String structure, String member, String shape, Wrap wrap) {

    /** The request with {@code value} as the member's JSON. */
    String with(String value) {
      return wrap.around(structureJson(model, structure, member, '"' + member + "\":" + value));
    }

    String without() {
      return wrap.around(structureJson(model, structure, member, ""));
    }
  }

  /** Puts a structure's JSON where it belongs in the request. */
  private interface Wrap {
    String around(String structure);
  }

  @Test
  void everyMemberIsReadOrListed() {
    forEachSite(
        site -> {
          DynamoDbException refused = refuse(site, site.with(wrongJson(site)));
          assertEquals(ErrorType.SERIALIZATION, refused.type(), site.toString());
        });
    for (Map.Entry<String, Set<String>> entry : UNSUPPORTED.entrySet()) {
      String operation = entry.getKey().replace("Input", "");
      Model model = Operations.modelOf(operation);
      for (String member : entry.getValue()) {
        String json = structureJson(model, entry.getKey(), member, '"' + member + "\":[1,{}]");
        Record request = parse(operation, json);
        assertTrue(request.toString().contains("unsupported=[" + member + "]"), member);
      }
    }
  }

  @Test
  void completeRequestsAreAccepted() {
    for (String operation : RequestParsers.BY_OPERATION.keySet()) {
      Model model = Operations.modelOf(operation);
      parse(operation, structureJson(model, model.inputOf(operation), "", ""));
    }
  }

  @Test
  void requiredMembersAreMissed() {
    forEachSite(
        site -> {
          boolean required =
              site.model().required(site.structure()).contains(site.member())
                  || alsoNeeded(site.structure(), "").contains(site.member());
          if (required && !UNIONS.contains(site.structure())) {
            String message = told(refuse(site, site.without()));
            assertTrue(
                message.contains("Member must not be null")
                    || message.contains("required but was not present")
                    || message.equals("Invalid TableArn"),
                site + ": " + message);
            assertEquals(message, told(refuse(site, site.with("null"))));
          } else if (!UNIONS.contains(site.structure())) {
            parse(site.operation(), site.without());
            parse(site.operation(), site.with("null"));
          }
        });
  }

  @Test
  void enumerationsAreThoseOfTheModel() {
    forEachSite(
        site -> {
          List<Object> constants = site.model().constants(site.shape());
          if (constants.isEmpty()) {
            return;
          }
          String message = told(refuse(site, site.with("\"bogus\"")));
          int open = message.indexOf('[');
          String[] told = message.substring(open + 1, message.indexOf(']')).split(", ");
          if (message.contains("'")) {
            assertEquals(new TreeSet<>(constants), new TreeSet<Object>(List.of(told)), message);
          } // else the newer form, whose lists are the service's own and pinned by the script
          for (Object constant : constants) {
            accept(site, "\"" + constant + "\"");
          }
        });
  }

  @Test
  void boundsAreThoseOfTheModel() {
    forEachSite(
        site -> {
          Map<String, Object> shape = site.model().shape(site.shape());
          if (!shape.containsKey("min") || site.shape().equals("TableArn")) {
            return;
          }
          int min = Integer.parseInt(String.valueOf(shape.get("min")));
          boolean hasMax = shape.containsKey("max");
          String type = site.model().type(site.shape());
          String told = type.equals("integer") || type.equals("long") ? "value" : "length";
          if (min > 0) {
            String message = told(refuse(site, site.with(sized(type, min - 1))));
            assertTrue(
                message.contains("Member must have " + told + " greater than or equal to " + min)
                    || tableName(message),
                site + ": " + message);
          }
          if (hasMax && (type.equals("string") || told.equals("value"))) {
            int max = Integer.parseInt(String.valueOf(shape.get("max")));
            String message = told(refuse(site, site.with(sized(type, max + 1))));
            assertTrue(
                message.contains("Member must have " + told + " less than or equal to " + max)
                    || tableName(message),
                site + ": " + message);
          }
        });
  }

  private static boolean tableName(String message) {
    return message.startsWith("TableName must be");
  }

  private static String sized(String type, int size) {
    return switch (type) {
      case "integer", "long" -> Integer.toString(size);
      case "list" -> "[" + "{},".repeat(size).replaceAll(",$", "") + "]";
      case "map" -> "{}";
      default -> '"' + "a".repeat(size) + '"';
    };
  }

  private static String wrongJson(Site site) {
    return site.model().type(site.shape()).equals("timestamp") ? "\"x\"" : wrongFor(site);
  }

  private static String wrongFor(Site site) {
    return switch (site.model().type(site.shape())) {
      case "structure", "list", "map" -> "5";
      case "boolean" -> "[]";
      case "integer", "long" -> "\"x\"";
      default -> "{}";
    };
  }

  private static void accept(Site site, String value) {
    try {
      parse(site.operation(), site.with(value));
    } catch (DynamoDbException e) {
      // Some values are legal for the model and refused for their meaning.
      assertEquals(
          "1 validation error detected: ReturnValues can only be ALL_OLD or NONE",
          e.getMessage(),
          site + " " + value);
    }
  }

  private static String told(DynamoDbException error) {
    return String.valueOf(error.getMessage());
  }

  private static DynamoDbException refuse(Site site, String json) {
    return assertThrows(
        DynamoDbException.class, () -> parse(site.operation(), json), site + "\n" + json);
  }

  private static Record parse(String operation, String json) {
    return Objects.requireNonNull(RequestParsers.BY_OPERATION.get(operation))
        .apply(json.getBytes(StandardCharsets.UTF_8));
  }

  private static void forEachSite(Consumer<Site> check) {
    List<Site> sites = new ArrayList<>();
    for (String operation : RequestParsers.BY_OPERATION.keySet()) {
      Model model = Operations.modelOf(operation);
      collect(operation, model, model.inputOf(operation), structure -> structure, sites);
    }
    assertTrue(sites.size() > 300, "sites: " + sites.size());
    sites.forEach(check);
  }

  private static void collect(
      String operation, Model model, String structure, Wrap wrap, List<Site> sites) {
    for (Map.Entry<String, String> member : model.members(structure).entrySet()) {
      String name = member.getKey();
      String shape = member.getValue();
      if (UNSUPPORTED.getOrDefault(structure, Set.of()).contains(name)) {
        continue;
      }
      sites.add(new Site(operation, model, structure, name, shape, wrap));
      String inner = shape;
      String before = "";
      String after = "";
      while (!model.type(inner).equals("structure")) {
        if (model.type(inner).equals("list")) {
          inner = model.element(inner, "member");
          before += "[";
          after = "]" + after;
        } else if (model.type(inner).equals("map")) {
          inner = model.element(inner, "value");
          before += "{\"key\":";
          after = "}" + after;
        } else {
          break;
        }
      }
      if (model.type(inner).equals("structure") && !inner.equals("AttributeValue")) {
        String prefix = '"' + name + "\":" + before;
        String suffix = after;
        collect(
            operation,
            model,
            inner,
            json -> wrap.around(structureJson(model, structure, name, prefix + json + suffix)),
            sites);
      }
    }
  }

  /** A structure with its required members, and {@code instead} in place of one of them. */
  private static String structureJson(
      Model model, String structure, String replaced, String instead) {
    List<String> members = new ArrayList<>();
    if (!instead.isEmpty()) {
      members.add(instead);
    }
    Set<String> wanted = new TreeSet<>(model.required(structure));
    wanted.addAll(alsoNeeded(structure, replaced));
    wanted.remove(replaced);
    for (String name : wanted) {
      members.add(
          '"' + name + "\":" + sample(model, String.valueOf(model.members(structure).get(name))));
    }
    return members.stream().collect(Collectors.joining(",", "{", "}"));
  }

  /** What the model does not require and the service does. */
  private static Set<String> alsoNeeded(String structure, String replaced) {
    return switch (structure) {
      case "CreateTableInput" -> Set.of("AttributeDefinitions", "KeySchema");
      case "WriteRequest" -> replaced.equals("DeleteRequest") ? Set.of() : Set.of("PutRequest");
      case "TransactWriteItem" ->
          replaced.isEmpty() || replaced.equals("Put") ? Set.of("Put") : Set.of();
      default ->
          switch (replaced) {
            case "ExpressionAttributeNames", "ExpressionAttributeValues" ->
                switch (structure) {
                  case "QueryInput", "ScanInput" -> Set.of("FilterExpression");
                  case "GetItemInput", "KeysAndAttributes", "Get" -> Set.of("ProjectionExpression");
                  case "UpdateItemInput" -> Set.of("UpdateExpression");
                  default -> Set.of("ConditionExpression");
                };
            default -> Set.of();
          };
    };
  }

  private static String sample(Model model, String shape) {
    if (shape.equals("AttributeValue")) {
      return "{\"S\":\"x\"}";
    }
    List<Object> constants = model.constants(shape);
    if (!constants.isEmpty()) {
      return "\"" + constants.getFirst() + "\"";
    }
    Map<String, Object> bounds = model.shape(shape);
    int min = Integer.parseInt(bounds.getOrDefault("min", "5").toString());
    return switch (model.type(shape)) {
      case "structure" -> structureJson(model, shape, "", "");
      case "list" -> "[" + sample(model, model.element(shape, "member")) + "]";
      case "map" -> "{\"key\":" + sample(model, model.element(shape, "value")) + "}";
      case "boolean" -> "true";
      case "integer", "long" -> Integer.toString(Math.max(1, min));
      default -> '"' + "a".repeat(Math.max(3, min)) + '"';
    };
  }
}
