package io.cairndb.router.http;

import io.cairndb.dynamodb.wire.json.WireBuffer;
import io.cairndb.router.core.FrontDoorRequest;
import io.cairndb.router.core.FrontDoorResponse;
import io.cairndb.router.core.ResponseStream;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client connection. Confined to its event loop.
 *
 * <p>Invariant: at most one request is with the front door. What the decoder hands over meanwhile
 * waits in {@link #waiting}, which is bounded because reading stops once {@link #READ_AHEAD}
 * messages wait: it holds at most those and what one read from the socket contained. It waits
 * likewise while the client does not take the responses it has asked for.
 *
 * <p>Whoever neither begins a request nor gets an answer for a whole idle time-out is cut off: the
 * idle, but also those that send a head or a body byte by byte, or do not read.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write closes the channel, which is heard
final class HttpConnection extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(HttpConnection.class);

  /**
   * Messages that may wait behind a request under way before the socket is not read any more. A
   * client that awaits its answers never comes near, and costs no change of the poll set.
   */
  private static final int READ_AHEAD = 16;

  private static final byte[] CONTINUE =
      "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  /** What the socket takes at once whether the client reads or not. */
  private static final int UNCOUNTED_RESPONSE_BYTES = 64 * 1024;

  private static final int DRAIN_SECONDS = 5;

  private final HttpServices services;
  private final ArrayDeque<Object> waiting = new ArrayDeque<>();

  private @Nullable HttpRequest head;
  private @Nullable BodyCollector body;
  private boolean answering;
  private boolean closing;

  /** The last response is out, and the rest of the refused body is thrown away. */
  private boolean draining;

  private boolean resuming;

  /** A body is being sent part by part; the request counts as being answered meanwhile. */
  private boolean streaming;

  /** Goes on with that when the client has taken what was sent; null when it is not waited for. */
  private @Nullable Runnable paused;

  /** Around the request that is being answered; null when there is none. */
  private @Nullable RequestScope scope;

  /** Requests begun and responses sent; compared with what it was one idle time-out ago. */
  private long progress;

  HttpConnection(HttpServices services) {
    this.services = services;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    watchProgress(context);
  }

  private void watchProgress(ChannelHandlerContext context) {
    long before = progress;
    context
        .executor()
        .schedule(
            () -> {
              if (!context.channel().isOpen()) {
                return;
              }
              if (progress == before && (!answering || paused != null)) {
                context.close();
              } else {
                watchProgress(context);
              }
            },
            services.options().idleTimeout().toNanos(),
            TimeUnit.NANOSECONDS);
  }

  private boolean isBusy(ChannelHandlerContext context) {
    return answering || !context.channel().isWritable();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (closing) {
      ReferenceCountUtil.release(message);
      if (draining && message instanceof LastHttpContent) {
        context.close();
      }
    } else if (isBusy(context) || !waiting.isEmpty()) {
      waiting.add(message);
      if (waiting.size() == READ_AHEAD) {
        context.channel().config().setAutoRead(false);
      }
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
      refuse(context, statusOf(request.decoderResult().cause()));
      return;
    }
    long announced =
        HttpUtil.isContentLengthSet(request) ? HttpUtil.getContentLength(request, -1L) : -1L;
    progress++;
    head = request;
    body =
        new BodyCollector(
            services.budget(),
            services.options().maxBodyBytes(),
            announced,
            services.memory().get());
    if (!settle(context, body.check()) && HttpUtil.is100ContinueExpected(request)) {
      context.writeAndFlush(
          context.alloc().buffer(CONTINUE.length).writeBytes(CONTINUE), context.voidPromise());
    }
  }

  /** What is wrong with a head that could not be read. */
  private static int statusOf(Throwable failure) {
    return switch (failure) {
      case TooLongHttpLineException ignored -> 414;
      case TooLongHttpHeaderException ignored -> 431;
      default -> 400;
    };
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
        sendAndDrain(
            context, ResponseEncoder.encode(context.alloc(), refuseTooLarge(), false, false));
        yield true;
      }
      case NO_MEMORY -> {
        services.counters().refusedBodies.increment();
        sendAndDrain(context, ResponseEncoder.plain(context.alloc(), 503));
        yield true;
      }
    };
  }

  private FrontDoorResponse refuseTooLarge() {
    HttpRequest refused = head;
    return services.frontDoor().refuseTooLarge(refused == null ? "/" : refused.uri());
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
    FrontDoorRequest asked =
        new FrontDoorRequest(
            request.method().name(),
            request.uri(),
            headers::get,
            collector.body(),
            collector.bodyLength(),
            collector::tryReserve,
            collector.buffers());
    CompletableFuture<FrontDoorResponse> answer = handle(asked);
    if (answer.isDone()) {
      finish(context, request, collector, answer);
      return;
    }
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

  /** Has the front door handle it. What fails around it fails this request and nothing else. */
  private CompletableFuture<FrontDoorResponse> handle(FrontDoorRequest asked) {
    try {
      RequestScope around = services.scopes().open(asked);
      scope = around;
      return around.call(() -> services.frontDoor().handle(asked));
    } catch (RuntimeException | Error failure) {
      return CompletableFuture.failedFuture(failure);
    }
  }

  private void finish(
      ChannelHandlerContext context,
      HttpRequest request,
      BodyCollector collector,
      CompletableFuture<FrontDoorResponse> answer) {
    services.counters().underWay.decrementAndGet();
    answering = false;
    try {
      send(context, request, answer);
    } finally {
      collector.release();
    }
  }

  private void send(
      ChannelHandlerContext context,
      HttpRequest request,
      CompletableFuture<FrontDoorResponse> answer) {
    if (answer.isCompletedExceptionally()) {
      LOG.error("the front door failed, which it must not", answer.exceptionNow());
      refuse(context, 500);
      return;
    }
    boolean keepAlive = HttpUtil.isKeepAlive(request);
    FrontDoorResponse response =
        Compression.apply(answer.join(), request.headers().get(HttpHeaderNames.ACCEPT_ENCODING));
    boolean head = HttpMethod.HEAD.equals(request.method());
    if (response.stream() != null && request.protocolVersion().equals(HttpVersion.HTTP_1_0)) {
      refuse(context, 505);
      return;
    }
    int size = response.body().size();
    if (size > UNCOUNTED_RESPONSE_BYTES && !services.responseBudget().tryReserve(size)) {
      services.counters().refusedAnswers.increment();
      refuse(context, 503);
      return;
    }
    ByteBuf out = ResponseEncoder.encode(context.alloc(), response, head, keepAlive);
    RequestScope around = scope;
    if (response.stream() != null && !head && around != null) {
      write(context, out, size);
      stream(context, new Streamed(response.stream(), response.status(), keepAlive, around));
      return;
    }
    endScope(response.status());
    if (size > UNCOUNTED_RESPONSE_BYTES) {
      sendCounted(context, out, size, keepAlive);
    } else {
      send(context, out, keepAlive);
    }
  }

  /** An answer whose parts are made while it is sent, around the making of each the same scope. */
  private record Streamed(
      ResponseStream parts, int status, boolean keepAlive, RequestScope around) {}

  private void stream(ChannelHandlerContext context, Streamed answer) {
    progress++;
    answering = true;
    streaming = true;
    services.counters().underWay.incrementAndGet();
    pump(context, answer);
  }

  /** Sends what is there and asks for more as soon as the client has taken it. */
  private void pump(ChannelHandlerContext context, Streamed answer) {
    context.flush();
    if (!context.channel().isWritable()) {
      paused = () -> pump(context, answer);
      return;
    }
    answer
        .around()
        .call(() -> nextOf(answer.parts()))
        .whenComplete(
            (part, failure) -> context.executor().execute(() -> deliver(context, answer, part)));
  }

  /** The next part; a stream that cannot even be asked has failed. */
  private static CompletableFuture<Optional<WireBuffer>> nextOf(ResponseStream stream) {
    try {
      return stream.next();
    } catch (RuntimeException | Error failure) {
      return CompletableFuture.failedFuture(failure);
    }
  }

  /**
   * Sends a part.
   *
   * @param part null when it could not be made
   */
  private void deliver(
      ChannelHandlerContext context, Streamed answer, @Nullable Optional<WireBuffer> part) {
    if (!streaming) {
      return;
    }
    if (part == null) {
      endStream();
      endScope(500);
      context.close();
    } else if (part.isPresent()) {
      progress++;
      if (part.get().size() > 0) {
        context.write(ResponseEncoder.chunk(context.alloc(), part.get()), context.voidPromise());
      }
      pump(context, answer);
    } else {
      endStream();
      endScope(answer.status());
      send(context, ResponseEncoder.lastChunk(context.alloc()), answer.keepAlive());
      resume(context);
    }
  }

  /** The request is answered, as far as it will be. */
  private void endScope(int status) {
    RequestScope around = scope;
    if (around != null) {
      scope = null;
      around.end(status);
    }
  }

  private void endStream() {
    if (streaming) {
      streaming = false;
      answering = false;
      paused = null;
      services.counters().underWay.decrementAndGet();
    }
  }

  /** Writes what has reserved its size when it is counted. */
  private ChannelFuture write(ChannelHandlerContext context, ByteBuf out, int size) {
    ChannelFuture written = context.write(out);
    if (size > UNCOUNTED_RESPONSE_BYTES) {
      written.addListener(done -> services.responseBudget().release(size));
    }
    return written;
  }

  private void sendCounted(
      ChannelHandlerContext context, ByteBuf out, int size, boolean keepAlive) {
    progress++;
    ChannelFuture written = write(context, out, size);
    if (!keepAlive) {
      closing = true;
      written.addListener(ChannelFutureListener.CLOSE);
      context.flush();
    }
  }

  private void send(ChannelHandlerContext context, ByteBuf out, boolean keepAlive) {
    progress++;
    if (keepAlive) {
      context.write(out, context.voidPromise());
    } else {
      closing = true;
      sendAndClose(context, out);
    }
  }

  /** Takes up what waits, as far as the client takes the answers. */
  private void resume(ChannelHandlerContext context) {
    if (resuming) {
      return;
    }
    resuming = true;
    do {
      while (!isBusy(context) && !waiting.isEmpty()) {
        Object message = waiting.poll();
        if (closing) {
          ReferenceCountUtil.release(message);
        } else {
          accept(context, message);
        }
      }
      context.flush();
    } while (!isBusy(context) && !waiting.isEmpty());
    resuming = false;
    context
        .channel()
        .config()
        .setAutoRead(closing || (waiting.size() < READ_AHEAD && context.channel().isWritable()));
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    context.flush();
    if (!answering && (!waiting.isEmpty() || !context.channel().isWritable())) {
      resume(context);
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    Runnable stream = paused;
    if (stream != null && context.channel().isWritable()) {
      paused = null;
      stream.run();
      return;
    }
    if (!isBusy(context)) {
      resume(context);
    }
  }

  private void refuse(ChannelHandlerContext context, int status) {
    closing = true;
    endScope(status);
    dropBody();
    sendAndClose(context, ResponseEncoder.plain(context.alloc(), status));
  }

  /**
   * Answers before the body has come, and reads on for a while: a connection closed over unread
   * bytes is reset, and many clients then report that instead of the answer.
   */
  private void sendAndDrain(ChannelHandlerContext context, ByteBuf out) {
    closing = true;
    draining = true;
    dropBody();
    context
        .writeAndFlush(out)
        .addListener(written -> ((DuplexChannel) context.channel()).shutdownOutput());
    context.executor().schedule(() -> context.close(), DRAIN_SECONDS, TimeUnit.SECONDS);
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
    RequestScope abandoned = scope;
    if (abandoned != null) {
      scope = null;
      abandoned.abandon();
    }
    endStream();
    dropBody();
    waiting.forEach(ReferenceCountUtil::release);
    waiting.clear();
    context.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (!(cause instanceof IOException)) {
      LOG.warn("connection {} failed", context.channel().remoteAddress(), cause);
    }
    context.close();
  }
}
