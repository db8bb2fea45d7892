package io.cairndb.partiql;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * What is written parses back: the text of a tree shows all of it, so two trees with one text are
 * the same but for positions.
 */
class RoundTripPropertyTest {
  private static final int ROUNDS = 20_000;

  @Test
  void parsingUndoesPrinting() {
    Random random = Seeds.random(RoundTripPropertyTest.class);
    RandomStatements statements = new RandomStatements(random);
    for (int i = 0; i < ROUNDS; i++) {
      String text = StatementText.of(statements.statement());
      assertEquals(text, StatementText.of(StatementParser.parse(text).statement()));
    }
  }
}
