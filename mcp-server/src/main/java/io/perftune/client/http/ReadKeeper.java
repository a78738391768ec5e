package io.perftune.client.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/// Stands in front of the codec and passes on a copy of every read with its stamp.
final class ReadKeeper extends ChannelInboundHandlerAdapter {
  private final ReadStamp stamp;
  private final Inbound inbound;

  ReadKeeper(ReadStamp stamp, Inbound inbound) {
    this.stamp = stamp;
    this.inbound = inbound;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object read) {
    ByteBuf bytes = (ByteBuf) read;
    if (bytes.isReadable()) {
      inbound.bytes(context.channel(), stamp.nanos(), ByteBufUtil.getBytes(bytes));
    }
    context.fireChannelRead(read);
  }
}
