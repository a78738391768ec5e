package io.perftune.client.http;

import io.netty.channel.Channel;

/// Hears what happens on a connection, on its event loop.
interface Inbound {
  /// A read gave these bytes.
  void bytes(Channel channel, long nanos, byte[] bytes);

  /// The response is whole.
  ///
  /// @param reusable another request may follow on this connection
  void whole(Channel channel, boolean reusable);

  /// What came is not HTTP.
  void malformed(Channel channel, String why);

  /// The connection failed; [#closed] follows.
  void failed(Channel channel, Throwable cause);

  /// The connection is closed.
  void closed(Channel channel);
}
