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

  private ResponseEncoder() {}

  static ByteBuf encode(
      ByteBufAllocator allocator, FrontDoorResponse response, boolean head, boolean keepAlive) {
    WireBuffer body = response.body();
    ByteBuf out = allocator.directBuffer(HEADER_ROOM + body.size());
    statusLine(out, response.status());
    ascii(out, "Server: Cairn\r\nContent-Length: ");
    decimal(out, body.size());
    if (response.contentType() != null) {
      field(out, "Content-Type", response.contentType());
    }
    field(out, "x-amzn-RequestId", response.requestId());
    ascii(out, "\r\nx-amz-crc32: ");
    decimal(out, response.crc32());
    if (!response.headers().isEmpty()) {
      response.headers().forEach((name, value) -> field(out, name, value));
    }
    if (!keepAlive) {
      field(out, "Connection", "close");
    }
    ascii(out, "\r\n\r\n");
    if (!head) {
      out.writeBytes(body.array(), 0, body.size());
    }
    return out;
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
