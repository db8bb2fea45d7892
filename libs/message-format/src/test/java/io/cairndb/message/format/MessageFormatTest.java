package io.cairndb.message.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.cairndb.item.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The rules by which messages change between versions, and the bounds against hostile ones. */
final class MessageFormatTest {
  private enum Color {
    RED,
    GREEN
  }

  /** A message as one version knows it. */
  private record Old(String name, int size) {}

  /** The same message one version later. */
  private record New(String name, int size, boolean loud, long weight, @Nullable String note) {}

  private static Bytes oldBytes(Old old) {
    return new MessageWriter(16)
        .struct(old, (out, value) -> out.text(value.name()).count(value.size()))
        .toBytes();
  }

  private static Bytes newBytes(New message) {
    return new MessageWriter(16)
        .struct(
            message,
            (out, value) ->
                out.text(value.name())
                    .count(value.size())
                    .flag(value.loud())
                    .i64(value.weight())
                    .nullable(value.note(), MessageWriter::text))
        .toBytes();
  }

  private static Old readOld(MessageReader in) {
    return in.struct(fields -> new Old(fields.text(), fields.count()));
  }

  private static New readNew(MessageReader in) {
    return in.struct(
        fields ->
            new New(
                fields.text(),
                fields.count(),
                fields.flag(),
                fields.i64(),
                fields.nullable(MessageReader::text)));
  }

  @Test
  void anOldReaderSkipsNewFields() {
    Bytes message = newBytes(new New("n", 7, true, -1, "later"));
    assertEquals(
        new Old("n", 7), MessageReader.read("message", message, MessageFormatTest::readOld));
  }

  @Test
  void aNewReaderTakesDefaultsForAbsentFields() {
    Bytes message = oldBytes(new Old("n", 7));
    assertEquals(
        new New("n", 7, false, 0, null),
        MessageReader.read("message", message, MessageFormatTest::readNew));
  }

  @Test
  void whatFollowsAStructInAListIsFoundByOldAndNew() {
    Bytes message =
        new MessageWriter(16)
            .list(
                List.of(new New("a", 1, true, 2, null), new New("b", 3, false, 4, "x")),
                (out, value) -> out.bytes(newFields(value)))
            .text("behind")
            .toBytes();
    String read =
        MessageReader.read(
            "message", message, in -> in.list(MessageFormatTest::readOld) + in.text());
    assertEquals("[Old[name=a, size=1], Old[name=b, size=3]]behind", read);
  }

  private static byte[] newFields(New value) {
    Bytes struct = newBytes(value);
    return MessageReader.read("struct", struct, MessageReader::bytes);
  }

  @Test
  void absentIdentitiesItemsAndConstantsAreRefused() {
    Bytes empty = new MessageWriter(16).struct("", (out, value) -> {}).toBytes();
    List<Function<MessageReader, ?>> fields =
        List.of(
            MessageReader::uuid,
            MessageReader::hlc,
            MessageReader::item,
            in -> in.constant(Color.values()),
            in -> in.union((kind, body) -> kind));
    for (Function<MessageReader, ?> field : fields) {
      assertThrows(
          MessageFormatException.class,
          () -> MessageReader.read("message", empty, in -> in.struct(field)));
    }
    assertEquals(
        Optional.empty(),
        MessageReader.read(
            "message", empty, in -> in.struct(body -> body.optional(MessageReader::uuid))));
  }

  @Test
  void constantsOfALaterVersionAreUnsupported() {
    Bytes message = new MessageWriter(16).count(2).toBytes();
    var refused =
        assertThrows(
            UnsupportedMessageException.class,
            () -> MessageReader.read("message", message, in -> in.constant(Color.values())));
    assertEquals("Color of unknown kind 2", refused.getMessage());
  }

  @Test
  void lengthsOfAnySizeStandBeforeStructs() {
    for (int length : new int[] {0, 1, 127, 128, 16_383, 16_384, 2_097_151, 2_097_152}) {
      byte[] content = new byte[length];
      Bytes message =
          new MessageWriter(16).struct(content, (out, value) -> out.bytes(value)).toBytes();
      assertArrayEquals(
          content, MessageReader.read("message", message, in -> in.struct(MessageReader::bytes)));
    }
  }

  @Test
  void claimsBeyondTheBytesAllocateNothing() {
    byte[] claims = {(byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 7, 1, 2};
    List<Function<MessageReader, ?>> fields =
        List.of(
            MessageReader::bytes,
            MessageReader::text,
            MessageReader::item,
            in -> in.list(MessageReader::count),
            in -> in.struct(MessageReader::count));
    for (Function<MessageReader, ?> field : fields) {
      assertThrows(
          MessageFormatException.class,
          () -> MessageReader.read("message", Bytes.of(claims), field));
    }
  }

  @Test
  void nestingIsBoundedOnBothSides() {
    assertEquals(MessageWriter.MAX_DEPTH, nested(MessageWriter.MAX_DEPTH));
    assertThrows(MessageFormatException.class, () -> nested(MessageWriter.MAX_DEPTH + 1));
    // A flag that says "one more" before every length, more often than a writer would.
    int levels = MessageWriter.MAX_DEPTH + 1;
    byte[] hostile = new byte[0];
    for (int i = 0; i < levels; i++) {
      MessageWriter outer = new MessageWriter(16);
      hostile = outer.flag(true).bytes(hostile).toArray();
    }
    Bytes message = Bytes.of(hostile);
    assertThrows(
        MessageFormatException.class,
        () -> MessageReader.read("message", message, MessageFormatTest::depth));
  }

  private static int nested(int depth) {
    MessageWriter out = new MessageWriter(16);
    nest(out, depth);
    return MessageReader.read("message", out.toBytes(), MessageFormatTest::depth);
  }

  private static void nest(MessageWriter out, int depth) {
    if (depth > 0) {
      out.flag(true).struct(depth - 1, MessageFormatTest::nest);
    }
  }

  private static int depth(MessageReader in) {
    return in.flag() ? 1 + in.struct(MessageFormatTest::depth) : 0;
  }

  @Test
  void textIsUtf8() {
    Bytes wrong = new MessageWriter(16).bytes(new byte[] {'a', (byte) 0xC3}).toBytes();
    assertThrows(
        MessageFormatException.class,
        () -> MessageReader.read("message", wrong, MessageReader::text));
    Bytes spelled =
        new MessageWriter(16).bytes("\uFFFD".getBytes(StandardCharsets.UTF_8)).toBytes();
    assertEquals("\uFFFD", MessageReader.read("message", spelled, MessageReader::text));
  }

  @Test
  void numbersHaveOneForm() {
    byte[][] wrong = {{(byte) 0x80, 0}, {-1, -1, -1, -1, 8}, {-1, -1, -1, -1, -1, 0}, {}};
    for (byte[] bytes : wrong) {
      assertThrows(
          MessageFormatException.class,
          () -> MessageReader.read("message", Bytes.of(bytes), in -> in.union((k, body) -> k)));
    }
  }
}
