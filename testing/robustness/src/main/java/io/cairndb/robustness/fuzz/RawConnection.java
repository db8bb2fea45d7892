package io.cairndb.robustness.fuzz;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** One HTTP/1.1 connection whose every byte the caller decides. Confined to one thread. */
final class RawConnection implements AutoCloseable {
  private final Socket socket;
  private final InputStream in;

  /** An answer as it came. */
  record Response(int status, Map<String, String> headers, byte[] body) {
    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    boolean closes() {
      return "close".equalsIgnoreCase(headers.getOrDefault("connection", ""));
    }
  }

  RawConnection(URI address, Duration patience) throws IOException {
    socket = new Socket();
    socket.connect(new InetSocketAddress(address.getHost(), address.getPort()), 5_000);
    socket.setSoTimeout((int) patience.toMillis());
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream());
  }

  void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
  }

  /** Sends that many bytes of nothing in particular, but stops once an answer is there. */
  void sendUntilAnswered(int length) throws IOException {
    byte[] chunk = new byte[64 * 1024];
    for (int left = length; left > 0 && in.available() == 0; left -= chunk.length) {
      send(left < chunk.length ? java.util.Arrays.copyOf(chunk, left) : chunk);
    }
  }

  void finishSending() throws IOException {
    socket.shutdownOutput();
  }

  /** Reads one whole answer; fails when the connection ends before it does. */
  Response receive() throws IOException {
    String statusLine = line();
    if (!statusLine.startsWith("HTTP/1.")) {
      throw new IOException("not HTTP: " + statusLine);
    }
    int status = Integer.parseInt(statusLine.split(" ", -1)[1]);
    Map<String, String> headers = new LinkedHashMap<>();
    for (String header = line(); !header.isEmpty(); header = line()) {
      int colon = header.indexOf(':');
      headers.put(
          header.substring(0, colon).toLowerCase(Locale.ROOT), header.substring(colon + 1).strip());
    }
    byte[] body =
        "chunked".equalsIgnoreCase(headers.getOrDefault("transfer-encoding", ""))
            ? chunked()
            : exactly(Integer.parseInt(headers.getOrDefault("content-length", "0")));
    return status == 100 ? receive() : new Response(status, headers, body);
  }

  /** Whether the server has closed the connection, without further bytes. */
  boolean endsCleanly() throws IOException {
    return in.read() < 0;
  }

  private byte[] chunked() throws IOException {
    java.io.ByteArrayOutputStream body = new java.io.ByteArrayOutputStream();
    for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
      body.writeBytes(exactly(size));
      line();
    }
    line();
    return body.toByteArray();
  }

  private byte[] exactly(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new IOException("connection lost within an answer");
    }
    return bytes;
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("connection lost instead of an answer");
      }
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
