package io.cairndb.reference.differential;

import io.cairndb.reference.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The tables of every sequence: four shapes of keys, each with another view of its stream. */
final class TableShapes {
  static final String PLAIN = "cmp-" + Call.RUN + "-plain";
  static final String WIDE = "cmp-" + Call.RUN + "-wide";
  static final String RAW = "cmp-" + Call.RUN + "-raw";
  static final String MULTI = "cmp-" + Call.RUN + "-multi";

  /** The index that comes and goes. */
  static final String LIVE = "gLive";

  private TableShapes() {}

  /** The names of the tables. */
  static List<String> names(Set<Feature> features) {
    return features.contains(Feature.MULTI_ATTRIBUTE_KEYS)
        ? List.of(PLAIN, WIDE, RAW, MULTI)
        : List.of(PLAIN, WIDE, RAW);
  }

  /** The requests that create the tables. */
  static List<Map<String, Object>> requests(Set<Feature> features) {
    List<Map<String, Object>> requests = new ArrayList<>(List.of(plain(), wide(), raw()));
    if (features.contains(Feature.MULTI_ATTRIBUTE_KEYS)) {
      requests.add(multi());
    }
    if (features.contains(Feature.STREAMS)) {
      List<String> views = List.of("NEW_AND_OLD_IMAGES", "NEW_IMAGE", "OLD_IMAGE", "KEYS_ONLY");
      for (int i = 0; i < requests.size(); i++) {
        requests
            .get(i)
            .put(
                "StreamSpecification",
                Json.object("StreamEnabled", true, "StreamViewType", views.get(i)));
      }
    }
    return requests;
  }

  /** The request that adds the index that comes and goes, or the one that removes it. */
  static Map<String, Object> liveIndex(boolean create) {
    Map<String, Object> change =
        create
            ? Json.object("Create", index(LIVE, keys("r", "p"), "KEYS_ONLY"))
            : Json.object("Delete", Json.object("IndexName", LIVE));
    Map<String, Object> request =
        Json.object("TableName", WIDE, "GlobalSecondaryIndexUpdates", List.of(change));
    if (create) {
      request.put("AttributeDefinitions", definitions("r", "N", "p", "S"));
    }
    return request;
  }

  private static Map<String, Object> plain() {
    Map<String, Object> plain = table(PLAIN, "p", "S");
    plain.put("KeySchema", keys("p", ""));
    return plain;
  }

  private static Map<String, Object> wide() {
    Map<String, Object> wide = table(WIDE, "p", "S", "s", "N", "k", "S", "r", "N");
    wide.put("KeySchema", keys("p", "s"));
    wide.put(
        "LocalSecondaryIndexes",
        List.of(
            index("lByKind", keys("p", "k"), "ALL"),
            index("lByRank", keys("p", "r"), "KEYS_ONLY")));
    Map<String, Object> included = index("gInclude", keys("k", ""), "INCLUDE");
    Json.asObject(included.getOrDefault("Projection", ""))
        .put("NonKeyAttributes", List.of("a", "b"));
    wide.put("GlobalSecondaryIndexes", List.of(index("gAll", keys("k", "r"), "ALL"), included));
    return wide;
  }

  private static Map<String, Object> raw() {
    Map<String, Object> raw = table(RAW, "p", "N", "s", "B");
    raw.put("KeySchema", keys("p", "s"));
    return raw;
  }

  private static Map<String, Object> multi() {
    Map<String, Object> multi = table(MULTI, "p", "S", "t", "S", "u", "N", "k", "S", "r", "N");
    multi.put("KeySchema", keys("p", ""));
    List<Object> parts = new ArrayList<>();
    List.of("t", "u").forEach(name -> parts.add(key(name, "HASH")));
    List.of("k", "r").forEach(name -> parts.add(key(name, "RANGE")));
    multi.put("GlobalSecondaryIndexes", List.of(index("gMulti", parts, "ALL")));
    return multi;
  }

  private static Map<String, Object> table(String name, String... namesAndTypes) {
    return Json.object(
        "TableName",
        name,
        "BillingMode",
        "PAY_PER_REQUEST",
        "AttributeDefinitions",
        definitions(namesAndTypes));
  }

  private static List<Object> definitions(String... namesAndTypes) {
    List<Object> definitions = new ArrayList<>();
    for (int i = 0; i < namesAndTypes.length; i += 2) {
      definitions.add(
          Json.object("AttributeName", namesAndTypes[i], "AttributeType", namesAndTypes[i + 1]));
    }
    return definitions;
  }

  private static List<Object> keys(String hash, String range) {
    List<Object> keys = new ArrayList<>();
    keys.add(key(hash, "HASH"));
    if (!range.isEmpty()) {
      keys.add(key(range, "RANGE"));
    }
    return keys;
  }

  private static Object key(String name, String kind) {
    return Json.object("AttributeName", name, "KeyType", kind);
  }

  private static Map<String, Object> index(String name, List<Object> keys, String projection) {
    return Json.object(
        "IndexName",
        name,
        "KeySchema",
        keys,
        "Projection",
        Json.object("ProjectionType", projection));
  }
}
