package io.cairndb.standalone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.cairndb.storage.engine.Durability;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a request costs the heap: the bytes that all threads of a server allocate for one GetItem
 * and one PutItem of 1 KB, over HTTP and to the disk. Bytes do not depend on how busy the machine
 * is, but on how far the compiler has come; hence the best of several rounds counts, and the
 * budgets lie above what a warm server needs (docs/benchmarks.md).
 */
class RequestAllocationTest {
  private static final int KEYS = 500;
  private static final int ROUNDS = 12;

  /** Nothing of which is the item, read into the request's own buffer. */
  private static final int GET_BUDGET_BYTES = 2_400;

  /** Of which 1 KB is the new item. */
  private static final int PUT_BUDGET_BYTES = 4_500;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @TempDir private Path directory;
  private StandaloneServer server;
  private Connection client;

  @BeforeEach
  void start() throws Exception {
    server =
        StandaloneServer.start(
            new StandaloneOptions("127.0.0.1", 0, directory, false, Durability.SYNC, 1));
    client = new Connection(server.endpoint());
    client.call(
        request(
            "CreateTable",
            "{'TableName':'orders','BillingMode':'PAY_PER_REQUEST','AttributeDefinitions':"
                + "[{'AttributeName':'pk','AttributeType':'S'}],"
                + "'KeySchema':[{'AttributeName':'pk','KeyType':'HASH'}]}"));
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    server.close();
  }

  @Test
  void getAndPutStayWithinTheirBudgets() throws Exception {
    byte[][] puts = new byte[KEYS][];
    byte[][] gets = new byte[KEYS][];
    String value = "x".repeat(1000);
    for (int i = 0; i < KEYS; i++) {
      String key = "{'pk':{'S':'user%012d'}".formatted(i);
      puts[i] =
          request(
              "PutItem",
              "{'TableName':'orders','Item':" + key + ",'field0':{'S':'" + value + "'}}}");
      gets[i] = request("GetItem", "{'TableName':'orders','Key':" + key + "}}");
    }
    long put = leastPerRequest(puts);
    long get = leastPerRequest(gets);
    assertTrue(put <= PUT_BUDGET_BYTES, () -> "a put allocates " + put + " bytes");
    assertTrue(get <= GET_BUDGET_BYTES, () -> "a get allocates " + get + " bytes");
    assertTrue(get > 100 && put > 1000, () -> "measured nothing: " + get + ", " + put);
  }

  private long leastPerRequest(byte[][] requests) throws IOException {
    long least = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      Map<Long, Long> before = allocatedByOthers();
      for (byte[] request : requests) {
        client.call(request);
      }
      long growth = 0;
      for (Map.Entry<Long, Long> thread : allocatedByOthers().entrySet()) {
        growth += thread.getValue() - before.getOrDefault(thread.getKey(), 0L);
      }
      least = Math.min(least, growth / requests.length);
    }
    return least;
  }

  /** Bytes allocated so far, by thread that lives now, but for the one that measures. */
  private Map<Long, Long> allocatedByOthers() {
    long[] ids = threads.getAllThreadIds();
    long[] bytes = threads.getThreadAllocatedBytes(ids);
    Map<Long, Long> allocated = new HashMap<>();
    for (int i = 0; i < ids.length; i++) {
      if (ids[i] != Thread.currentThread().threadId() && bytes[i] >= 0) {
        allocated.put(ids[i], bytes[i]);
      }
    }
    return allocated;
  }

  private static byte[] request(String operation, String json) {
    String body = json.replace('\'', '"');
    String head =
        "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-amz-json-1.0\r\n"
            + "X-Amz-Target: DynamoDB_20120810."
            + operation
            + "\r\nX-Amz-Date: 20260101T000000Z\r\nAuthorization: AWS4-HMAC-SHA256"
            + " Credential=cairn/20260101/us-east-1/dynamodb/aws4_request,"
            + " SignedHeaders=host;x-amz-date;x-amz-target, Signature="
            + "0".repeat(64)
            + "\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n";
    return (head + body).getBytes(StandardCharsets.US_ASCII);
  }

  /** A client that sends bytes made before and looks at no more of the answer than it must. */
  private static final class Connection implements AutoCloseable {
    private static final String LENGTH = "content-length: ";

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private final StringBuilder line = new StringBuilder();

    Connection(URI endpoint) throws IOException {
      socket = new Socket(endpoint.getHost(), endpoint.getPort());
      socket.setTcpNoDelay(true);
      in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
      out = socket.getOutputStream();
    }

    void call(byte[] request) throws IOException {
      out.write(request);
      assertEquals("HTTP/1.1 200 OK", line());
      int length = 0;
      for (String field = line(); !field.isEmpty(); field = line()) {
        if (field.regionMatches(true, 0, LENGTH, 0, LENGTH.length())) {
          length = Integer.parseInt(field.substring(LENGTH.length()));
        }
      }
      in.skipNBytes(length);
    }

    private String line() throws IOException {
      line.setLength(0);
      for (int c = in.readUnsignedByte(); c != '\n'; c = in.readUnsignedByte()) {
        if (c != '\r') {
          line.append((char) c);
        }
      }
      return line.toString();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
