package io.cairndb.router.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Netty's own fields of a message are the model. */
class RequestHeadersTest {
  private static final List<String> NAMES =
      List.of("Host", "host", "X-Amz-Target", "x-amz-date", "Content-Length", "CONTENT-LENGTH");

  private final HttpHeaders fields = new RequestHeaders();

  @Test
  void behavesLikeTheFieldsOfNetty() {
    Random random = new Random(7);
    HttpHeaders model = new DefaultHttpHeaders();
    for (int step = 0; step < 5_000; step++) {
      String name = NAMES.get(random.nextInt(NAMES.size()));
      change(random, name, fields, model);
      CharSequence asked = new AsciiString(NAMES.get(random.nextInt(NAMES.size())));
      assertEquals(model.get(asked), fields.get(asked));
      assertEquals(model.getAll(asked), fields.getAll(asked));
      assertEquals(model.contains(asked), fields.contains(asked));
      assertEquals(model.getInt(asked, -1), fields.getInt(asked, -1));
      assertEquals(model.size(), fields.size());
      assertEquals(model.isEmpty(), fields.isEmpty());
    }
  }

  private static void change(Random random, String name, HttpHeaders fields, HttpHeaders model) {
    String value = Integer.toString(random.nextInt(100));
    switch (random.nextInt(20)) {
      case 0, 1, 2 -> {
        fields.remove(name);
        model.remove(name);
      }
      case 3, 4 -> {
        fields.set(name, value);
        model.set(name, value);
      }
      case 5 -> {
        fields.clear();
        model.clear();
      }
      default -> {
        fields.add(new AsciiString(name), value);
        model.add(new AsciiString(name), value);
      }
    }
  }

  @Test
  void keepsTheOrderOfFieldsBeyondItsFirstSize() {
    for (int i = 0; i < 40; i++) {
      fields.addInt("n" + i, i);
    }
    assertEquals(40, fields.entries().size());
    assertEquals("n39", fields.entries().getLast().getKey());
    assertEquals(40, fields.names().size());
    assertEquals("0", fields.iterator().next().getValue());
    assertEquals("n0", fields.iteratorCharSequence().next().getKey());
  }

  @Test
  void readsNumbersAndTimes() {
    fields.add("date", "Thu, 01 Jan 1970 00:00:01 GMT").add("short", (short) 7);
    assertEquals(1_000L, fields.getTimeMillis("Date"));
    assertEquals(5L, fields.getTimeMillis("none", 5L));
    assertEquals((short) 7, fields.getShort("SHORT"));
    assertEquals((short) 3, fields.getShort("none", (short) 3));
    assertFalse(fields.contains("none"));
  }
}
