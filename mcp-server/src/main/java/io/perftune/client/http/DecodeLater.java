package io.perftune.client.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.ArrayDeque;
import java.util.Deque;

/// Stands before the codec and holds what was read until the loop has no socket to read: the
/// decoding of one stream must not make the stamps of the others late.
///
/// The end of the connection and its failure let what is held go first.
final class DecodeLater extends ChannelInboundHandlerAdapter {
  private final ReadStamp stamp;
  private final IdleTurns turns;
  private final Deque<Held> held = new ArrayDeque<>();
  private long passing;

  DecodeLater(ReadStamp stamp, IdleTurns turns) {
    this.stamp = stamp;
    this.turns = turns;
  }

  private record Held(long nanos, ByteBuf bytes) {}

  /// System.nanoTime of the read that is being decoded.
  long nanos() {
    return passing;
  }

  /// True where a later read is there already.
  boolean holdsMore() {
    return !held.isEmpty();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object read) {
    held.add(new Held(stamp.nanos(), (ByteBuf) read));
    turns.afterReading(() -> pass(context));
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    passAll(context);
    context.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    passAll(context);
    context.fireExceptionCaught(cause);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    held.forEach(one -> one.bytes().release());
    held.clear();
  }

  private void passAll(ChannelHandlerContext context) {
    while (!held.isEmpty()) {
      pass(context);
    }
  }

  private void pass(ChannelHandlerContext context) {
    Held next = held.poll();
    if (next != null) {
      passing = next.nanos();
      context.fireChannelRead(next.bytes());
    }
  }
}
