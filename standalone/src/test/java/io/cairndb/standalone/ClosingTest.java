package io.cairndb.standalone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** People copy the data directory once the server says that it stopped cleanly: it must be true. */
class ClosingTest {
  private final List<String> closed = new ArrayList<>();
  private final Closing closing = new Closing();

  private void add(String name) {
    AutoCloseable _ = closing.add(() -> closed.add(name));
  }

  @Test
  void closesTheLastFirst() {
    add("engine");
    add("server");
    closing.close();
    assertEquals(List.of("server", "engine"), closed);
    assertFalse(closing.hasFailed());
  }

  @Test
  void goesOnAfterAFailureAndRemembersIt() {
    add("engine");
    AutoCloseable _ =
        closing.add(
            () -> {
              throw new IOException("expected by the test");
            });
    add("server");
    closing.close();
    assertEquals(List.of("server", "engine"), closed);
    assertTrue(closing.hasFailed());
  }
}
