package io.cairndb.message.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.item.Bytes;
import java.io.IOException;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * What every codec of messages keeps to: messages of every kind come back as they went, damage ends
 * in the declared exception, readers skip what is new to them, and old bytes stay readable.
 */
public abstract class CodecContract {
  private static final int MESSAGES = 500;

  /** Rare kinds deep inside of others take a while to come up. */
  private static final int MOST_MESSAGES = 50_000;

  private static final int DAMAGED = 4000;

  /**
   * One family of messages.
   *
   * @param isUnion whether a message is one of several kinds, each a struct
   */
  public record Family(
      String name,
      Type type,
      boolean isUnion,
      Function<Object, Bytes> encoder,
      Function<Bytes, ?> decoder) {

    /** A family whose messages have the type {@code T}. */
    @SuppressWarnings("unchecked") // the generator makes values of that type only
    public static <T> Family of(
        String name,
        Type type,
        boolean isUnion,
        Function<T, Bytes> encoder,
        Function<Bytes, T> decoder) {
      return new Family(name, type, isUnion, value -> encoder.apply((T) value), decoder);
    }
  }

  protected abstract List<Family> families();

  /** A generator that knows the choosy types of the families. */
  protected abstract RandomMessages messages(SplittableRandom random);

  /** Where the golden messages are, from the module's folder. */
  protected abstract Path goldenFile();

  @Test
  void messagesOfEveryKindComeBackAsTheyWent() {
    RandomMessages messages = messages(seeded("messagesOfEveryKindComeBackAsTheyWent"));
    for (Family family : families()) {
      Set<Class<?>> expected = messages.reachable(family.type());
      for (int i = 0; i < MESSAGES || !messages.made().containsAll(expected); i++) {
        assertTrue(i < MOST_MESSAGES, () -> "of " + expected + " only " + messages.made());
        Object message = messages.make(family.type());
        Bytes encoded = family.encoder().apply(message);
        Object decoded = family.decoder().apply(shifted(encoded));
        assertEquals(Descriptions.of(message), Descriptions.of(decoded), family.name());
        assertEquals(encoded, family.encoder().apply(decoded), family.name());
      }
    }
  }

  /** A flipped bit may make another valid message; a shorter one never is. */
  @Test
  void damageEndsInTheDeclaredException() {
    SplittableRandom random = seeded("damageEndsInTheDeclaredException");
    RandomMessages messages = messages(random);
    int refused = 0;
    for (Family family : families()) {
      byte[] good = new byte[0];
      for (int i = 0; i < DAMAGED; i++) {
        if (i % 50 == 0) {
          good = family.encoder().apply(messages.make(family.type())).toArray();
        }
        try {
          assertNotNull(family.decoder().apply(Bytes.of(damage(good, random))));
        } catch (MessageFormatException expected) {
          refused++;
        }
      }
      for (int cut = 0; cut < good.length; cut++) {
        requireRefused(family, Arrays.copyOf(good, cut));
      }
      requireRefused(family, Arrays.copyOf(good, good.length + 1));
    }
    assertTrue(refused > DAMAGED / 10, "damage was hardly noticed: " + refused);
  }

  @Test
  void fieldsOfALaterVersionAreSkippedAndItsKindsRefused() {
    SplittableRandom random = seeded("fieldsOfALaterVersionAreSkippedAndItsKindsRefused");
    RandomMessages messages = messages(random);
    for (Family family : families()) {
      if (!family.isUnion()) {
        continue;
      }
      for (int i = 0; i < MESSAGES / 4; i++) {
        Object message = messages.make(family.type());
        byte[] encoded = family.encoder().apply(message).toArray();
        byte[] more = new byte[random.nextInt(1, 200)];
        random.nextBytes(more);
        Object decoded = family.decoder().apply(Bytes.of(extended(encoded, more)));
        assertEquals(Descriptions.of(message), Descriptions.of(decoded));
      }
      Bytes later = new MessageWriter(16).union(9999, "new", MessageWriter::text).toBytes();
      assertThrows(
          UnsupportedMessageException.class, () -> family.decoder().apply(later), family.name());
    }
  }

  /**
   * Bytes of earlier versions are read for ever; {@code -Drewrite} adds kinds that are new. A
   * message under the name of its kind is also written back the same; one of before a field was
   * added says so behind the name.
   */
  @Test
  void goldenMessagesAreReadAndWrittenBackTheSame() throws IOException {
    Map<String, List<String>> golden = readGolden();
    if (Boolean.getBoolean("rewrite")) {
      addMissing(golden);
    }
    Set<String> current = new HashSet<>();
    for (Family family : families()) {
      for (Class<?> kind : kinds(family)) {
        String name = family.name() + " " + kind.getSimpleName();
        assertTrue(golden.containsKey(name), () -> "no golden message: " + name);
        current.add(name);
      }
    }
    assertFalse(golden.isEmpty());
    golden.forEach((name, lines) -> checkGolden(name, lines, current.contains(name)));
  }

  private void checkGolden(String name, List<String> lines, boolean isCurrent) {
    Family family =
        families().stream().filter(f -> name.startsWith(f.name() + " ")).findFirst().orElseThrow();
    Bytes bytes = Bytes.of(HexFormat.of().parseHex(lines.get(0)));
    Object decoded = family.decoder().apply(bytes);
    assertEquals(lines.get(1), Descriptions.of(decoded), name);
    if (isCurrent) {
      assertEquals(bytes, family.encoder().apply(decoded), name);
    }
  }

  private List<Class<?>> kinds(Family family) {
    List<Class<?>> kinds = new ArrayList<>();
    if (family.isUnion()) {
      leaves((Class<?>) family.type(), kinds);
    } else {
      kinds.add(Message.class);
    }
    return kinds;
  }

  /** Stands for the only kind of a family that is no union. */
  private static final class Message {}

  private static void leaves(Class<?> type, List<Class<?>> found) {
    if (!type.isSealed()) {
      if (!found.contains(type)) {
        found.add(type);
      }
      return;
    }
    for (Class<?> permitted : type.getPermittedSubclasses()) {
      leaves(permitted, found);
    }
  }

  private void addMissing(Map<String, List<String>> golden) throws IOException {
    for (Family family : families()) {
      for (Class<?> kind : kinds(family)) {
        String name = family.name() + " " + kind.getSimpleName();
        if (!golden.containsKey(name)) {
          Object message = richest(family, kind, name.hashCode());
          Bytes encoded = family.encoder().apply(message);
          golden.put(
              name, List.of(encoded.toString(), Descriptions.of(family.decoder().apply(encoded))));
        }
      }
    }
    StringBuilder text = new StringBuilder();
    golden.forEach(
        (name, lines) -> text.append(name).append('\n').append(String.join("\n", lines) + "\n\n"));
    Files.createDirectories(goldenFile().getParent());
    Files.writeString(goldenFile(), text.toString().stripTrailing() + "\n");
  }

  /** Of a few messages, the longest within bounds: one that has something in most fields. */
  private Object richest(Family family, Class<?> kind, long seed) {
    RandomMessages messages = messages(new SplittableRandom(seed));
    Type type = family.isUnion() ? kind : family.type();
    Object richest = messages.make(type);
    int length = family.encoder().apply(richest).length();
    for (int i = 0; i < 200; i++) {
      Object other = messages.make(type);
      int otherLength = family.encoder().apply(other).length();
      if (otherLength > length && otherLength < 400) {
        richest = other;
        length = otherLength;
      }
    }
    return richest;
  }

  private Map<String, List<String>> readGolden() throws IOException {
    Map<String, List<String>> golden = new LinkedHashMap<>();
    if (!Files.exists(goldenFile())) {
      return golden;
    }
    List<String> lines = Files.readAllLines(goldenFile(), StandardCharsets.UTF_8);
    for (int i = 0; i + 2 < lines.size(); i += 4) {
      golden.put(lines.get(i), List.of(lines.get(i + 1), lines.get(i + 2)));
    }
    return golden;
  }

  private static void requireRefused(Family family, byte[] damaged) {
    assertThrows(
        MessageFormatException.class,
        () -> family.decoder().apply(Bytes.of(damaged)),
        family.name() + " of another length");
  }

  /** The same bytes inside a larger array, to show that nothing around them is looked at. */
  private static Bytes shifted(Bytes bytes) {
    byte[] around = new byte[bytes.length() + 7];
    Arrays.fill(around, (byte) 0xFF);
    System.arraycopy(bytes.array(), bytes.offset(), around, 3, bytes.length());
    return Bytes.of(around, 3, bytes.length());
  }

  private static byte[] damage(byte[] good, SplittableRandom random) {
    byte[] bad = good.clone();
    if (bad.length > 0 && random.nextInt(4) > 0) {
      for (int flips = random.nextInt(1, 4); flips > 0; flips--) {
        bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
      }
      return bad;
    }
    byte[] noise = new byte[random.nextInt(100)];
    random.nextBytes(noise);
    return noise;
  }

  /** The message with bytes appended to its struct, as a later version with more fields does. */
  private static byte[] extended(byte[] message, byte[] more) {
    int at = varintEnd(message, 0);
    int content = varintEnd(message, at);
    byte[] fields = Arrays.copyOfRange(message, content, message.length);
    MessageWriter out = new MessageWriter(message.length + more.length);
    byte[] longer = Arrays.copyOf(fields, fields.length + more.length);
    System.arraycopy(more, 0, longer, fields.length, more.length);
    out.bytes(longer);
    byte[] struct = out.toArray();
    byte[] whole = Arrays.copyOf(message, at + struct.length);
    System.arraycopy(struct, 0, whole, at, struct.length);
    return whole;
  }

  private static int varintEnd(byte[] bytes, int from) {
    int at = from;
    while (bytes[at++] < 0) {}
    return at;
  }

  private SplittableRandom seeded(String test) {
    Long given = Long.getLong("cairn.seed");
    long seed = given != null ? given : new SplittableRandom().nextLong();
    System.out.printf(
        "rerun with -Dtest=%s#%s -Dcairn.seed=%d%n", getClass().getSimpleName(), test, seed);
    return new SplittableRandom(seed);
  }
}
