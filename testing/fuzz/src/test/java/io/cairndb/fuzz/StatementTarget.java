package io.cairndb.fuzz;

import io.cairndb.dynamodb.wire.error.DynamoDbException;
import io.cairndb.item.AttributeValue;
import io.cairndb.item.Bytes;
import io.cairndb.item.Item;
import io.cairndb.partiql.InvalidStatementException;
import io.cairndb.partiql.StatementBinder;
import io.cairndb.partiql.StatementParser;
import io.cairndb.router.core.partiql.NextToken;
import io.cairndb.router.core.partiql.StatementDigest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Parses and binds PartiQL, and reads the tokens with which clients ask for further pages. */
final class StatementTarget implements FuzzTarget {
  private static final int STATEMENT = 0;
  private static final int TOKEN = 1;
  private static final String DATA = "libs/partiql/src/test/resources/testdata/";
  private static final AttributeValue PARAMETER = new AttributeValue.S("p");
  private static final Bytes DIGEST = new StatementDigest().add("s", List.of()).finish();

  @Override
  public List<byte[]> seeds() {
    List<byte[]> seeds = new ArrayList<>();
    for (String file : List.of("statements.txt", "errors.txt")) {
      for (String line : Seeds.lines(DATA + file)) {
        if (line.startsWith("> ")) {
          seeds.add(Seeds.selecting(STATEMENT, line.substring(2)));
        }
      }
    }
    Item key = Item.of(Map.of("p", PARAMETER));
    seeds.add(Seeds.selecting(TOKEN, new NextToken(0, null).encode(DIGEST)));
    seeds.add(Seeds.selecting(TOKEN, new NextToken(3, key).encode(DIGEST)));
    return seeds;
  }

  @Override
  public void run(byte[] input) {
    if (input.length == 0) {
      return;
    }
    String text = new String(input, 1, input.length - 1, StandardCharsets.UTF_8);
    if (Math.floorMod(input[0], 2) == TOKEN) {
      token(text);
    } else {
      statement(text);
    }
  }

  private static void statement(String text) {
    try {
      int parameters = StatementParser.parse(text).parameters();
      List<AttributeValue> values = Collections.nCopies(parameters, PARAMETER);
      Check.that(
          StatementBinder.bind(text, values).equals(StatementBinder.bind(text, values)),
          "the same statement");
    } catch (InvalidStatementException refused) {
      Check.that(
          String.valueOf(refused.getMessage()).length() < text.length() + 1_000,
          "a bounded message");
    }
  }

  private static void token(String text) {
    NextToken token;
    try {
      token = NextToken.decode(text, DIGEST);
    } catch (DynamoDbException refused) {
      return;
    }
    Check.that(token.equals(NextToken.decode(token.encode(DIGEST), DIGEST)), "token");
  }
}
