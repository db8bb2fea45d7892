package io.cairndb.router.core.items;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pages of a SELECT, whatever their size, are what one page holds; tokens fit their statement. */
class StatementPagesTest {
  private static final Pattern TOKEN = Pattern.compile("\"NextToken\":\"([^\"]*)\"");
  private static final Pattern KEY =
      Pattern.compile("\\{\"a\":\\{\"S\":\"(\\w+)\"},\"b\":\\{\"S\":\"(\\w+)\"}}");

  private final ItemsFixture fixture = new ItemsFixture();

  @BeforeEach
  void fill() {
    for (String partition : List.of("p", "q", "r", "s")) {
      for (int i = 0; i < 5; i++) {
        String item = "{'a':'%s','b':'%d','c':'x%d','n':%d}".formatted(partition, i, i % 2, i);
        assertEquals(
            "200 {\"Items\":[]}",
            fixture.call(
                "ExecuteStatement",
                "{\"Statement\":\"INSERT INTO \\\"range\\\" VALUE " + item + "\"}"));
      }
    }
  }

  @AfterEach
  void close() throws Exception {
    fixture.close();
  }

  @Test
  void pagesOfAnySizeGiveTheWhole() {
    for (String statement :
        List.of(
            "SELECT a, b FROM \\\"range\\\"",
            "SELECT a, b FROM \\\"range\\\" WHERE n > 2",
            "SELECT a, b FROM \\\"range\\\" WHERE a = 'q'",
            "SELECT a, b FROM \\\"range\\\" WHERE a = 'q' AND n > 2",
            "SELECT a, b FROM \\\"range\\\" WHERE a = 'q' AND b BETWEEN '1' AND '3' ORDER BY b",
            "SELECT a, b FROM \\\"range\\\" WHERE a IN ['r','nobody','q','s']",
            "SELECT a, b FROM \\\"range\\\" WHERE a IN ['r','q'] ORDER BY a DESC",
            "SELECT a, b FROM \\\"range\\\" WHERE (a = 'r' AND n = 1) OR (a = 'p' AND n <> 1)",
            "SELECT a, b FROM \\\"range\\\".\\\"gsc\\\" WHERE c = 'x1'",
            "SELECT a, b FROM \\\"range\\\".\\\"gsc\\\"",
            "SELECT a, b FROM \\\"range\\\".\\\"lsc\\\" WHERE a = 'q' ORDER BY c DESC")) {
      List<String> whole = pages(statement, null);
      assertTrue(whole.size() > 1, statement);
      for (int limit : List.of(1, 2, 3, 7)) {
        assertEquals(whole, pages(statement, limit), statement + " by " + limit);
      }
    }
  }

  @Test
  void tokensBelongToTheirStatement() {
    String first = execute("SELECT a FROM \\\"range\\\" WHERE a = ?", 1, null, "p");
    String token = token(first);
    assertTrue(token != null);
    String other = "\"NextToken does not match request\"}";
    assertTrue(execute("SELECT b FROM \\\"range\\\" WHERE a = ?", 1, token, "p").endsWith(other));
    assertTrue(execute("SELECT a FROM \\\"range\\\" WHERE a = ?", 1, token, "q").endsWith(other));
    String rest = execute("SELECT a FROM \\\"range\\\" WHERE a = ?", 9, token, "p");
    assertTrue(rest.startsWith("200 "), rest);
    assertEquals(4, rest.split("\"S\"", -1).length - 1, rest);
  }

  @Test
  void damagedTokensAreRefused() {
    String token =
        Objects.requireNonNull(
            token(execute("SELECT a FROM \\\"range\\\" WHERE a = ?", 1, null, "p")));
    byte[] good = Base64.getUrlDecoder().decode(token);
    Random random = new Random(5);
    for (int i = 0; i < 500; i++) {
      byte[] bad = good.clone();
      bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
      String answer =
          execute(
              "SELECT a FROM \\\"range\\\" WHERE a = ?",
              1,
              Base64.getUrlEncoder().withoutPadding().encodeToString(bad),
              "p");
      assertTrue(answer.startsWith("200 ") || answer.startsWith("400 "), answer);
    }
    String text = Base64.getUrlEncoder().encodeToString("x".getBytes(StandardCharsets.UTF_8));
    for (String none : List.of("x", "?", text, token.substring(0, 20))) {
      String answer = execute("SELECT a FROM \\\"range\\\" WHERE a = ?", 1, none, "p");
      assertTrue(answer.endsWith("\"message\":\"Invalid NextToken\"}"), answer);
    }
  }

  @Test
  void manyPartitionsAreTooMany() {
    String fifty = list(50);
    assertTrue(call("SELECT a FROM \\\"range\\\" WHERE a IN [" + fifty + "]").startsWith("200"));
    assertTrue(
        call("SELECT a FROM \\\"range\\\" WHERE a IN [" + list(51) + "]")
            .contains("too many operands; number of operands: 51"));
    assertTrue(
        call("SELECT a FROM \\\"range\\\" WHERE c IN [" + list(101) + "]")
            .contains("too many operands; number of operands: 101"));
  }

  private static String list(int size) {
    return IntStream.range(0, size).mapToObj(i -> "'v" + i + "'").collect(Collectors.joining(","));
  }

  private String call(String statement) {
    return fixture.call("ExecuteStatement", "{\"Statement\":\"" + statement + "\"}");
  }

  private String execute(String statement, int limit, @Nullable String token, String parameter) {
    return fixture.call(
        "ExecuteStatement",
        "{\"Statement\":\""
            + statement
            + "\",\"Parameters\":[{\"S\":\""
            + parameter
            + "\"}],\"Limit\":"
            + limit
            + (token == null ? "" : ",\"NextToken\":\"" + token + '"')
            + "}");
  }

  private List<String> pages(String statement, @Nullable Integer limit) {
    List<String> keys = new ArrayList<>();
    String token = null;
    do {
      String answer =
          fixture.call(
              "ExecuteStatement",
              "{\"Statement\":\""
                  + statement
                  + '"'
                  + (limit == null ? "" : ",\"Limit\":" + limit)
                  + (token == null ? "" : ",\"NextToken\":\"" + token + '"')
                  + "}");
      assertTrue(answer.startsWith("200 "), answer);
      int end = answer.indexOf(']');
      Matcher found = KEY.matcher(answer.substring(0, end));
      int before = keys.size();
      while (found.find()) {
        keys.add(found.group(1) + found.group(2));
      }
      assertTrue(limit == null || keys.size() - before <= limit, answer);
      token = token(answer);
    } while (token != null);
    return keys;
  }

  private static @Nullable String token(String answer) {
    Matcher matcher = TOKEN.matcher(answer);
    return matcher.find() ? matcher.group(1) : null;
  }
}
