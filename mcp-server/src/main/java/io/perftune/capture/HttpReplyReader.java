package io.perftune.capture;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.perftune.wire.StreamFrame;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Decodes one HTTP/1.1 response, read by read, so that each piece of its body keeps its stamp.
///
/// Interim responses (1xx) are passed over, and what follows the response is too.
final class HttpReplyReader {
  private static final HttpDecoderConfig LIMITS =
      new HttpDecoderConfig()
          .setMaxInitialLineLength(1 << 16)
          .setMaxHeaderSize(1 << 20)
          .setMaxChunkSize(1 << 20);

  /// Codings that leave the content as it is once the response is decoded.
  private static final Set<String> PLAIN = Set.of("", "identity", "chunked");

  private final EmbeddedChannel channel = new EmbeddedChannel(new HttpResponseDecoder(LIMITS));
  private final List<HttpReply.Piece> body = new ArrayList<>();
  private int status;
  private String contentType = "";
  private String encoding = "";
  private String location = "";
  private @Nullable String broken;
  private boolean interim;
  private boolean over;

  private HttpReplyReader() {}

  /// The response in what was read from a socket, as far as it goes.
  static HttpReply read(List<StreamFrame> reads) {
    HttpReplyReader reader = new HttpReplyReader();
    long last = 0;
    for (StreamFrame frame : reads) {
      last = frame.nanos();
      reader.channel.writeInbound(Unpooled.wrappedBuffer(frame.bytes()));
      reader.drain(last);
    }
    reader.channel.finish();
    reader.drain(last);
    return new HttpReply(
        reader.status,
        reader.contentType,
        reader.encoding,
        reader.location,
        reader.body,
        reader.broken);
  }

  private void drain(long nanos) {
    for (Object part = channel.readInbound(); part != null; part = channel.readInbound()) {
      try {
        if (!over && part instanceof HttpObject object) {
          part(object, nanos);
        }
      } finally {
        ReferenceCountUtil.release(part);
      }
    }
  }

  private void part(HttpObject part, long nanos) {
    DecoderResult result = part.decoderResult();
    if (result.isFailure()) {
      over = true;
      broken =
          result.cause() instanceof PrematureChannelClosureException
              ? null
              : String.valueOf(result.cause().getMessage());
      return;
    }
    if (part instanceof HttpResponse head) {
      head(head);
    }
    if (part instanceof HttpContent content && !interim) {
      if (content.content().isReadable()) {
        byte[] bytes = new byte[content.content().readableBytes()];
        content.content().readBytes(bytes);
        body.add(new HttpReply.Piece(bytes, nanos));
      }
      over = part instanceof LastHttpContent;
    }
  }

  private void head(HttpResponse head) {
    interim = head.status().code() < 200;
    if (interim) {
      return;
    }
    status = head.status().code();
    contentType = HttpReply.mediaType(head.headers().get(HttpHeaderNames.CONTENT_TYPE));
    location = head.headers().get(HttpHeaderNames.LOCATION, "");
    encoding =
        Stream.of(HttpHeaderNames.CONTENT_ENCODING, HttpHeaderNames.TRANSFER_ENCODING)
            .flatMap(name -> head.headers().getAll(name).stream())
            .flatMap(codings -> Arrays.stream(codings.split(",", -1)))
            .map(coding -> coding.strip().toLowerCase(Locale.ROOT))
            .filter(coding -> !PLAIN.contains(coding))
            .collect(Collectors.joining(", "));
  }
}
