package io.cairndb.reference.differential;

import io.cairndb.reference.wire.Json;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Attribute values: all ten types, nested, with the edges that break codecs. */
final class ValueGenerator {
  static final List<String> TYPES =
      List.of("S", "N", "B", "BOOL", "NULL", "SS", "NS", "BS", "L", "M");

  private static final List<String> NUMBERS =
      List.of(
          "0",
          "-0",
          "1",
          "-1",
          "2",
          "3",
          "10",
          "7.50",
          "0.1",
          "-2.25",
          "1E+2",
          "00012",
          "1e-130",
          "-1E-130",
          "9.9999999999999999999999999999999999999E+125",
          "-9.99E+125",
          "12345678901234567890123456789012345678",
          "0.12345678901234567890123456789012345678",
          "100000000000000000000",
          "1.0000000000000000000000000000000000001");
  private static final List<String> SMALL_NUMBERS = List.of("0", "1", "-1", "2", "3.5", "10", "-7");
  private static final List<String> TEXTS =
      List.of("", "a", "b", "ab", "abc", "zz", "a b", "\"q\\", "line\nline", "A", "0", "~");
  private static final List<String> BINARIES = List.of("", "AA==", "AQ==", "/w==", "AAEC", "YWJj");

  private final Random random;
  private final boolean large;

  /** With {@code large} items now and then come to hundreds of kilobytes. */
  ValueGenerator(Random random, boolean large) {
    this.random = random;
    this.large = large;
  }

  boolean large() {
    return large;
  }

  /** A text that makes an item a third of a page and more. */
  Map<String, Object> bulk() {
    return Json.object("S", "bulk".repeat(70_000 + below(4) * 5_000));
  }

  <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  /** A value of the type; {@code depth} more levels may be nested in it. */
  Map<String, Object> value(String type, int depth) {
    return switch (type) {
      case "S" -> Json.object("S", text());
      case "N" -> Json.object("N", chance(60) ? pick(SMALL_NUMBERS) : pick(NUMBERS));
      case "B" -> Json.object("B", pick(BINARIES));
      case "BOOL" -> Json.object("BOOL", chance(50));
      case "NULL" -> Json.object("NULL", true);
      case "SS" -> Json.object("SS", some(TEXTS.subList(1, TEXTS.size())));
      case "NS" -> Json.object("NS", some(SMALL_NUMBERS));
      case "BS" -> Json.object("BS", some(BINARIES.subList(1, BINARIES.size())));
      case "L" -> {
        List<Object> members = new ArrayList<>();
        for (int i = below(4); i > 0; i--) {
          members.add(any(depth - 1));
        }
        yield Json.object("L", members);
      }
      case "M" -> Json.object("M", document(depth));
      default -> throw new IllegalArgumentException(type);
    };
  }

  Map<String, Object> any(int depth) {
    return value(pick(depth > 0 ? TYPES : TYPES.subList(0, 8)), depth);
  }

  private Map<String, Object> document(int depth) {
    Map<String, Object> members = Json.object();
    for (String name : List.of("x", "y", "z")) {
      if (chance(60)) {
        members.put(name, name.equals("x") ? value("N", 0) : any(depth - 1));
      }
    }
    return members;
  }

  private String text() {
    // Sizes well between the steps of capacity, whatever else the item holds.
    if (chance(3)) {
      return "s".repeat(chance(50) ? 1300 : 4300);
    }
    return pick(TEXTS);
  }

  private List<Object> some(List<String> from) {
    Set<String> members = new LinkedHashSet<>();
    for (int i = 1 + below(3); i > 0; i--) {
      members.add(pick(from));
    }
    return new ArrayList<>(members);
  }
}
