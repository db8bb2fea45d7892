package io.cairndb.reference.wire;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
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

/**
 * One kept-alive HTTP/1.1 connection: a request, then its response, on the calling thread. A test
 * that sends hundreds of thousands of small requests spends several times less on it than on a
 * client with threads of its own. Confined to one thread at a time.
 */
final class Connection implements AutoCloseable {
  private final URI address;
  private final Socket socket = new Socket();
  private final InputStream in;
  private long lastUse = System.nanoTime();

  /** What came back. */
  record Response(int status, Map<String, String> headers, byte[] body) {}

  Connection(URI address, Duration limit) throws IOException {
    this.address = address;
    try {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(Math.toIntExact(limit.toMillis()));
      socket.connect(new InetSocketAddress(address.getHost(), address.getPort()), 5_000);
      this.in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
    } catch (IOException failed) {
      socket.close();
      throw failed;
    }
  }

  /** Servers close connections that rest; one that rested for a while is not worth the risk. */
  boolean fresh() {
    return System.nanoTime() - lastUse < Duration.ofSeconds(2).toNanos();
  }

  Response exchange(String method, Map<String, String> headers, byte[] body) throws IOException {
    StringBuilder head = new StringBuilder(method + " / HTTP/1.1\r\n");
    head.append("Host: ").append(address.getAuthority()).append("\r\n");
    headers.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
    head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
    ByteArrayOutputStream message = new ByteArrayOutputStream(head.length() + body.length);
    message.writeBytes(head.toString().getBytes(StandardCharsets.ISO_8859_1));
    message.writeBytes(body);
    socket.getOutputStream().write(message.toByteArray());
    Response response = read();
    lastUse = System.nanoTime();
    return response;
  }

  private Response read() throws IOException {
    String[] status = line().split(" ", 3);
    if (status.length < 2) {
      throw new IOException("not HTTP: " + String.join(" ", status));
    }
    Map<String, String> headers = new LinkedHashMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    byte[] body =
        headers.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked")
            ? chunks()
            : exactly(Integer.parseInt(headers.getOrDefault("content-length", "0")));
    return new Response(Integer.parseInt(status[1]), headers, body);
  }

  private byte[] chunks() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (int length = chunkLength(); length > 0; length = chunkLength()) {
      body.writeBytes(exactly(length));
      line();
    }
    line();
    return body.toByteArray();
  }

  private int chunkLength() throws IOException {
    return Integer.parseInt(line().split(";", 2)[0].strip(), 16);
  }

  private byte[] exactly(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("the connection ended within a body");
    }
    return bytes;
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("the connection ended");
      }
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException gone) {
      // It is closed either way, and everything that was wanted has been read.
      throw new java.io.UncheckedIOException(gone);
    }
  }
}
