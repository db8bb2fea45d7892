package io.cairndb.partition.manager.members;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.cairndb.message.format.MessageFormatException;
import io.cairndb.message.format.MessageWriter;
import io.cairndb.message.format.UnsupportedMessageException;
import io.cairndb.placement.ShardId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is stored stays readable: one line of the golden file for each kind of record. */
final class MemberCodecGoldenTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden/members-v1.hex");
  private static final List<MemberRecord> RECORDS =
      List.of(
          new MemberRecord.ClusterCreated(1, new UUID(0x0102030405060708L, 0x090A0B0C0D0E0F10L)),
          new MemberRecord.MemberWritten(
              2, new Member(new UUID(5, 6), 513, "node-1.example:7101", 300, 1, 3)),
          new MemberRecord.MemberWritten(3, new Member(new UUID(7, 8), 2, "", 0, 1, 1)),
          new MemberRecord.ClusterFormed(4, List.of(new ShardId(1, 0), new ShardId(513, 299))),
          new MemberRecord.MemberForgotten(5, 513));

  @Test
  void recordsAreWrittenAndReadAsEver() throws IOException {
    List<String> lines = Files.readAllLines(GOLDEN, StandardCharsets.US_ASCII);
    assertEquals(RECORDS.size(), lines.size());
    for (int i = 0; i < lines.size(); i++) {
      byte[] golden = HexFormat.of().parseHex(lines.get(i));
      assertEquals(RECORDS.get(i), MemberCodec.decode(golden));
      assertArrayEquals(golden, MemberCodec.encode(RECORDS.get(i)), RECORDS.get(i).toString());
    }
  }

  @Test
  void fieldsOfALaterVersionAreSkipped() {
    byte[] later =
        new MessageWriter(64)
            .union(1, 9L, (out, value) -> out.i64(value).uuid(new UUID(1, 2)).text("more"))
            .toArray();
    assertEquals(new MemberRecord.ClusterCreated(9, new UUID(1, 2)), MemberCodec.decode(later));
  }

  @Test
  void anythingElseIsRefused() {
    assertThrows(
        UnsupportedMessageException.class,
        () -> MemberCodec.decode(new MessageWriter(8).union(99).toArray()));
    byte[] whole = MemberCodec.encode(RECORDS.get(1));
    for (int length = 0; length < whole.length; length++) {
      byte[] torn = Arrays.copyOf(whole, length);
      assertThrows(MessageFormatException.class, () -> MemberCodec.decode(torn));
    }
  }
}
