package io.cairndb.router.http;

import io.cairndb.router.core.FrontDoor;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpHeadersFactory;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.FastThreadLocal;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/** Listens, and hands each connection to an {@link HttpConnection}. Thread-safe. */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write closes the channel, which is heard
public final class HttpServer implements AutoCloseable {
  private static final int BACKLOG = 1024;
  private static final int MAX_HEADER_BYTES = 32 * 1024;
  private static final int MAX_LINE_BYTES = 8 * 1024;
  private static final long DRAIN_POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private static final HttpHeadersFactory FIELDS =
      new HttpHeadersFactory() {
        @Override
        public HttpHeaders newHeaders() {
          return new RequestHeaders();
        }

        @Override
        public HttpHeaders newEmptyHeaders() {
          return new RequestHeaders();
        }
      };

  private static final HttpHeadersFactory NO_TRAILERS =
      new HttpHeadersFactory() {
        @Override
        public HttpHeaders newHeaders() {
          return NoTrailers.INSTANCE;
        }

        @Override
        public HttpHeaders newEmptyHeaders() {
          return NoTrailers.INSTANCE;
        }
      };

  private final HttpServerOptions options;
  private final HttpCounters counters = new HttpCounters();
  private final HttpServices services;
  private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final EventLoopGroup loops;
  private final Channel listener;

  private HttpServer(
      FrontDoor frontDoor,
      HttpServerOptions options,
      Collection<SidePage> pages,
      RequestScope.Factory scopes)
      throws IOException {
    this.options = options;
    this.services =
        new HttpServices(
            frontDoor,
            scopes,
            options,
            new BodyBudget(options.maxBufferedBodyBytes()),
            new BodyBudget(options.maxUnsentBytes()),
            counters,
            new FastThreadLocal<>() {
              @Override
              protected RequestMemory.OfLoop initialValue() {
                return new RequestMemory.OfLoop();
              }
            },
            pages.stream().collect(Collectors.toUnmodifiableMap(SidePage::path, page -> page)));
    boolean epoll = Epoll.isAvailable();
    IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    loops =
        new MultiThreadIoEventLoopGroup(
            options.eventLoops(), new DefaultThreadFactory("cairn-http"), io);
    Class<? extends ServerChannel> type =
        epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    listener = listen(type);
  }

  /**
   * Starts listening.
   *
   * @throws IOException when the address cannot be used, with the reason of the operating system
   */
  public static HttpServer start(
      FrontDoor frontDoor, HttpServerOptions options, Collection<SidePage> pages)
      throws IOException {
    return start(frontDoor, options, pages, request -> RequestScope.NONE);
  }

  /** The same, with something around the handling of each request. */
  public static HttpServer start(
      FrontDoor frontDoor,
      HttpServerOptions options,
      Collection<SidePage> pages,
      RequestScope.Factory scopes)
      throws IOException {
    return new HttpServer(frontDoor, options, pages, scopes);
  }

  private Channel listen(Class<? extends ServerChannel> type) throws IOException {
    ChannelFuture bound =
        new ServerBootstrap()
            .group(loops)
            .channel(type)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    admit(channel);
                  }
                })
            .bind(options.address())
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      loops.shutdownGracefully(0, 0, TimeUnit.SECONDS);
      throw new IOException(
          "cannot listen on " + options.address() + ": " + bound.cause().getMessage(),
          bound.cause());
    }
    return bound.channel();
  }

  private void admit(Channel channel) {
    if (counters.connections.incrementAndGet() > options.maxConnections()) {
      counters.connections.decrementAndGet();
      counters.refusedConnections.increment();
      channel.close();
      return;
    }
    channel.closeFuture().addListener(closed -> counters.connections.decrementAndGet());
    connections.add(channel);
    channel
        .pipeline()
        .addLast(
            new RequestDecoder(
                new HttpDecoderConfig()
                    .setMaxInitialLineLength(MAX_LINE_BYTES)
                    .setMaxHeaderSize(MAX_HEADER_BYTES)
                    .setValidateHeaders(false)
                    .setHeadersFactory(FIELDS)
                    .setTrailersFactory(NO_TRAILERS)),
            new HttpConnection(services));
  }

  /** The address clients can reach, with the port that was taken. */
  public InetSocketAddress address() {
    return (InetSocketAddress) listener.localAddress();
  }

  public HttpStats stats() {
    return new HttpStats(
        counters.connections.get(),
        counters.refusedConnections.sum(),
        counters.requests.sum(),
        counters.refusedBodies.sum(),
        services.budget().used(),
        counters.refusedAnswers.sum(),
        services.responseBudget().used());
  }

  /** Stops accepting, lets requests under way finish within the drain timeout, then closes. */
  @Override
  public void close() {
    listener.close().awaitUninterruptibly();
    long rounds = options.drainTimeout().toNanos() / DRAIN_POLL_NANOS;
    for (long round = 0; round < rounds && counters.underWay.get() > 0; round++) {
      LockSupport.parkNanos(DRAIN_POLL_NANOS);
    }
    connections.close().awaitUninterruptibly(1, TimeUnit.SECONDS);
    loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
