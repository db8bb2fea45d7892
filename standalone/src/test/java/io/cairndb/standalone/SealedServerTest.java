package io.cairndb.standalone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.env.LocalFileSystem;
import io.cairndb.standalone.StartupException.Problem;
import io.cairndb.storage.engine.Compression;
import io.cairndb.storage.engine.Durability;
import io.cairndb.storage.engine.cipher.Entropy;
import io.cairndb.storage.engine.cipher.LocalKeystore;
import io.cairndb.storage.node.StorageSettings;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that is given master keys leaves nothing in the clear, and says which key it lacks. */
class SealedServerTest {
  private static final String SECRET = "never-to-be-seen-in-any-file";
  private static final String TABLE =
      "{'TableName':'%s','BillingMode':'PAY_PER_REQUEST',"
          + "'AttributeDefinitions':[{'AttributeName':'a','AttributeType':'S'}],"
          + "'KeySchema':[{'AttributeName':'a','KeyType':'HASH'}]}";

  private final HttpClient client = HttpClient.newHttpClient();

  @TempDir private Path root;

  private Path keys = Path.of("unset");

  @BeforeEach
  void makeKeys() throws IOException {
    keys = makeKeys("keys", "first");
  }

  private Path makeKeys(String name, String id) throws IOException {
    Path file = root.resolve(name);
    var unused = LocalKeystore.create(new LocalFileSystem(), file, Entropy.system(), id);
    return file;
  }

  private StandaloneOptions options(@Nullable Path keystore) {
    StorageSettings everything =
        new StorageSettings(
            keystore,
            new StorageSettings.Memory(8 << 20, 4 << 20),
            StorageSettings.compression(Compression.LZ4, Compression.ZSTD, 3),
            new StorageSettings.Tables(2 << 10, 12, 1 << 10, 1 << 10, 64 << 10),
            new StorageSettings.Compaction(2, 8 << 20),
            StorageSettings.scrub(1 << 20, Duration.ofHours(1)));
    return new StandaloneOptions("127.0.0.1", 0, root.resolve("data"), false, Durability.SYNC, 2)
        .withStorage(everything);
  }

  private String call(StandaloneServer server, String operation, String body) throws Exception {
    HttpResponse<String> answer = ServerCall.send(client, server, operation, body);
    return answer.statusCode() + " " + answer.body();
  }

  private void fill(StandaloneServer server) throws Exception {
    String table = call(server, "CreateTable", TABLE.formatted(SECRET));
    for (int i = 0; i < 10_000 && !table.contains("\"TableStatus\":\"ACTIVE\""); i++) {
      table = call(server, "DescribeTable", "{'TableName':'%s'}".formatted(SECRET));
    }
    for (int i = 0; i < 20; i++) {
      String item =
          "{'TableName':'%s','Item':{'a':{'S':'%s'},'b':{'S':'%s'}}}"
              .formatted(SECRET, SECRET + i, SECRET);
      assertEquals("200 {}", call(server, "PutItem", item));
    }
  }

  private void assertFilled(StandaloneServer server) throws Exception {
    String item =
        call(
            server,
            "GetItem",
            "{'TableName':'%s','Key':{'a':{'S':'%s'}}}".formatted(SECRET, SECRET + 7));
    assertTrue(item.startsWith("200 {\"Item\"") && item.contains(SECRET + 7), item);
  }

  /** Kinds of files that hold the secret. */
  private Set<String> tellingFiles() throws IOException {
    Set<String> telling = new TreeSet<>();
    try (Stream<Path> files = Files.walk(root.resolve("data"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (Files.readString(file, StandardCharsets.ISO_8859_1).contains(SECRET)) {
          telling.add(String.valueOf(file.getFileName()).replaceAll("[0-9]+", "N"));
        }
      }
    }
    return telling;
  }

  private String refused(StandaloneOptions options) {
    StartupException refused =
        assertThrows(
            StartupException.class,
            () -> {
              StandaloneServer unexpected = StandaloneServer.start(options);
              unexpected.close();
            });
    assertEquals(Problem.DATA_DIRECTORY, refused.problem());
    return String.valueOf(refused.getMessage());
  }

  @Test
  void nothingIsInTheClear() throws Exception {
    try (StandaloneServer server = StandaloneServer.start(options(keys))) {
      fill(server);
      assertEquals(Set.of(), tellingFiles());
    }
    try (StandaloneServer server = StandaloneServer.start(options(keys))) {
      assertFilled(server);
    }
    assertEquals(Set.of(), tellingFiles());
  }

  /**
   * The test above looks for what is there otherwise, in the catalog's files and in the shards'.
   */
  @Test
  void withoutKeysTheLogTells() throws Exception {
    try (StandaloneServer server = StandaloneServer.start(options(null))) {
      fill(server);
      assertTrue(tellingFiles().contains("N.log"), tellingFiles().toString());
    }
  }

  @Test
  void theKeyThatIsMissingIsNamed() throws Exception {
    try (StandaloneServer server = StandaloneServer.start(options(keys))) {
      fill(server);
    }
    String none = refused(options(null));
    assertTrue(none.contains("shard-0") && none.contains("'first', and no keys"), none);
    String other = refused(options(makeKeys("other", "second")));
    assertTrue(other.contains("'first': the keystore holds [second] only"), other);
    String impostor = refused(options(makeKeys("impostor", "first")));
    assertTrue(impostor.contains("the key of that id is another one"), impostor);
    try (StandaloneServer server = StandaloneServer.start(options(keys))) {
      assertFilled(server);
    }
  }

  @Test
  void anUnusableKeystoreIsToldBeforeAnythingIsMade() throws IOException {
    Path nowhere = root.resolve("nowhere");
    String missing = refused(options(nowhere));
    assertEquals(
        "the keystore %s cannot be used: %s does not exist".formatted(nowhere, nowhere), missing);
    Path text = Files.writeString(root.resolve("text"), "no keys in here, just some text");
    assertTrue(refused(options(text)).contains("damaged, or no keystore"));
    String inside = refused(options(root.resolve("data").resolve("keys")));
    assertTrue(inside.contains("lies in the data directory"), inside);
    assertFalse(Files.exists(root.resolve("data")), "made for nothing");
  }
}
