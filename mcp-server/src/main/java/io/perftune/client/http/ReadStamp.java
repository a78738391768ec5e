package io.perftune.client.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/// The first handler of a connection: takes the time of every read before anything looks at it.
final class ReadStamp extends ChannelInboundHandlerAdapter {
  private long nanos;

  /// System.nanoTime of the latest read.
  long nanos() {
    return nanos;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object read) {
    nanos = System.nanoTime();
    context.fireChannelRead(read);
  }
}
