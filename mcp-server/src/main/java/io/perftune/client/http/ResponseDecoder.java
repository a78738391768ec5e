package io.perftune.client.http;

import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpResponseDecoder;

/// The codec of one connection, with room for any response that a server may mean.
final class ResponseDecoder extends HttpResponseDecoder {
  private static final int LONGEST_LINE = 64 << 10;
  private static final int LONGEST_HEAD = 1 << 20;
  private static final int LARGEST_PART = 1 << 20;

  ResponseDecoder() {
    super(
        new HttpDecoderConfig()
            .setMaxInitialLineLength(LONGEST_LINE)
            .setMaxHeaderSize(LONGEST_HEAD)
            .setMaxChunkSize(LARGEST_PART));
  }

  /// True where bytes stand behind what was decoded so far: after a whole response nobody asked for
  /// them, and the next response would be read as their continuation.
  boolean holdsMore() {
    return actualReadableBytes() > 0;
  }
}
