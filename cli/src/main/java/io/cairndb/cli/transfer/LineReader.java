package io.cairndb.cli.transfer;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Lines with the offset at which each ends, which the readers of the JDK do not tell. */
final class LineReader implements AutoCloseable {
  /** An item has 400 KB; written with every escape there is, it stays far below this. */
  private static final int MAX_LINE = 16 << 20;

  private final InputStream in;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private long offset;
  private long number;

  /** Reads from a stream that stands at {@code offset}, after {@code number} lines. */
  LineReader(InputStream in, long offset, long number) {
    this.in = new BufferedInputStream(in, 1 << 16);
    this.offset = offset;
    this.number = number;
  }

  /** The next line without its end, or null after the last. */
  @Nullable String next() throws IOException {
    line.reset();
    int b;
    while ((b = in.read()) >= 0) {
      offset++;
      if (b == '\n') {
        return text();
      }
      if (line.size() >= MAX_LINE) {
        throw new IOException("line " + (number + 1) + " is longer than any item");
      }
      line.write(b);
    }
    return line.size() == 0 ? null : text();
  }

  private String text() throws IOException {
    number++;
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(line.toByteArray()))
          .toString();
    } catch (CharacterCodingException malformed) {
      throw new IOException("line " + number + " is not UTF-8", malformed);
    }
  }

  /** Bytes read up to the end of the last line. */
  long offset() {
    return offset;
  }

  /** Lines read. */
  long number() {
    return number;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
