package io.perftune.client;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.perftune.client.http.Limits;
import io.perftune.client.http.Target;
import io.perftune.value.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.JsonNode;

/// Some hundreds of requests to a stub on loopback before anything is measured: the first requests
/// of a fresh JVM are slow by its own doing. The endpoint sees nothing of it.
final class Rehearsal {
  private static final int REQUESTS = 400;
  private static final int CONCURRENCY = 4;
  private static final Duration LONGEST = Duration.ofSeconds(1);

  private Rehearsal() {}

  /// Runs it, for a second at most; says how many requests it was.
  static long run() throws IOException, InterruptedException {
    MultiThreadIoEventLoopGroup group =
        new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("stub", true), NioIoHandler.newFactory());
    try {
      Channel stub =
          new ServerBootstrap()
              .group(group)
              .channel(NioServerSocketChannel.class)
              .childHandler(
                  new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel fresh) {
                      fresh
                          .pipeline()
                          .addLast(
                              new HttpServerCodec(),
                              new HttpObjectAggregator(1 << 16),
                              new StubReply());
                    }
                  })
              .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
              .sync()
              .channel();
      return against((InetSocketAddress) stub.localAddress());
    } finally {
      group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
  }

  private static long against(InetSocketAddress stub) throws IOException, InterruptedException {
    Target target = new Target("127.0.0.1", stub.getPort(), List.of(stub), null);
    Limits limits = new Limits(LONGEST, LONGEST, LONGEST, LONGEST, 1 << 20);
    RequestHead head = RequestHead.post("127.0.0.1:" + stub.getPort(), "/").build();
    ChatBody body = new ChatBody("rehearsal", new ChatBody.Cap("max_tokens", 1), Json.object());
    JsonNode row = Json.MAPPER.valueToTree(Map.of("text_input", "Say something. ".repeat(40)));
    AtomicLong made = new AtomicLong();
    RunFiles nowhere =
        RunFiles.start(
            EpochClock.now(),
            Mask.NONE,
            OutputStream.nullOutputStream(),
            OutputStream.nullOutputStream(),
            () -> {});
    try (ClosedLoop loop = new ClosedLoop(target, limits, nowhere, CONCURRENCY)) {
      var _ =
          loop.loops().getFirst().schedule(loop::cancel, LONGEST.toMillis(), TimeUnit.MILLISECONDS);
      loop.run(
          new Outbox(
              number -> {
                made.incrementAndGet();
                return ChatRequests.request(head, body.of(row), number, "rehearsal");
              },
              0,
              REQUESTS,
              CONCURRENCY));
    } finally {
      nowhere.finish();
    }
    return made.get();
  }
}
