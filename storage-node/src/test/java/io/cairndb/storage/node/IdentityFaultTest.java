package io.cairndb.storage.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.causality.HybridClock;
import io.cairndb.env.Clock;
import io.cairndb.env.FileFault;
import io.cairndb.env.MemoryFileSystem;
import io.cairndb.env.RandomSource;
import io.cairndb.env.SimulatedWorkers;
import io.cairndb.placement.identity.NodeIdentity;
import io.cairndb.placement.identity.NodeIdentity.Membership;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/**
 * Who a node is outlives power cuts at every step, and is never guessed: a node under another's
 * number, or a member that forgets itself, would be worse than one that does not start.
 */
final class IdentityFaultTest {
  private static final Path ROOT = Path.of("/data");
  private static final Path FILE = ROOT.resolve("IDENTITY");
  private static final UUID NODE = new UUID(0x0123456789abcdefL, 0x8edcba9876543210L);
  private static final Membership MEMBER =
      new Membership(new UUID(0x1111222233334444L, 0x8555666677778888L), 42);

  private MemoryFileSystem files = new MemoryFileSystem();

  private DataDirectory open(Supplier<UUID> newNodeId) throws IOException {
    return DataDirectory.openOfCluster(files, ROOT, 1, newNodeId);
  }

  private DataDirectory open() throws IOException {
    return open(() -> NODE);
  }

  private void join() throws IOException {
    try (DataDirectory directory = open()) {
      directory.join(MEMBER);
    }
  }

  private String text() throws IOException {
    return new String(files.contents(FILE), StandardCharsets.UTF_8);
  }

  private void text(String text) {
    files.overwrite(FILE, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Golden: the file every later release must still be able to read. */
  @Test
  void theFileIsText() throws IOException {
    open().close();
    assertEquals(
        "cairn-identity 1\nnode 01234567-89ab-cdef-8edc-ba9876543210\ncrc32c ed473091\n", text());
    join();
    assertEquals(
        "cairn-identity 1\nnode 01234567-89ab-cdef-8edc-ba9876543210\n"
            + "cluster 11112222-3333-4444-8555-666677778888\nnumber 42\ncrc32c 0abafc9e\n",
        text());
    assertFalse(files.exists(ROOT.resolve("IDENTITY.new")));
  }

  @Test
  void theIdentityIsMadeOnceAndKept() throws IOException {
    open().close();
    try (DataDirectory again = open(UUID::randomUUID)) {
      assertEquals(Optional.of(new NodeIdentity(NODE, Optional.empty())), again.identity());
      again.join(MEMBER);
      again.join(MEMBER);
      assertThrows(
          IllegalStateException.class, () -> again.join(new Membership(MEMBER.clusterId(), 43)));
    }
    try (DataDirectory again = open(UUID::randomUUID)) {
      assertEquals(Optional.of(new NodeIdentity(NODE, Optional.of(MEMBER))), again.identity());
    }
  }

  /** At whatever operation the power goes: then it is a new directory, or the one it was. */
  @Test
  void aPowerCutAtAnyStepLeavesTheOldIdentityOrTheNew() throws IOException {
    boolean through = false;
    int cuts = 0;
    int kept = 0;
    for (long step = 1; !through; step++) {
      for (long seed = 0; seed < 20; seed++) {
        files = new MemoryFileSystem();
        files.inject(new FileFault(step, FileFault.Kind.POWER_OFF));
        boolean durable = false;
        boolean joined = false;
        try {
          DataDirectory directory = open();
          durable = true;
          directory.join(MEMBER);
          joined = true;
        } catch (IOException off) {
          cuts++;
        }
        through = joined && !files.faultFired();
        files.inject(null);
        files.crash(seed);
        UUID other = new UUID(step, seed);
        try (DataDirectory again = open(() -> other)) {
          NodeIdentity found = again.identity().orElseThrow();
          if (joined) {
            assertEquals(Optional.of(MEMBER), found.membership());
          }
          if (durable) {
            assertEquals(NODE, found.nodeId());
            kept++;
          } else {
            assertTrue(found.nodeId().equals(NODE) || found.nodeId().equals(other));
          }
          again.join(MEMBER);
        }
      }
    }
    assertTrue(cuts > 100, "the power was hardly ever cut: " + cuts);
    assertTrue(kept > 100, "hardly ever was there anything to keep: " + kept);
  }

  /** What a failing disk may turn the file into is damage, whatever it still looks like. */
  @Test
  void everyChangedOrMissingByteIsFound() throws IOException {
    join();
    byte[] whole = files.contents(FILE);
    for (int at = 0; at < whole.length; at++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] changed = whole.clone();
        changed[at] ^= (byte) (1 << bit);
        files.overwrite(FILE, changed);
        assertThrows(DataDirectoryException.class, this::open, "byte " + at + " bit " + bit);
      }
      files.overwrite(FILE, Arrays.copyOf(whole, at));
      assertThrows(DataDirectoryException.Damaged.class, this::open, "cut at " + at);
    }
    files.overwrite(FILE, whole);
    open().close();
  }

  @Test
  void aNewerFileIsRefusedAndUntouched() throws IOException {
    join();
    text("cairn-identity 2\nsomething\n");
    assertThrows(DataDirectoryException.Newer.class, this::open);
    assertEquals("cairn-identity 2\nsomething\n", text());
  }

  @Test
  void numbersOutOfRangeAreDamage() throws IOException {
    join();
    for (int number : new int[] {0, 65536, 99999}) {
      String head =
          "cairn-identity 1\nnode "
              + NODE
              + "\ncluster "
              + MEMBER.clusterId()
              + "\nnumber "
              + number
              + "\n";
      CRC32C crc = new CRC32C();
      crc.update(head.getBytes(StandardCharsets.US_ASCII));
      text(head + "crc32c " + HexFormat.of().toHexDigits((int) crc.getValue()) + "\n");
      assertThrows(DataDirectoryException.Damaged.class, this::open);
    }
  }

  /** The catalog of one process lies beside its shards, that of a cluster elsewhere. */
  @Test
  void aDirectoryOfTheOtherKindIsRefusedAndUntouched() throws IOException {
    join();
    List<String> before = files.list(ROOT);
    var ofCluster =
        assertThrows(
            DataDirectoryException.OtherKind.class, () -> DataDirectory.open(files, ROOT, 1));
    assertTrue(String.valueOf(ofCluster.getMessage()).contains("storage node of a cluster"));
    assertEquals(before, files.list(ROOT));
    files = new MemoryFileSystem();
    DataDirectory.open(files, ROOT, 1).close();
    before = files.list(ROOT);
    var ofOne = assertThrows(DataDirectoryException.OtherKind.class, this::open);
    assertTrue(String.valueOf(ofOne.getMessage()).contains("single process"));
    assertEquals(before, files.list(ROOT));
  }

  /** Its shards would come back empty, under the number of those that are missed. */
  @Test
  void aNumberWithoutShardsIsDamage() throws IOException {
    join();
    files.delete(ROOT.resolve("FORMAT"));
    List<String> before = files.list(ROOT);
    var refused = assertThrows(DataDirectoryException.Damaged.class, this::open);
    assertTrue(String.valueOf(refused.getMessage()).contains("node 42"), refused.toString());
    assertEquals(before, files.list(ROOT));
  }

  @Test
  void shardsWithoutANumberAreDamage() throws IOException {
    try (DataDirectory directory = open()) {
      directory.complete();
    }
    assertThrows(DataDirectoryException.Damaged.class, this::open);
  }

  @Test
  void aNodeIsNotOpenedUnderAnotherNumber() throws IOException {
    DataDirectory directory = open();
    directory.join(MEMBER);
    StorageNodeOptions options = StorageNodeOptions.defaults(ROOT, 7, 1);
    StorageNode.Environment environment =
        new StorageNode.Environment(
            files,
            Clock.system(),
            new HybridClock(Clock.system(), 7, RandomSource.seeded(1)),
            new SimulatedWorkers(true),
            Thread.ofPlatform().daemon(true).factory(),
            new LoggingListener());
    assertThrows(
        IllegalArgumentException.class, () -> StorageNode.open(directory, options, environment));
    open().close();
  }
}
