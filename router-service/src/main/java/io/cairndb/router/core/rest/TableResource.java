package io.cairndb.router.core.rest;

import io.cairndb.control.plane.GlobalIndex;
import io.cairndb.control.plane.TableDescriptor;
import io.cairndb.control.plane.TableStatistics;
import io.cairndb.control.plane.TtlStatus;
import io.cairndb.dynamodb.wire.json.JsonWriter;
import io.cairndb.dynamodb.wire.request.CreateTableRequest;
import io.cairndb.dynamodb.wire.request.Tag;
import io.cairndb.item.AttributeValue;
import io.cairndb.item.schema.SecondaryIndex;
import io.cairndb.router.core.tables.TableCalls;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Tables, their tags, expiry and indexes. Thread-safe. */
final class TableResource {
  private static final String TABLES = "/v1/tables";
  private static final String TABLE = TABLES + "/{table}";
  private static final String TAGS = TABLE + "/tags";
  private static final String TTL = TABLE + "/ttl";
  private static final String INDEXES = TABLE + "/indexes";
  private static final String INDEX = INDEXES + "/{index}";

  private static final int PAGE_DEFAULT = 100;
  private static final int PAGE_MAX = 1000;
  private static final int TAG_KEY_MAX = 128;
  private static final int TAG_VALUE_MAX = 256;
  private static final int ATTRIBUTE_MAX = 255;

  private final TableCalls tables;

  TableResource(TableCalls tables) {
    this.tables = tables;
  }

  List<Route> routes() {
    return List.of(
        Route.of("GET", TABLES, this::list),
        Route.blocking("POST", TABLES, this::create),
        Route.blocking("GET", TABLE, this::describe),
        Route.blocking("PATCH", TABLE, this::change),
        Route.blocking("DELETE", TABLE, this::delete),
        Route.of("GET", TAGS, this::tags),
        Route.blocking("PATCH", TAGS, this::changeTags),
        Route.of("GET", TTL, this::timeToLive),
        Route.blocking("PUT", TTL, this::enableTimeToLive),
        Route.blocking("DELETE", TTL, this::disableTimeToLive),
        Route.blocking("GET", INDEXES, this::indexes),
        Route.blocking("POST", INDEXES, this::addIndex),
        Route.blocking("GET", INDEX, this::index),
        Route.blocking("DELETE", INDEX, this::removeIndex));
  }

  private TableDescriptor tableOf(Call call) {
    return tables.require(call.variable("table"));
  }

  private Reply shown(int status, TableDescriptor table) {
    return Reply.json(
        status, TableDocuments.table(Reply.writer(), table, tables.statistics(table)));
  }

  private CompletableFuture<Reply> list(Call call) {
    call.requireOnly(Set.of("limit", "after"));
    Integer asked = call.number("limit", 1, PAGE_MAX);
    int limit = asked == null ? PAGE_DEFAULT : asked;
    String after = call.parameter("after");
    NavigableMap<String, TableDescriptor> rest = tables.all();
    if (after != null) {
      rest = rest.tailMap(after, false);
    }
    JsonWriter json = Reply.writer().beginObject().member("tables").beginArray();
    String last = null;
    for (TableDescriptor table : rest.values().stream().limit(limit).toList()) {
      json.beginObject().member("name").string(table.name());
      json.member("status").string(TableDocuments.word(table.status()));
      json.member("href").string(TABLES + "/" + UriText.encode(table.name())).endObject();
      last = table.name();
    }
    json.endArray();
    if (last != null && rest.size() > limit) {
      json.member("next").string(TABLES + "?limit=" + limit + "&after=" + UriText.encode(last));
    }
    return Reply.json(200, json.endObject()).now();
  }

  private CompletableFuture<Reply> create(Call call) {
    call.requireOnly(Set.of());
    Map<String, AttributeValue> body = call.rawJson();
    Optional<String> expiry = expiryAttribute(body.get("timeToLive"));
    CreateTableRequest request = TableDefinitions.create(body);
    TableDescriptor created = tables.create(request);
    if (expiry.isPresent()) {
      created = tables.setTimeToLive(created.name(), expiry.get(), true);
    }
    // Nothing is in it yet; not to be told so now must not fail what is done.
    JsonWriter json = TableDocuments.table(Reply.writer(), created, TableStatistics.EMPTY);
    return Reply.json(201, json)
        .with("Location", TABLES + "/" + UriText.encode(created.name()))
        .now();
  }

  /** The attribute that holds the time of expiry: its name, alone or in an object. */
  private static Optional<String> expiryAttribute(@Nullable AttributeValue given) {
    String name =
        switch (given) {
          case null -> null;
          case AttributeValue.Null ignored -> null;
          case AttributeValue.S text -> text.value();
          case AttributeValue.M map ->
              new Members(map.value(), "timeToLive")
                  .requireOnly(Set.of("attribute", "status"))
                  .requireString("attribute");
          default ->
              throw ProblemException.invalid("timeToLive is to be the name of an attribute.");
        };
    if (name != null && (name.isEmpty() || name.length() > ATTRIBUTE_MAX)) {
      throw ProblemException.invalid("The name of an attribute has 1 to 255 characters here.");
    }
    return Optional.ofNullable(name);
  }

  private CompletableFuture<Reply> describe(Call call) {
    call.requireOnly(Set.of());
    return shown(200, tableOf(call)).now();
  }

  private CompletableFuture<Reply> change(Call call) {
    call.requireOnly(Set.of());
    Map<String, AttributeValue> given = call.rawPatch();
    Members body = Members.of(given, Set.of("billing", "deletionProtection", "timeToLive", "tags"));
    if (given.isEmpty()) {
      throw ProblemException.invalid("The body is to say what to change.");
    }
    TableDescriptor table = tableOf(call);
    Optional<String> expiry = expiryAttribute(given.get("timeToLive"));
    TagChange tags = tagChange(body.map("tags"));
    Boolean protection = body.bool("deletionProtection");
    if (body.has("billing") || protection != null) {
      table =
          tables.update(TableDefinitions.settings(table.name(), given.get("billing"), protection));
    }
    if (body.has("timeToLive")) {
      table = changeTimeToLive(table, expiry);
    }
    return shown(200, change(table, tags)).now();
  }

  private TableDescriptor changeTimeToLive(TableDescriptor table, Optional<String> attribute) {
    boolean on =
        table.timeToLive().status() == TtlStatus.ENABLED
            || table.timeToLive().status() == TtlStatus.ENABLING;
    if (on ? table.timeToLive().attribute().equals(attribute) : attribute.isEmpty()) {
      return table;
    }
    return attribute.isPresent()
        ? tables.setTimeToLive(table.name(), attribute.get(), true)
        : tables.setTimeToLive(table.name(), table.timeToLive().attribute().orElseThrow(), false);
  }

  private record TagChange(List<Tag> added, List<String> removed) {}

  private static TagChange tagChange(@Nullable Map<String, AttributeValue> given) {
    TagChange change = new TagChange(new ArrayList<>(), new ArrayList<>());
    if (given == null) {
      return change;
    }
    given.forEach(
        (key, value) -> {
          if (key.isEmpty() || key.length() > TAG_KEY_MAX) {
            throw ProblemException.invalid("The key of a tag has 1 to 128 characters.");
          }
          switch (value) {
            case AttributeValue.Null ignored -> change.removed().add(key);
            case AttributeValue.S text when text.value().length() <= TAG_VALUE_MAX ->
                change.added().add(new Tag(key, text.value()));
            default ->
                throw ProblemException.invalid(
                    "The value of a tag is a string of up to 256 characters, or null to remove"
                        + " the tag.");
          }
        });
    return change;
  }

  private TableDescriptor change(TableDescriptor table, TagChange tags) {
    TableDescriptor changed = table;
    if (!tags.added().isEmpty()) {
      changed = tables.addTags(table.name(), tags.added());
    }
    if (!tags.removed().isEmpty()) {
      changed = tables.removeTags(table.name(), tags.removed());
    }
    return changed;
  }

  private CompletableFuture<Reply> delete(Call call) {
    call.requireOnly(Set.of());
    tables.delete(tableOf(call).name());
    return Reply.empty(204).now();
  }

  private CompletableFuture<Reply> tags(Call call) {
    call.requireOnly(Set.of());
    return Reply.json(200, TableDocuments.tags(Reply.writer(), tableOf(call))).now();
  }

  private CompletableFuture<Reply> changeTags(Call call) {
    call.requireOnly(Set.of());
    TableDescriptor changed = change(tableOf(call), tagChange(call.rawPatch()));
    return Reply.json(200, TableDocuments.tags(Reply.writer(), changed)).now();
  }

  private CompletableFuture<Reply> timeToLive(Call call) {
    call.requireOnly(Set.of());
    return Reply.json(200, TableDocuments.timeToLive(Reply.writer(), tableOf(call))).now();
  }

  private CompletableFuture<Reply> enableTimeToLive(Call call) {
    call.requireOnly(Set.of());
    Optional<String> attribute = expiryAttribute(new AttributeValue.M(call.rawJson()));
    TableDescriptor changed = changeTimeToLive(tableOf(call), attribute);
    return Reply.json(200, TableDocuments.timeToLive(Reply.writer(), changed)).now();
  }

  private CompletableFuture<Reply> disableTimeToLive(Call call) {
    call.requireOnly(Set.of());
    changeTimeToLive(tableOf(call), Optional.empty());
    return Reply.empty(204).now();
  }

  private CompletableFuture<Reply> indexes(Call call) {
    call.requireOnly(Set.of());
    TableDescriptor table = tableOf(call);
    JsonWriter json = Reply.writer().beginObject();
    TableDocuments.indexes(json, table, tables.statistics(table));
    return Reply.json(200, json.endObject()).now();
  }

  private CompletableFuture<Reply> addIndex(Call call) {
    call.requireOnly(Set.of());
    TableDescriptor table = tableOf(call);
    Map<String, AttributeValue> body = call.rawJson();
    TableDescriptor changed = tables.update(TableDefinitions.addIndex(table.name(), body));
    String name = new Members(body, "The body").requireString("name");
    return shown(202, changed, name)
        .with(
            "Location",
            TABLES + "/" + UriText.encode(table.name()) + "/indexes/" + UriText.encode(name))
        .now();
  }

  private Reply shown(int status, TableDescriptor table, String name) {
    TableStatistics statistics = tables.statistics(table);
    Optional<GlobalIndex> global = table.globalIndex(name);
    if (global.isPresent()) {
      return Reply.json(status, TableDocuments.global(Reply.writer(), global.get(), statistics));
    }
    for (SecondaryIndex local : table.schema().localIndexes()) {
      if (local.name().equals(name)) {
        return Reply.json(status, TableDocuments.local(Reply.writer(), local, statistics));
      }
    }
    throw new ProblemException(ProblemCode.INDEX_NOT_FOUND, "The table has no index " + name + ".");
  }

  private CompletableFuture<Reply> index(Call call) {
    call.requireOnly(Set.of());
    return shown(200, tableOf(call), call.variable("index")).now();
  }

  private CompletableFuture<Reply> removeIndex(Call call) {
    call.requireOnly(Set.of());
    TableDescriptor table = tableOf(call);
    String name = call.variable("index");
    shown(200, table, name); // a missing one is not found before anything else is wrong
    tables.update(TableDefinitions.removeIndex(table.name(), name));
    return Reply.empty(204).now();
  }
}
