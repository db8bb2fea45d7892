package io.cairndb.router.http;

import io.cairndb.dynamodb.wire.json.WireBuffer;
import io.cairndb.router.core.FrontDoorResponse;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.HttpResponseStatus;

/** Writes a response as one buffer, so that one system call sends it. Stateless. */
final class ResponseEncoder {
  private static final int HEADER_ROOM = 512;
  private static final int CHUNK_ROOM = 16;
  private static final int NO_CONTENT = 204;
  private static final int NOT_MODIFIED = 304;

  private ResponseEncoder() {}

  static ByteBuf encode(
      ByteBufAllocator allocator, FrontDoorResponse response, boolean head, boolean keepAlive) {
    WireBuffer body = response.body();
    ByteBuf out = allocator.directBuffer(HEADER_ROOM + body.size());
    statusLine(out, response.status());
    ascii(out, "Server: Cairn");
    if (response.stream() != null) {
      field(out, "Transfer-Encoding", "chunked");
    } else if (response.status() != NO_CONTENT && response.status() != NOT_MODIFIED) {
      ascii(out, "\r\nContent-Length: ");
      decimal(out, body.size());
    }
    if (response.contentType() != null) {
      field(out, "Content-Type", response.contentType());
    }
    if (response.hasChecksum()) {
      field(out, "x-amzn-RequestId", response.requestId());
      ascii(out, "\r\nx-amz-crc32: ");
      decimal(out, response.crc32());
    } else {
      field(out, "X-Request-Id", response.requestId());
    }
    if (!response.headers().isEmpty()) {
      response.headers().forEach((name, value) -> field(out, name, value));
    }
    if (!keepAlive) {
      field(out, "Connection", "close");
    }
    ascii(out, "\r\n\r\n");
    if (!head) {
      if (response.stream() == null) {
        out.writeBytes(body.array(), 0, body.size());
      } else if (body.size() > 0) {
        writeChunk(out, body);
      }
    }
    return out;
  }

  /** A part of a body whose length is not known beforehand. */
  static ByteBuf chunk(ByteBufAllocator allocator, WireBuffer part) {
    ByteBuf out = allocator.directBuffer(CHUNK_ROOM + part.size());
    writeChunk(out, part);
    return out;
  }

  /** The end of a body sent in chunks. */
  static ByteBuf lastChunk(ByteBufAllocator allocator) {
    ByteBuf out = allocator.directBuffer(CHUNK_ROOM);
    ascii(out, "0\r\n\r\n");
    return out;
  }

  private static void writeChunk(ByteBuf out, WireBuffer part) {
    ascii(out, Integer.toHexString(part.size()));
    ascii(out, "\r\n");
    out.writeBytes(part.array(), 0, part.size());
    ascii(out, "\r\n");
  }

  /** A page that is not part of the API. */
  static ByteBuf page(ByteBufAllocator allocator, SidePage page, boolean keepAlive) {
    byte[] body = page.render();
    ByteBuf out = allocator.directBuffer(HEADER_ROOM + body.length);
    statusLine(out, 200);
    ascii(out, "Server: Cairn\r\nContent-Length: ");
    decimal(out, body.length);
    field(out, "Content-Type", page.contentType());
    if (!keepAlive) {
      field(out, "Connection", "close");
    }
    ascii(out, "\r\n\r\n");
    return out.writeBytes(body);
  }

  /** A response without a body, for what never reaches the front door. */
  static ByteBuf plain(ByteBufAllocator allocator, int status) {
    ByteBuf out = allocator.directBuffer(HEADER_ROOM);
    statusLine(out, status);
    ascii(out, "Server: Cairn\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    return out;
  }

  private static void statusLine(ByteBuf out, int status) {
    if (status == 200) {
      ascii(out, "HTTP/1.1 200 OK\r\n");
    } else {
      ascii(out, "HTTP/1.1 " + HttpResponseStatus.valueOf(status) + "\r\n");
    }
  }

  private static void field(ByteBuf out, String name, CharSequence value) {
    ascii(out, "\r\n");
    ascii(out, name);
    ascii(out, ": ");
    ascii(out, value);
  }

  private static void decimal(ByteBuf out, long value) {
    long scale = 1;
    while (value / scale >= 10) {
      scale *= 10;
    }
    for (long rest = value; scale > 0; rest %= scale, scale /= 10) {
      out.writeByte((int) ('0' + rest / scale));
    }
  }

  private static void ascii(ByteBuf out, CharSequence text) {
    ByteBufUtil.writeAscii(out, text);
  }
}
