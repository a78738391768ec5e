package io.perftune.client.http;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandler;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/// One attempt to reach the target: its addresses in turn until one takes the connection, then TLS.
///
/// It has no time limit of its own. All of it runs on one event loop.
final class Dial {
  private final IdleTurns turns;
  private final Target target;
  private final Inbound inbound;
  private final Listener listener;
  private final Bootstrap bootstrap;
  private final Iterator<java.net.InetSocketAddress> addresses;
  private final long started = System.nanoTime();
  private @Nullable Channel channel;
  private boolean cancelled;

  /// Hears how the attempt ended.
  interface Listener {
    /// The connection is there.
    ///
    /// @param connectNanos what TCP took, all addresses together
    /// @param tlsNanos what TLS took; null for plain HTTP
    void connected(Channel channel, long connectNanos, @Nullable Long tlsNanos);

    /// There is none.
    void refused(String why);
  }

  private Dial(IdleTurns turns, Target target, Inbound inbound, Listener listener) {
    this.turns = turns;
    this.target = target;
    this.inbound = inbound;
    this.listener = listener;
    this.addresses = target.addresses().iterator();
    this.bootstrap =
        new Bootstrap()
            .group(turns.loop())
            .channel(NioSocketChannel.class)
            .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0)
            .handler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel fresh) {
                    fill(fresh);
                  }
                });
  }

  /// Starts; the listener hears of it on the loop.
  static Dial start(IdleTurns turns, Target target, Inbound inbound, Listener listener) {
    Dial dial = new Dial(turns, target, inbound, listener);
    dial.next("the host %s is not known".formatted(target.host()));
    return dial;
  }

  /// Gives up; the listener hears nothing more.
  void cancel() {
    cancelled = true;
    if (channel != null) {
      var _ = channel.close();
    }
  }

  private void fill(Channel fresh) {
    ReadStamp stamp = new ReadStamp();
    fresh.pipeline().addLast(stamp);
    if (target.tls() != null) {
      SslHandler tls = target.tls().newHandler(fresh.alloc(), target.host(), target.port());
      tls.setHandshakeTimeoutMillis(0);
      fresh.pipeline().addLast(tls);
    }
    read(fresh.pipeline(), stamp, turns, inbound);
  }

  /// What a connection does with plain bytes.
  static void read(ChannelPipeline pipeline, ReadStamp stamp, IdleTurns turns, Inbound inbound) {
    DecodeLater later = new DecodeLater(stamp, turns);
    ResponseDecoder decoder = new ResponseDecoder();
    pipeline.addLast(
        new ReadKeeper(stamp, inbound), later, decoder, new ResponseEnd(inbound, later, decoder));
  }

  private void next(String whyNot) {
    if (!addresses.hasNext()) {
      listener.refused(whyNot);
      return;
    }
    var attempt = bootstrap.connect(addresses.next());
    channel = attempt.channel();
    attempt.addListener(_ -> {
      if (cancelled) {
        var _ = attempt.channel().close();
      } else if (attempt.isSuccess()) {
        reached(attempt.channel());
      } else {
        next(reason(attempt.cause()));
      }
    });
  }

  private void reached(Channel open) {
    long connected = System.nanoTime();
    SslHandler tls = open.pipeline().get(SslHandler.class);
    if (tls == null) {
      listener.connected(open, connected - started, null);
      return;
    }
    tls.handshakeFuture()
        .addListener(handshake -> {
          if (cancelled) {
            var _ = open.close();
          } else if (handshake.isSuccess()) {
            listener.connected(open, connected - started, System.nanoTime() - connected);
          } else {
            var _ = open.close();
            listener.refused("TLS: " + reason(handshake.cause()));
          }
        });
  }

  /// What an exception says, or its name where it says nothing; never what the server said.
  static String reason(@Nullable Throwable cause) {
    if (cause instanceof NotSslRecordException) {
      return "what came is not TLS";
    }
    String message = cause == null ? null : cause.getMessage();
    return message != null ? message : String.valueOf(cause);
  }
}
