package io.perftune.client.http;

import io.netty.channel.Channel;

/// Hears what happens on a connection, on its event loop.
interface Inbound {
  /// A read gave these bytes.
  void bytes(Channel channel, long nanos, byte[] bytes);

  /// The response is whole.
  ///
  /// @param nanos of the read that held its end; later reads may have been told of already
  /// @param reusable another request may follow on this connection
  void whole(Channel channel, long nanos, boolean reusable);

  /// What came is not HTTP. Why not is left to who reads what was kept: a decoder's message quotes
  /// the server, and the server may quote a credential.
  void malformed(Channel channel);

  /// The connection failed; [#closed] follows.
  void failed(Channel channel, Throwable cause);

  /// The connection is closed.
  void closed(Channel channel);
}
