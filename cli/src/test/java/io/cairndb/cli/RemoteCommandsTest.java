package io.cairndb.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.cli.Cli.Result;
import io.cairndb.standalone.StartupException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every command that talks to an endpoint, against a real one: what it shows, does and refuses. */
class RemoteCommandsTest {
  private static final String SONG =
      "{\"artist\":\"Nina Simone\",\"song\":\"Sinnerman\",\"year\":1965,"
          + "\"tags\":{\"$ss\":[\"jazz\"]},\"length\":622.50}";

  private Cli cairn;

  @TempDir private Path directory;

  @BeforeEach
  void start() throws StartupException {
    cairn = Cli.start();
  }

  @AfterEach
  void stop() {
    cairn.close();
  }

  private Result ok(String... arguments) {
    Result result = cairn.run(arguments);
    assertEquals(0, result.code(), () -> String.join(" ", arguments) + ": " + result.err());
    return result;
  }

  private void fails(int code, String message, String... arguments) {
    Result result = cairn.run(arguments);
    String told = String.join(" ", arguments) + ": " + result.code() + " " + result.err();
    assertEquals(code, result.code(), told);
    assertTrue(result.err().contains(message), told);
    assertFalse(result.err().contains("\tat "), told);
    assertEquals("", result.out(), told);
  }

  private void music() {
    ok(
        "table",
        "create",
        "music",
        "--key",
        "artist:S",
        "--sort",
        "song:S",
        "--index",
        "by-year=year:N,keys",
        "--local-index",
        "by-length=length:N",
        "--ttl",
        "gone");
    ok("item", "put", "music", SONG);
    ok("item", "put", "music", "{\"artist\":\"Nina Simone\",\"song\":\"Feeling Good\",\"x\":1}");
  }

  @Test
  void tablesAreCreatedListedDescribedAndDeleted() {
    assertTrue(ok("table", "list").out().contains("There are no tables"));
    music();
    assertTrue(ok("table", "list").lines().getLast().startsWith("music  ACTIVE  artist:S  song:S"));
    assertTrue(ok("table", "list", "--json").out().startsWith("{\"tables\":[{\"name\":\"music\""));
    String described = ok("table", "describe", "music").out();
    assertTrue(described.contains("ttl       gone"), described);
    assertTrue(described.contains("by-year    global  ACTIVE  year:N"), described);
    assertTrue(described.contains("by-length  local"), described);
    String json = ok("table", "describe", "music", "--json").out();
    assertTrue(json.contains("\"sort\":{\"name\":\"song\",\"type\":\"S\"}"), json);
    assertTrue(json.contains("\"billing\":\"on-demand\""), json);
    fails(8, "nobody to ask; say --yes", "table", "delete", "music");
    assertEquals(
        "{\"deleted\":\"music\"}", ok("table", "delete", "music", "--yes", "--json").out().strip());
  }

  @Test
  void provisionedTablesTellTheirThroughput() {
    ok(
        "table",
        "create",
        "steady",
        "--key",
        "id:N",
        "--index",
        "gsi=a:S",
        "--billing",
        "provisioned:5/6");
    String json = ok("table", "describe", "steady", "--json").out();
    assertTrue(json.contains("\"billing\":{\"read\":5,\"write\":6}"), json);
  }

  @Test
  void itemsGoInAndComeBackAsTheyWere() {
    music();
    assertEquals(
        "{\"artist\":\"Nina Simone\",\"length\":622.5,\"song\":\"Sinnerman\","
            + "\"tags\":{\"$ss\":[\"jazz\"]},\"year\":1965}",
        sorted(ok("item", "get", "music", "Nina Simone", "Sinnerman", "--json").out()));
    String key = "{\"artist\":\"Nina Simone\",\"song\":\"Sinnerman\"}";
    assertTrue(ok("item", "get", "music", key).out().contains("\"length\": 622.5"));
    fails(
        8, "ConditionalCheckFailedException", "item", "put", "music", SONG, "--if", "year < 1965");
    assertTrue(ok("item", "put", "music", SONG, "--if", "year = 1965").out().contains("Replaced"));
    fails(8, "ConditionalCheckFailedException", "item", "delete", "music", key, "--if", "year = 1");
    assertTrue(ok("item", "delete", "music", key, "--json").out().startsWith("{\"deleted\":{"));
    fails(7, "no item with that key", "item", "get", "music", key);
    fails(7, "no item with that key", "item", "delete", "music", key);
  }

  @Test
  void itemsAreUpdatedByExpression() {
    music();
    String[] item = {"item", "update", "music", "Nina Simone", "Feeling Good", "--json"};
    assertTrue(
        update(item, "--do", "SET x = x + 1, tags = {\"$ss\":[\"soul\"]}").contains("\"x\":2"));
    assertTrue(
        update(
                item,
                "--do",
                "SET #y = :n REMOVE x",
                "--names",
                "{\"#y\":\"year\"}",
                "--values",
                "{\":n\":1965}",
                "--if",
                "x = 2")
            .contains("\"year\":1965"));
    fails(
        8,
        "ConditionalCheckFailedException",
        "item",
        "update",
        "music",
        "a",
        "b",
        "--do",
        "SET n = 1",
        "--if",
        "n = 2");
    fails(2, "--values: ", "item", "update", "music", "a", "b", "--do", "x", "--values", "[]");
    fails(
        2,
        "--names: #n",
        "item",
        "update",
        "music",
        "a",
        "b",
        "--do",
        "x",
        "--names",
        "{\"#n\":1}");
    fails(2, "--do", "item", "update", "music", "a", "b");
    assertTrue(
        ok("item", "update", "music", "a", "b", "--do", "SET n = 1").out().contains("\"n\": 1"));
  }

  private String update(String[] item, String... options) {
    List<String> words = new ArrayList<>(List.of(item));
    words.addAll(List.of(options));
    return ok(words.toArray(String[]::new)).out();
  }

  /** Order of attributes is the database's affair. */
  private static String sorted(String document) {
    String inner = document.strip().replaceAll("^\\{|}$", "");
    return "{"
        + String.join(",", java.util.Arrays.stream(inner.split(",(?=\")", -1)).sorted().toList())
        + "}";
  }

  @Test
  void documentsComeFromStandardInputToo() {
    music();
    withInput("{\"artist\":\"a\",\"song\":\"b\"}", () -> ok("item", "put", "music", "-"));
    assertEquals(0, cairn.run("item", "get", "music", "a", "b").code());
    withInput("{", () -> fails(2, "standard input: a member's name", "item", "put", "music", "-"));
  }

  private static void withInput(String text, Runnable action) {
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    try {
      action.run();
    } finally {
      System.setIn(before);
    }
  }

  @Test
  void queriesAndScansShowWhatWasAskedFor() {
    music();
    Result drawn = ok("query", "music", "artist = 'Nina Simone'");
    assertTrue(drawn.lines().getFirst().startsWith("artist       song"), drawn.out());
    assertTrue(drawn.lines().get(2).startsWith("Nina Simone  Feeling Good"), drawn.out());
    assertEquals("2 items", drawn.err().strip());
    assertTrue(
        ok("query", "music", "artist = 'Nina Simone'", "--desc", "--json", "--limit", "1")
            .out()
            .contains("Sinnerman"));
    assertTrue(
        ok("query", "music", "artist = 'Nina Simone'", "--limit", "1")
            .err()
            .contains("there are more"));
    assertEquals(
        1,
        ok("query", "music", "artist = 'Nina Simone'", "--filter", "x = 1", "--json")
            .lines()
            .size());
    assertEquals(
        1, ok("query", "music", "year = 1965", "--index", "by-year", "--json").lines().size());
    assertEquals(2, ok("scan", "music", "--json", "--segments", "3").lines().size());
    Result some = ok("scan", "music", "--segments", "5", "--limit", "1");
    assertEquals("1 item; there are more: --limit 0 shows all", some.err().strip());
    assertEquals(
        1, ok("scan", "music", "--filter", "contains(tags, 'jazz')", "--json").lines().size());
    assertEquals("0 items", ok("scan", "music", "--filter", "x = 9").err().strip());
  }

  @Test
  void statementsReadAndWrite() {
    music();
    String where = " WHERE artist = 'Nina Simone' AND song = 'Sinnerman'";
    assertTrue(ok("sql", "SELECT year FROM music" + where).out().contains("1965"));
    assertEquals("Done.", ok("sql", "UPDATE music SET plays = 3" + where).out().strip());
    assertEquals(
        "{\"plays\":3}", ok("sql", "SELECT plays FROM music" + where, "--json").out().strip());
    fails(8, "ValidationException", "sql", "SELECT FROM WHERE");
    String asked = "SELECT song FROM music WHERE artist = ? AND year = ?";
    assertEquals(
        "{\"song\":\"Sinnerman\"}",
        ok("sql", asked, "Nina Simone", "1965", "--json").out().strip());
    assertEquals("", ok("sql", asked, "Nina Simone", "\"1965\"", "--json").out().strip());
    ok("sql", "INSERT INTO music VALUE {'artist': ?, 'song': 's', 't': ?}", "a", "{\"$ns\":[1]}");
    assertTrue(ok("item", "get", "music", "a", "s", "--json").out().contains("{\"$ns\":[1]}"));
  }

  @Test
  void whatIsExportedCanBeImported() throws IOException {
    music();
    Path file = directory.resolve("music.jsonl");
    assertTrue(ok("export", "music", file.toString()).out().startsWith("Exported 2 items"));
    fails(8, "exists; --overwrite", "export", "music", file.toString());
    ok("export", "music", file.toString(), "--overwrite");
    ok("table", "create", "copy", "--key", "artist:S", "--sort", "song:S");
    assertEquals(
        "{\"table\":\"copy\",\"file\":\"%s\",\"items\":2,\"bytes\":%d,\"resumed\":false}"
            .formatted(file, Files.size(file)),
        ok("import", "copy", file.toString(), "--json").out().strip());
    assertEquals(
        ok("scan", "music", "--json").lines().stream().sorted().toList(),
        ok("scan", "copy", "--json").lines().stream().sorted().toList());
    try (var left = Files.list(directory)) {
      assertEquals(1, left.count(), "no checkpoint is left");
    }
  }

  /** A line that is wrong stops the import; once it is mended, the rest follows. */
  @Test
  void theWrongLineOfAnImportIsNamed() throws IOException {
    ok("table", "create", "things", "--key", "id:N");
    Path file = directory.resolve("data.jsonl");
    Files.writeString(file, "{\"id\":1}\n\n{\"id\":2\n");
    fails(10, "line 3: '}' is needed", "import", "things", file.toString());
    Files.writeString(file, "{\"id\":1}\n\n{\"it\":2}\n");
    fails(8, "has changed since its import began", "import", "things", file.toString());
    fails(10, "line 3 has no \"id\"", "import", "things", file.toString(), "--restart");
    Files.writeString(file, "{\"id\":\"x\"}\n");
    fails(
        8, "ValidationException: up to line 1:", "import", "things", file.toString(), "--restart");
    Files.writeString(file, "{\"id\":1,\"v\":1}\n{\"id\":2}\n{\"id\":1,\"v\":2}");
    ok("import", "things", file.toString(), "--restart");
    assertEquals("{\"id\":1,\"v\":2}", ok("item", "get", "things", "1", "--json").out().strip());
    withInput(
        "{\"id\":3}\n",
        () ->
            assertTrue(
                ok("import", "things", "-").out().startsWith("Imported 1 item (9 B) into things")));
    assertEquals(3, ok("scan", "things", "--json").lines().size());
  }

  @Test
  void statusShowsHealthTablesAndFigures() {
    music();
    String drawn = ok("status").out();
    assertTrue(drawn.contains("server    Cairn " + Cairn.version()), drawn);
    assertTrue(drawn.contains("health    answers"), drawn);
    assertTrue(drawn.contains("server    Cairn"), drawn);
    assertTrue(drawn.contains("music"), drawn);
    assertTrue(drawn.contains("requests"), drawn);
    String json = ok("status", "--json").out();
    assertTrue(json.contains("\"healthy\":true,\"server\":\"Cairn\""), json);
    assertTrue(json.contains("\"cairn_http_requests_total\":"), json);
  }

  @Test
  void benchMeasuresAndCleansUp() {
    String[] short_ = {"bench", "--seconds", "1", "--warmup", "0", "--connections", "2"};
    String drawn = ok(short_).out();
    assertTrue(drawn.contains("p99.9"), drawn);
    assertTrue(drawn.contains("0 failed"), drawn);
    String json = ok("bench", "--seconds", "1", "--warmup", "0", "--mix", "get=1", "--json").out();
    assertTrue(json.contains("\"kinds\":{\"get\":{\"requests\":"), json);
    assertTrue(ok("table", "list").out().contains("There are no tables"));
  }

  @Test
  void completionKnowsTheCommands() {
    Result result = Cli.runAlone("completion");
    assertEquals(0, result.code());
    assertTrue(result.out().contains("_picocli_cairn_table_create"), result.err());
  }

  @Test
  void everyCommandHasHelpWithAnExample() {
    for (String command :
        new String[] {
          "table create",
          "table list",
          "table describe",
          "table delete",
          "item get",
          "item put",
          "item delete",
          "query",
          "scan",
          "sql",
          "import",
          "export",
          "status",
          "bench",
          "completion"
        }) {
      Result result = Cli.runAlone((command + " --help").split(" ", -1));
      assertEquals(0, result.code(), command);
      assertTrue(result.out().contains("Example"), command);
    }
  }

  @Test
  void wrongUsageIsToldInOneLine() {
    music();
    assertAll(
        () -> assertEquals(2, Cli.runAlone("table").code()),
        () -> assertTrue(Cli.runAlone("item").err().startsWith("cairn: item needs a command")),
        () -> fails(2, "--key", "table", "create", "things"),
        () -> fails(2, "--key must be NAME:TYPE", "table", "create", "things", "--key", "id"),
        () -> fails(2, "two types", "table", "create", "things", "--key", "a:S", "--sort", "a:N"),
        () -> fails(2, "--index: 'x'", "table", "create", "things", "--key", "a:S", "--index", "x"),
        () ->
            fails(
                2,
                "--billing must be",
                "table",
                "create",
                "things",
                "--key",
                "a:S",
                "--billing",
                "x"),
        () -> fails(2, "the key of music is artist and song", "item", "get", "music", "a"),
        () -> fails(2, "the document: ", "item", "put", "music", "[]"),
        () -> fails(2, "none of $ss", "item", "put", "music", "{\"a\":{\"$q\":1}}"),
        () -> fails(2, "is not closed", "query", "music", "artist = 'x"),
        () -> fails(2, "--limit must be between", "scan", "music", "--limit", "-1"),
        () -> fails(2, "--segment must be between", "scan", "music", "--segment", "1"),
        () -> fails(2, "--concurrency must be", "import", "music", "x", "--concurrency", "0"),
        () -> fails(2, "--segments must be", "export", "music", "x", "--segments", "0"),
        () -> fails(2, "--mix", "bench", "--mix", "put=x"),
        () -> fails(2, "--mix must have", "bench", "--mix", "put=0"),
        () -> fails(2, "unexpected 'now'", "status", "now"),
        () -> fails(10, "is not a file", "import", "music", directory.toString()));
  }

  @Test
  void whatTheServerRefusesIsToldWithItsName() {
    music();
    assertAll(
        () -> fails(7, "ResourceNotFoundException", "table", "describe", "none"),
        () -> fails(7, "ResourceNotFoundException", "table", "delete", "none", "--yes"),
        () -> fails(7, "ResourceNotFoundException", "scan", "none"),
        () -> fails(7, "ResourceNotFoundException", "query", "none", "a = 1"),
        () -> fails(7, "ResourceNotFoundException", "item", "put", "none", "{\"a\":1}"),
        () -> fails(7, "ResourceNotFoundException", "export", "none", "x"),
        () -> fails(8, "ResourceInUseException", "table", "create", "music", "--key", "a:S"),
        () -> fails(8, "ValidationException", "query", "music", "song = 'x'"),
        () -> fails(8, "ValidationException", "item", "put", "music", "{\"a\":1}"));
  }

  @Test
  void anEndpointThatDoesNotAnswerIsNamed() throws IOException {
    int port;
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = taken.getLocalPort();
    }
    String endpoint = "http://127.0.0.1:" + port;
    Result result = Cli.runAlone("table", "list", "--endpoint", endpoint);
    assertEquals(9, result.code());
    assertEquals("cairn: nothing answers at " + endpoint, result.err().strip());
    Result wrong = Cli.runAlone("status", "--endpoint", "ftp://x");
    assertEquals(2, wrong.code());
    assertTrue(wrong.err().startsWith("cairn: --endpoint: an endpoint starts with http"));
  }
}
