package io.cairndb.dynamodb.wire;

import com.sun.management.ThreadMXBean;
import io.cairndb.dynamodb.wire.json.JsonWriter;
import io.cairndb.dynamodb.wire.json.WireBuffer;
import io.cairndb.dynamodb.wire.request.GetItemRequest;
import io.cairndb.dynamodb.wire.request.PutItemRequest;
import io.cairndb.dynamodb.wire.response.GetItemResponse;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.function.IntSupplier;

/**
 * Time and allocation of the two hottest paths, with items of about 1 KB. Run as a program; the
 * numbers are a guide, not a gate.
 */
public final class WireBenchmark {
  private static final int WARM_UP = 200_000;
  private static final int MEASURED = 400_000;

  private WireBenchmark() {}

  public static void main(String[] arguments) {
    byte[] put = body("Item", item());
    byte[] get = body("Key", "{\"pk\":{\"S\":\"customer#0000000001\"}}");
    PutItemRequest request = PutItemRequest.parse(put);
    GetItemResponse response = new GetItemResponse(request.item(), null);
    WireBuffer buffer = new WireBuffer(4096);
    JsonWriter writer = new JsonWriter(buffer);
    System.out.printf("item %d bytes, body %d bytes%n", request.item().length(), put.length);
    measure("put parse", () -> PutItemRequest.parse(put).item().length());
    measure("get parse", () -> GetItemRequest.parse(get).key().length());
    measure(
        "get response",
        () -> {
          buffer.clear();
          response.writeTo(writer);
          return buffer.size();
        });
    measure("crc32", () -> (int) buffer.crc32());
  }

  private static void measure(String what, IntSupplier operation) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long sum = 0;
    for (int i = 0; i < WARM_UP; i++) {
      sum += operation.getAsInt();
    }
    long allocated = threads.getCurrentThreadAllocatedBytes();
    long started = System.nanoTime();
    for (int i = 0; i < MEASURED; i++) {
      sum += operation.getAsInt();
    }
    long nanos = System.nanoTime() - started;
    allocated = threads.getCurrentThreadAllocatedBytes() - allocated;
    System.out.printf(
        "%-14s %6d ns/op %6d B/op (%d)%n", what, nanos / MEASURED, allocated / MEASURED, sum);
  }

  private static byte[] body(String member, String item) {
    String json =
        "{\"TableName\":\"orders\",\""
            + member
            + "\":"
            + item
            + ",\"ReturnConsumedCapacity\":\"TOTAL\"}";
    return json.getBytes(StandardCharsets.UTF_8);
  }

  private static String item() {
    StringBuilder item = new StringBuilder("{\"pk\":{\"S\":\"customer#0000000001\"}");
    for (int i = 0; i < 8; i++) {
      item.append(",\"field").append(i).append("\":{\"S\":\"");
      item.append("value ".repeat(15)).append("\"}");
      item.append(",\"count").append(i).append("\":{\"N\":\"").append(1000 + i).append("\"}");
    }
    return item.append(",\"tags\":{\"L\":[{\"S\":\"a\"},{\"BOOL\":true}]}}").toString();
  }
}
