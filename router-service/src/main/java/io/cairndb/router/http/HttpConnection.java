package io.cairndb.router.http;

import io.cairndb.router.core.FrontDoorRequest;
import io.cairndb.router.core.FrontDoorResponse;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client connection. Confined to its event loop.
 *
 * <p>Invariant: at most one request is with the front door. What the decoder hands over meanwhile
 * waits in {@link #waiting}, which is bounded because reading stops while a request is under way:
 * it holds at most what one read from the socket contained.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write closes the channel, which is heard
final class HttpConnection extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(HttpConnection.class);
  private static final byte[] CONTINUE =
      "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final HttpServices services;
  private final ArrayDeque<Object> waiting = new ArrayDeque<>();

  private @Nullable HttpRequest head;
  private @Nullable BodyCollector body;
  private boolean answering;
  private boolean closing;

  HttpConnection(HttpServices services) {
    this.services = services;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (closing) {
      ReferenceCountUtil.release(message);
    } else if (answering) {
      waiting.add(message);
    } else {
      accept(context, message);
    }
  }

  private void accept(ChannelHandlerContext context, Object message) {
    try {
      if (message instanceof HttpRequest request) {
        begin(context, request);
      }
      if (message instanceof HttpContent content && !closing) {
        append(context, content);
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void begin(ChannelHandlerContext context, HttpRequest request) {
    if (request.decoderResult().isFailure()) {
      refuse(context, 400);
      return;
    }
    long announced =
        HttpUtil.isContentLengthSet(request) ? HttpUtil.getContentLength(request, -1L) : -1L;
    head = request;
    body = new BodyCollector(services.budget(), services.options().maxBodyBytes(), announced);
    if (!settle(context, body.check()) && HttpUtil.is100ContinueExpected(request)) {
      context.writeAndFlush(
          context.alloc().buffer(CONTINUE.length).writeBytes(CONTINUE), context.voidPromise());
    }
  }

  private void append(ChannelHandlerContext context, HttpContent content) {
    BodyCollector collector = body;
    HttpRequest request = head;
    if (collector == null || request == null) {
      return;
    }
    if (content.decoderResult().isFailure()) {
      refuse(context, 400);
      return;
    }
    if (settle(context, collector.add(content.content()))) {
      return;
    }
    if (content instanceof LastHttpContent) {
      answer(context, request, collector);
    }
  }

  /** Refuses a body that is too much; returns whether it did. */
  private boolean settle(ChannelHandlerContext context, BodyCollector.Verdict verdict) {
    return switch (verdict) {
      case ACCEPTED -> false;
      case TOO_LONG -> {
        services.counters().refusedBodies.increment();
        closing = true;
        dropBody();
        sendAndClose(
            context,
            ResponseEncoder.encode(
                context.alloc(), services.frontDoor().refuseTooLarge(), false, false));
        yield true;
      }
      case NO_MEMORY -> {
        services.counters().refusedBodies.increment();
        refuse(context, 503);
        yield true;
      }
    };
  }

  private void answer(ChannelHandlerContext context, HttpRequest request, BodyCollector collector) {
    head = null;
    body = null;
    SidePage page = services.pages().get(request.uri());
    if (page != null && HttpMethod.GET.equals(request.method())) {
      collector.release();
      boolean keepAlive = HttpUtil.isKeepAlive(request);
      send(context, ResponseEncoder.page(context.alloc(), page, keepAlive), keepAlive);
      return;
    }
    answering = true;
    services.counters().requests.increment();
    services.counters().underWay.incrementAndGet();
    HttpHeaders headers = request.headers();
    CompletableFuture<FrontDoorResponse> answer =
        services
            .frontDoor()
            .handle(
                new FrontDoorRequest(
                    request.method().name(), request.uri(), headers::get, collector.body()));
    if (answer.isDone()) {
      finish(context, request, collector, answer);
      return;
    }
    context.channel().config().setAutoRead(false);
    answer.whenComplete(
        (response, failure) ->
            context
                .executor()
                .execute(
                    () -> {
                      finish(context, request, collector, answer);
                      resume(context);
                    }));
  }

  private void finish(
      ChannelHandlerContext context,
      HttpRequest request,
      BodyCollector collector,
      CompletableFuture<FrontDoorResponse> answer) {
    collector.release();
    services.counters().underWay.decrementAndGet();
    answering = false;
    if (answer.isCompletedExceptionally()) {
      LOG.error("the front door failed, which it must not", answer.exceptionNow());
      refuse(context, 500);
      return;
    }
    boolean keepAlive = HttpUtil.isKeepAlive(request);
    FrontDoorResponse response =
        Compression.apply(answer.join(), request.headers().get(HttpHeaderNames.ACCEPT_ENCODING));
    send(
        context,
        ResponseEncoder.encode(
            context.alloc(), response, HttpMethod.HEAD.equals(request.method()), keepAlive),
        keepAlive);
  }

  private void send(ChannelHandlerContext context, ByteBuf out, boolean keepAlive) {
    if (keepAlive) {
      context.write(out, context.voidPromise());
    } else {
      closing = true;
      sendAndClose(context, out);
    }
  }

  private void resume(ChannelHandlerContext context) {
    while (!answering && !waiting.isEmpty()) {
      Object message = waiting.poll();
      if (closing) {
        ReferenceCountUtil.release(message);
      } else {
        accept(context, message);
      }
    }
    context.flush();
    if (!answering) {
      context.channel().config().setAutoRead(true);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    context.flush();
  }

  private void refuse(ChannelHandlerContext context, int status) {
    closing = true;
    dropBody();
    sendAndClose(context, ResponseEncoder.plain(context.alloc(), status));
  }

  private static void sendAndClose(ChannelHandlerContext context, ByteBuf out) {
    context.writeAndFlush(out).addListener(ChannelFutureListener.CLOSE);
  }

  private void dropBody() {
    if (body != null) {
      body.release();
      body = null;
    }
    head = null;
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    closing = true;
    dropBody();
    waiting.forEach(ReferenceCountUtil::release);
    waiting.clear();
    context.fireChannelInactive();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof IdleStateEvent && !answering) {
      context.close();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (!(cause instanceof IOException)) {
      LOG.warn("connection {} failed", context.channel().remoteAddress(), cause);
    }
    context.close();
  }
}
