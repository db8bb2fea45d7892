package io.cairndb.shard;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.causality.Hlc;
import io.cairndb.env.RandomSource;
import io.cairndb.item.Bytes;
import io.cairndb.item.Item;
import io.cairndb.item.ItemFormatException;
import io.cairndb.item.KeyLayout;
import io.cairndb.placement.ShardId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * Bytes on disk are for ever: each record is written and read as its golden file says, and damaged
 * ones are refused. {@code -Drewrite} writes files for new records; an existing one never changes.
 */
final class GoldenFormatTest {
  private static final UUID ID = new UUID(0x0123456789ABCDEFL, 0x8000000000000001L);
  private static final Hlc HLC = new Hlc(0x018BCFE568007001L, 0x8000400000000002L);
  private static final Item ITEM = ShardFixture.item("a", 1);

  /** Every decoder of values, by the golden file it reads. */
  private static final Map<String, Function<byte[], Object>> DECODERS = decoders();

  @Test
  void recordsAreWrittenAsTheirGoldenFiles() throws IOException {
    for (Map.Entry<String, byte[]> record : records().entrySet()) {
      assertArrayEquals(golden(record.getKey(), record.getValue()), record.getValue());
    }
  }

  @Test
  void goldenFilesAreReadAndWrittenBackTheSame() throws IOException {
    assertEquals(ShardFixture.TABLE, MetaRecords.schema(bytes("schema-v1")));
    assertEquals(ShardFixture.PARTITION, MetaRecords.partition(bytes("partition-v1")));
    assertEquals(new ChangePosition(HLC.msb(), 7), MetaRecords.position(bytes("cursor-v1")));
    assertEquals(ledger(), MetaRecords.ledger(bytes("ledger-v1")));
    assertEquals(token(), MetaRecords.token(bytes("token-v1")));
    assertEquals(intent(), MetaRecords.intent(bytes("intent-v1")));
    assertEquals(change(), ChangeLog.decode(bytes("change-record-v1")));
    byte[] key = bytes("change-key-v1");
    assertEquals(ShardFixture.REF.id(), ChangeLog.partitionOf(key));
    assertEquals(new ChangePosition(HLC.msb(), 7), ChangeLog.positionOf(key));
    byte[] expiry = bytes("ttl-key-v1");
    assertEquals(1_900_000_000L, ExpiryIndex.secondsOf(expiry));
    assertArrayEquals(itemKey(), ExpiryIndex.engineKeyOf(expiry));
  }

  /** Damage is refused as such, or reads as another valid record; nothing else may happen. */
  @Test
  void damagedRecordsAreRefused() throws IOException {
    long seed = Long.getLong("cairn.seed", System.nanoTime());
    System.out.println(
        "seed " + seed + ": mvn -pl libs/shard test -Dtest=GoldenFormatTest -Dcairn.seed=" + seed);
    RandomSource random = RandomSource.seeded(seed);
    int refused = 0;
    for (Map.Entry<String, Function<byte[], Object>> decoder : DECODERS.entrySet()) {
      byte[] good = bytes(decoder.getKey());
      for (int i = 0; i < 3000; i++) {
        try {
          assertNotNull(decoder.getValue().apply(damage(good, random)));
        } catch (ShardFormatException | ItemFormatException expected) {
          refused++;
        }
      }
    }
    assertTrue(refused > 1000, "refused " + refused);
  }

  private static byte[] damage(byte[] good, RandomSource random) {
    byte[] bad = good.clone();
    switch (random.nextInt(3)) {
      case 0 -> bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
      case 1 -> bad = Arrays.copyOf(bad, random.nextInt(bad.length));
      default -> {
        for (int i = 0; i < 4; i++) {
          bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
        }
      }
    }
    return bad;
  }

  private static Map<String, Function<byte[], Object>> decoders() {
    Map<String, Function<byte[], Object>> decoders = new LinkedHashMap<>();
    decoders.put("schema-v1", MetaRecords::schema);
    decoders.put("partition-v1", MetaRecords::partition);
    decoders.put("cursor-v1", MetaRecords::position);
    decoders.put("clock-mark-v1", MetaRecords::clockMark);
    decoders.put("prepared-v1", MetaRecords::prepared);
    decoders.put("intent-v1", MetaRecords::intent);
    decoders.put("ended-v1", MetaRecords::outcome);
    decoders.put("ledger-v1", MetaRecords::ledger);
    decoders.put("token-v1", MetaRecords::token);
    decoders.put("job-v1", bytes -> MaintenanceJob.decode(ID, bytes));
    decoders.put("change-record-v1", ChangeLog::decode);
    decoders.put(
        "statistics-v1",
        bytes -> {
          PartitionCounts counts = new PartitionCounts();
          counts.load(bytes);
          return counts;
        });
    return decoders;
  }

  private static Map<String, byte[]> records() {
    Map<String, byte[]> records = new LinkedHashMap<>();
    records.put("schema-v1", MetaRecords.encode(ShardFixture.TABLE));
    records.put("partition-v1", MetaRecords.encode(ShardFixture.PARTITION));
    records.put("cursor-v1", MetaRecords.encode(new ChangePosition(HLC.msb(), 7)));
    records.put("clock-mark-v1", MetaRecords.clockMark(ShardFixture.START_MILLIS));
    records.put("clean-close-v1", MetaRecords.cleanClose(0));
    records.put("clean-close-v2", MetaRecords.cleanClose(0x0123456789ABCDEFL));
    records.put("prepared-v1", MetaRecords.encode(prepared()));
    records.put("intent-v1", MetaRecords.encode(intent()));
    records.put("ended-v1", MetaRecords.encode(TransactionOutcome.ABORTED));
    records.put("ledger-v1", MetaRecords.encode(ledger()));
    records.put("token-v1", MetaRecords.encode(token()));
    records.put(
        "job-v1",
        new MaintenanceJob(ID, MaintenanceJob.Kind.INDEX_EXPIRIES, ID, new byte[] {1, 2}).encode());
    PartitionCounts counts = new PartitionCounts();
    Evaluation none = new Evaluation(Hlc.MIN, new HeldEngine().latest());
    counts.add(none, itemKey(), 0, 3, 300);
    counts.add(none, itemKey(), 1, 2, 20);
    records.put("statistics-v1", counts.encode());
    records.put("change-record-v1", ChangeLog.encode(change()));
    records.put(
        "change-key-v1", ChangeLog.key(ShardFixture.REF.id(), new ChangePosition(HLC.msb(), 7)));
    records.put(
        "ttl-key-v1", ExpiryIndex.key(ShardFixture.TABLE.tableId(), 1_900_000_000L, itemKey()));
    records.put("meta-key-token-v1", MetaKeys.token("client-token"));
    records.put(
        "meta-key-cursor-v1",
        MetaKeys.indexCursor(ShardFixture.INDEX_PARTITION.id(), ShardFixture.REF.id()));
    return records;
  }

  private static byte[] itemKey() {
    return KeyLayout.item(ShardFixture.TABLE.groupId(), ShardFixture.key("a", 1));
  }

  private static MetaRecords.PreparedRecord prepared() {
    return new MetaRecords.PreparedRecord(
        new ShardId(1, 2),
        HLC,
        ShardFixture.START_MILLIS,
        List.of(new MetaRecords.LockedItem(ShardFixture.TABLE.tableId(), itemKey())));
  }

  private static MetaRecords.Intent intent() {
    return new MetaRecords.Intent(new TransactionId(ID), HLC, MetaRecords.Intent.Kind.PUT, ITEM);
  }

  private static MetaRecords.LedgerRecord ledger() {
    return new MetaRecords.LedgerRecord(
        ShardFixture.START_MILLIS,
        TransactionOutcome.COMMITTED,
        List.of(new ShardId(1, 0), new ShardId(1, 1)),
        Optional.of("client-token"));
  }

  private static MetaRecords.TokenRecord token() {
    return new MetaRecords.TokenRecord(
        new TransactionId(ID), ShardFixture.START_MILLIS, true, Bytes.utf8("hash"));
  }

  private static ChangeRecord change() {
    return new ChangeRecord(
        HLC,
        ChangeRecord.Kind.INSERT,
        ShardFixture.TABLE.tableId(),
        null,
        ITEM,
        ChangeRecord.Origin.USER,
        true,
        Set.of());
  }

  private static byte[] golden(String name, byte[] actual) throws IOException {
    Path file = Path.of("src/test/resources/golden", name + ".hex");
    if (System.getProperty("rewrite") != null && !Files.exists(file)) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, HexFormat.of().formatHex(actual) + "\n", StandardCharsets.UTF_8);
      return actual;
    }
    return bytes(name);
  }

  private static byte[] bytes(String name) throws IOException {
    try (InputStream in = GoldenFormatTest.class.getResourceAsStream("/golden/" + name + ".hex")) {
      if (in == null) {
        throw new IOException("no golden file " + name + "; -Drewrite makes it");
      }
      String hex = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return HexFormat.of().parseHex(hex.strip());
    }
  }
}
