package io.perftune.client.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

/// Behind the codec: tells where a response ends, and drops the rest.
final class ResponseEnd extends ChannelInboundHandlerAdapter {
  private final Inbound inbound;
  private final DecodeLater later;
  private final ResponseDecoder decoder;
  private boolean interim;
  private boolean reusable;

  ResponseEnd(Inbound inbound, DecodeLater later, ResponseDecoder decoder) {
    this.inbound = inbound;
    this.later = later;
    this.decoder = decoder;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    try {
      if (message instanceof HttpObject object) {
        take(context, object);
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void take(ChannelHandlerContext context, HttpObject object) {
    DecoderResult result = object.decoderResult();
    if (result.isFailure()) {
      if (!(result.cause() instanceof PrematureChannelClosureException)) {
        inbound.malformed(context.channel());
      }
      return;
    }
    if (object instanceof HttpResponse response) {
      interim = response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
      reusable = HttpUtil.isKeepAlive(response);
    }
    if (object instanceof LastHttpContent && !interim) {
      boolean clean = context.channel().isActive() && !decoder.holdsMore() && !later.holdsMore();
      inbound.whole(context.channel(), later.nanos(), reusable && clean);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    inbound.closed(context.channel());
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    inbound.failed(context.channel(), cause);
    var _ = context.close();
  }
}
