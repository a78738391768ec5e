package io.perftune.client;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;

/// Answers a rehearsed request with a short stream of the shape that real ones have.
final class StubReply extends SimpleChannelInboundHandler<FullHttpRequest> {
  private static final int EVENTS = 24;
  private static final ByteBuf EVENT =
      Unpooled.unreleasableBuffer(
          Unpooled.copiedBuffer(
              "data: {\"id\":\"rehearsal\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\" word\"}}]}\n\n",
              StandardCharsets.UTF_8));

  @Override
  protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
    HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
    head.headers().set(HttpHeaderNames.CONTENT_TYPE, "text/event-stream");
    HttpUtil.setTransferEncodingChunked(head, true);
    var _ = context.write(head);
    for (int event = 0; event < EVENTS; event++) {
      var _ = context.writeAndFlush(new DefaultHttpContent(EVENT.duplicate()));
    }
    var _ = context.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
  }
}
