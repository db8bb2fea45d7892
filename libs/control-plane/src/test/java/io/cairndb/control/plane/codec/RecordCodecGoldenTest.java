package io.cairndb.control.plane.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.control.plane.BillingMode;
import io.cairndb.control.plane.CapacityLimits;
import io.cairndb.control.plane.CapacityLimits.Units;
import io.cairndb.control.plane.Encryption;
import io.cairndb.control.plane.GlobalIndex;
import io.cairndb.control.plane.IndexStatus;
import io.cairndb.control.plane.ResourcePolicy;
import io.cairndb.control.plane.RetiredStream;
import io.cairndb.control.plane.StreamStatus;
import io.cairndb.control.plane.TableClass;
import io.cairndb.control.plane.TableDescriptor;
import io.cairndb.control.plane.TableSettings;
import io.cairndb.control.plane.TableStatus;
import io.cairndb.control.plane.TableStream;
import io.cairndb.control.plane.Throughput;
import io.cairndb.control.plane.TimeToLive;
import io.cairndb.control.plane.TtlStatus;
import io.cairndb.control.plane.machine.MetadataRecord;
import io.cairndb.control.plane.machine.Operation;
import io.cairndb.control.plane.machine.Walk;
import io.cairndb.env.RandomSource;
import io.cairndb.item.Bytes;
import io.cairndb.item.schema.KeyAttribute;
import io.cairndb.item.schema.KeySchema;
import io.cairndb.item.schema.Projection;
import io.cairndb.item.schema.ScalarType;
import io.cairndb.item.schema.SecondaryIndex;
import io.cairndb.item.schema.StreamView;
import io.cairndb.item.schema.TableSchema;
import io.cairndb.placement.Epoch;
import io.cairndb.placement.Partition;
import io.cairndb.placement.PartitionId;
import io.cairndb.placement.ShardId;
import io.cairndb.placement.TokenRange;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * Records written by any released version stay readable: the golden file holds one of each kind,
 * and is never regenerated for a version that was released.
 */
final class RecordCodecGoldenTest {
  private static final UUID TABLE = id(1);
  private static final UUID INDEX = id(2);
  private static final KeySchema KEY =
      new KeySchema(
          List.of(new KeyAttribute("pk", ScalarType.S)),
          List.of(new KeyAttribute("sk", ScalarType.N)));

  @Test
  void goldenFileIsReadAndWrittenByteForByte() throws IOException {
    List<String> lines = golden();
    List<MetadataRecord> records = records();
    StringBuilder written = new StringBuilder();
    records.forEach(
        record ->
            written.append(HexFormat.of().formatHex(RecordCodec.encode(record))).append('\n'));
    assertEquals(String.join("\n", lines) + "\n", written.toString());
    for (int i = 0; i < records.size(); i++) {
      assertEquals(records.get(i), RecordCodec.decode(HexFormat.of().parseHex(lines.get(i))));
    }
  }

  @Test
  void refusesShortenedLengthenedAndForeignRecords() {
    for (MetadataRecord record : records()) {
      byte[] whole = RecordCodec.encode(record);
      for (int length = 0; length < whole.length; length++) {
        byte[] cut = Arrays.copyOf(whole, length);
        assertThrows(CorruptRecordException.class, () -> RecordCodec.decode(cut));
      }
      byte[] longer = Arrays.copyOf(whole, whole.length + 1);
      assertThrows(CorruptRecordException.class, () -> RecordCodec.decode(longer));
      byte[] newer = whole.clone();
      newer[0] = RecordCodec.VERSION + 1;
      assertThrows(CorruptRecordException.class, () -> RecordCodec.decode(newer));
    }
  }

  /**
   * Damage is either refused in the one declared way or yields a record; nothing else is thrown.
   */
  @Test
  void damagedRecordsNeverFailInAnotherWay() {
    long seed = Long.getLong("cairn.seed", System.nanoTime());
    System.out.println("rerun with -Dcairn.seed=" + seed);
    RandomSource random = RandomSource.seeded(seed);
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = RecordCodec.encode(records().get(random.nextInt(records().size())));
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      try {
        byte[] again = RecordCodec.encode(RecordCodec.decode(bytes));
        assertArrayEquals(bytes, again, "a record has one encoding");
      } catch (CorruptRecordException expected) {
        refused++;
      }
    }
    assertTrue(refused > 1000, "damage was hardly ever noticed: " + refused);
  }

  private static List<String> golden() throws IOException {
    try (InputStream file =
        RecordCodecGoldenTest.class.getResourceAsStream("/golden/catalog-v1.hex")) {
      assertNotNull(file);
      return new String(file.readAllBytes(), StandardCharsets.US_ASCII).lines().toList();
    }
  }

  private static List<MetadataRecord> records() {
    Walk walk = new Walk(-2, Optional.of(Bytes.utf8("cursor")));
    return List.of(
        new MetadataRecord.SnapshotEnded(77, 12),
        new MetadataRecord.TableWritten(table()),
        new MetadataRecord.TableRemoved(TABLE),
        new MetadataRecord.GroupPlaced(TABLE, List.of(partition())),
        new MetadataRecord.GroupRemoved(INDEX),
        new MetadataRecord.StreamRetired(
            new RetiredStream(
                table().schema(), table().streams().getFirst(), List.of(partition()))),
        new MetadataRecord.RetiredStreamForgotten(TABLE, "2026-01-01T00:00:00.000"),
        new MetadataRecord.OperationWritten(new Operation.CreateTable(id(9), TABLE)),
        new MetadataRecord.OperationWritten(new Operation.AlterTable(id(9), TABLE)),
        new MetadataRecord.OperationWritten(
            new Operation.BuildIndex(
                id(9), TABLE, INDEX, Operation.BuildIndex.Phase.BACKFILL, walk)),
        new MetadataRecord.OperationWritten(
            new Operation.RemoveIndex(
                id(9), TABLE, INDEX, Operation.RemoveIndex.Phase.INSTALL, Walk.START)),
        new MetadataRecord.OperationWritten(
            new Operation.DeleteTable(
                id(9), TABLE, Operation.DeleteTable.Phase.PURGE, List.of(TABLE, INDEX), walk)),
        new MetadataRecord.OperationWritten(
            new Operation.ChangeTimeToLive(
                id(9), TABLE, Operation.ChangeTimeToLive.Phase.ALIGN, walk)),
        new MetadataRecord.OperationFinished(id(9)));
  }

  private static TableDescriptor table() {
    SecondaryIndex local =
        new SecondaryIndex(
            id(3),
            "local",
            SecondaryIndex.Scope.LOCAL,
            1,
            KEY,
            new Projection(Projection.Kind.KEYS_ONLY, List.of()));
    SecondaryIndex global =
        new SecondaryIndex(
            INDEX,
            "global",
            SecondaryIndex.Scope.GLOBAL,
            0,
            new KeySchema(List.of(new KeyAttribute("g", ScalarType.B)), List.of()),
            new Projection(Projection.Kind.INCLUDE, List.of("ä", "b")));
    Map<String, String> tags = new LinkedHashMap<>();
    tags.put("team", "blue");
    tags.put("empty", "");
    return new TableDescriptor(
        new TableSchema(
            TABLE,
            TABLE,
            "table",
            7,
            KEY,
            List.of(local),
            List.of(global),
            Optional.of(StreamView.NEW_IMAGE),
            Optional.of("expires")),
        List.of(new KeyAttribute("pk", ScalarType.S), new KeyAttribute("sk", ScalarType.N)),
        TableStatus.UPDATING,
        1_767_225_600_000L,
        new TableSettings(
            BillingMode.PROVISIONED,
            5,
            new Throughput(300, 4, 6, 7, 2),
            new CapacityLimits(Optional.of(new Units(-1, 9)), Optional.empty()),
            TableClass.STANDARD_INFREQUENT_ACCESS,
            true,
            Optional.of(new Encryption(Optional.of("arn:aws:kms:x"))),
            tags,
            Optional.of(new ResourcePolicy("{}", "42"))),
        List.of(
            new GlobalIndex(
                global, IndexStatus.CREATING, true, Throughput.of(1, 2), CapacityLimits.NONE)),
        List.of(
            new TableStream(
                "2026-01-01T00:00:00.000", StreamView.NEW_IMAGE, StreamStatus.ENABLED, 8, 0)),
        new TimeToLive(TtlStatus.ENABLED, Optional.of("expires")));
  }

  private static Partition partition() {
    return new Partition(
        new PartitionId(id(4)), TABLE, TokenRange.ALL, new ShardId(3, 200), new Epoch(5));
  }

  private static UUID id(long n) {
    return new UUID(0x0198_0000_0000_7000L, 0x8000_0000_0000_0000L | n);
  }
}
