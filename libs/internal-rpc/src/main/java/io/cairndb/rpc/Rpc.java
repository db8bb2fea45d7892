package io.cairndb.rpc;

import io.grpc.BindableService;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.ChannelOption;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Makes channels and servers. Both answer on gRPC's event loops: handlers must not block there, and
 * hand what takes long to threads of their own. Stateless.
 */
public final class Rpc {
  /**
   * Clients may try a connection this often, whatever is configured there: gRPC's least is 10 s.
   */
  private static final long PERMITTED_KEEP_ALIVE_SECONDS = 5;

  private Rpc() {}

  /** A channel that connects when it is first used, and again after the connection was lost. */
  public static ManagedChannel channel(String host, int port, RpcOptions options) {
    RpcOptions.Patience patience = options.patience();
    return NettyChannelBuilder.forAddress(host, port)
        .usePlaintext()
        .directExecutor()
        .disableRetry()
        .maxInboundMessageSize(options.maxMessageBytes())
        .withOption(
            ChannelOption.CONNECT_TIMEOUT_MILLIS,
            Math.toIntExact(patience.connectTimeout().toMillis()))
        .keepAliveTime(patience.keepAliveTime().toMillis(), TimeUnit.MILLISECONDS)
        .keepAliveTimeout(patience.keepAliveTimeout().toMillis(), TimeUnit.MILLISECONDS)
        .keepAliveWithoutCalls(true)
        .flowControlWindow(options.flowControlBytes())
        .intercept(innermostFirst(options))
        .build();
  }

  /** A server that is not started yet; port 0 takes a free one. It answers probes, too. */
  public static Server server(
      InetSocketAddress address, RpcOptions options, List<? extends BindableService> services) {
    RpcOptions.Patience patience = options.patience();
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(address)
            .directExecutor()
            .maxInboundMessageSize(options.maxMessageBytes())
            .keepAliveTime(patience.keepAliveTime().toMillis(), TimeUnit.MILLISECONDS)
            .keepAliveTimeout(patience.keepAliveTimeout().toMillis(), TimeUnit.MILLISECONDS)
            .permitKeepAliveWithoutCalls(true)
            .permitKeepAliveTime(PERMITTED_KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
            .flowControlWindow(options.flowControlBytes());
    options.interceptors().server().reversed().forEach(builder::intercept);
    builder.addService(new LivenessService());
    services.forEach(builder::addService);
    return builder.build();
  }

  private static List<ClientInterceptor> innermostFirst(RpcOptions options) {
    List<ClientInterceptor> interceptors = new ArrayList<>();
    interceptors.add(new Compression(options.compress()));
    interceptors.addAll(options.interceptors().client().reversed());
    return interceptors;
  }

  /** A channel to the server of that name in this process: for tests. */
  public static ManagedChannel inProcessChannel(String name) {
    return InProcessChannelBuilder.forName(name).directExecutor().build();
  }

  /** A server, not started yet, for {@link #inProcessChannel}. */
  public static Server inProcessServer(String name, List<? extends BindableService> services) {
    InProcessServerBuilder builder = InProcessServerBuilder.forName(name).directExecutor();
    services.forEach(builder::addService);
    return builder.build();
  }

  private record Compression(boolean wanted) implements ClientInterceptor {
    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(
        MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
      return next.newCall(method, wanted ? options.withCompression("gzip") : options);
    }
  }
}
