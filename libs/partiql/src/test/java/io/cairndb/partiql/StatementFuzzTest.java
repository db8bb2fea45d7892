package io.cairndb.partiql;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.item.AttributeValue;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Any text, of the greatest length a request allows, ends soon in a statement or in a message:
 * nothing else is thrown and no stack overflows.
 */
class StatementFuzzTest {
  private static final int ROUNDS = 60_000;
  private static final int LENGTH_MAX = 8192;
  private static final String[] FRAGMENTS = {
    "SELECT",
    "*",
    "FROM",
    "\"t\"",
    "WHERE",
    "a",
    "=",
    "'x'",
    "1",
    "AND",
    "OR",
    "NOT",
    "(",
    ")",
    "[",
    "]",
    "<<",
    ">>",
    "{",
    "}",
    ",",
    ":",
    ".",
    "?",
    "IN",
    "BETWEEN",
    "IS",
    "MISSING",
    "NULL",
    "INSERT",
    "INTO",
    "VALUE",
    "UPDATE",
    "SET",
    "REMOVE",
    "DELETE",
    "RETURNING",
    "ALL",
    "OLD",
    "ORDER",
    "BY",
    "EXISTS",
    "size",
    "begins_with",
    "set_add",
    "list_append",
    "+",
    "-",
    "<",
    ">",
    "--",
    "/*",
    "*/",
    "\n",
    "'",
    "\"",
    ";",
    "\0",
    "é",
    "\ud83d",
    "1E",
    "1e999",
    "9999999999"
  };

  private final Random random = Seeds.random(StatementFuzzTest.class);

  @Test
  void textsOfFragments() {
    int understood = 0;
    for (int i = 0; i < ROUNDS; i++) {
      StringBuilder text = new StringBuilder();
      int parts = random.nextInt(30);
      for (int part = 0; part < parts; part++) {
        text.append(FRAGMENTS[random.nextInt(FRAGMENTS.length)]);
        text.append(random.nextInt(4) == 0 ? "" : " ");
      }
      understood += bind(text.toString()) ? 1 : 0;
    }
    assertTrue(understood < ROUNDS);
  }

  @Test
  void mutatedStatements() {
    RandomStatements statements = new RandomStatements(random);
    int understood = 0;
    for (int i = 0; i < ROUNDS; i++) {
      StringBuilder text = new StringBuilder(StatementText.of(statements.statement()));
      for (int change = random.nextInt(3); change > 0; change--) {
        int at = random.nextInt(text.length() + 1);
        int end = Math.min(text.length(), at + random.nextInt(4));
        text.replace(at, end, FRAGMENTS[random.nextInt(FRAGMENTS.length)]);
      }
      understood += bind(text.toString()) ? 1 : 0;
    }
    assertTrue(understood > 0, "no statement was understood: the test tests nothing");
  }

  @Test
  void longTextsEndSoon() {
    List<String> hostile =
        List.of(
            "SELECT * FROM t WHERE " + "(".repeat(8000),
            "SELECT * FROM t WHERE " + "NOT ".repeat(2000) + "a = 1",
            "SELECT * FROM t WHERE a = " + "-".repeat(1) + "- ".repeat(4000) + "1",
            "SELECT * FROM t WHERE a = " + "+ ".repeat(4000) + "1",
            "SELECT * FROM t WHERE a = " + "[".repeat(4000) + "]".repeat(4000),
            "SELECT * FROM t WHERE a = " + "<<".repeat(2000) + ">>".repeat(2000),
            "SELECT * FROM t WHERE a = " + "{'a':".repeat(1000) + "1" + "}".repeat(1000),
            "SELECT * FROM t WHERE a = 1" + " AND a = 1".repeat(800),
            "SELECT * FROM t WHERE a = 1" + "+1".repeat(4000),
            "SELECT * FROM t WHERE a IN [1" + ",1".repeat(4000) + "]",
            "SELECT a" + ".a".repeat(4000) + " FROM t",
            "SELECT a" + "[0]".repeat(2500) + " FROM t",
            "SELECT a" + ",a".repeat(4000) + " FROM t",
            "UPDATE t SET a = size(" + "size(".repeat(1500) + ")".repeat(1500) + ")",
            "UPDATE t" + " REMOVE a1".repeat(800) + " WHERE a = 1",
            "UPDATE t SET a = 1" + ", a = 1".repeat(1100),
            "INSERT INTO t VALUE {" + "'a':1,".repeat(1300) + "'b':2}",
            "/*".repeat(4000),
            "'" + "''".repeat(4000),
            "SELECT * FROM t ORDER BY a" + ",a".repeat(4000));
    for (String text : hostile) {
      String bounded = text.substring(0, Math.min(text.length(), LENGTH_MAX));
      assertTimeoutPreemptively(
          Duration.ofSeconds(5), () -> bind(bounded), () -> bounded.substring(0, 60));
    }
  }

  @Test
  void parametersMustBeAsManyAsMarks() {
    for (int given = 0; given < 3; given++) {
      List<AttributeValue> parameters = Collections.nCopies(given, new AttributeValue.S("x"));
      if (given == 1) {
        assertNotNull(StatementBinder.bind("SELECT * FROM t WHERE a = ?", parameters));
      } else {
        assertThrows(
            InvalidStatementException.class,
            () -> StatementBinder.bind("SELECT * FROM t WHERE a = ?", parameters));
      }
    }
  }

  /** Whether the text is a statement. */
  private static boolean bind(String text) {
    try {
      StatementParser.Parsed parsed = StatementParser.parse(text);
      StatementBinder.bind(
          text, Collections.nCopies(parsed.parameters(), new AttributeValue.S("x")));
      return true;
    } catch (InvalidStatementException refused) {
      assertNotNull(refused.getMessage());
      return false;
    }
  }
}
