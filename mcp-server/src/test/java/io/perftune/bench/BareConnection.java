package io.perftune.bench;

import io.perftune.value.Json;
import io.perftune.wire.StreamFrame;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// One connection of the bare client.
final class BareConnection {
  private static final byte[] END = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final SocketChannel channel;
  private List<StreamFrame> reads = new ArrayList<>();
  private int request;
  private long t0;

  private BareConnection(SocketChannel channel) {
    this.channel = channel;
  }

  /// A whole answer.
  ///
  /// @param t0 System.nanoTime just before its request was written
  record Answer(int request, long t0, List<StreamFrame> reads) {
    Answer {
      reads = List.copyOf(reads);
    }
  }

  static BareConnection open(Selector selector, InetSocketAddress address) throws IOException {
    SocketChannel channel = SocketChannel.open(address);
    channel.configureBlocking(false);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    BareConnection connection = new BareConnection(channel);
    var _ = channel.register(selector, SelectionKey.OP_READ, connection);
    return connection;
  }

  /// Head and body of what a row of the dataset asks.
  static byte[] request(String model, JsonNode row, String id) {
    ObjectNode body = Json.object().put("model", model).put("stream", true);
    body.putArray("messages")
        .addObject()
        .put("role", "user")
        .put("content", row.required("text_input").asString());
    byte[] bytes = Json.MAPPER.writeValueAsBytes(body);
    String head =
        "POST /v1/chat/completions HTTP/1.1\r\nHost: sender\r\nContent-Type: application/json\r\nX-Request-ID: %s\r\nContent-Length: %d\r\n\r\n"
            .formatted(id, bytes.length);
    return ByteBuffer.allocate(head.length() + bytes.length)
        .put(head.getBytes(StandardCharsets.US_ASCII))
        .put(bytes)
        .array();
  }

  void send(int number, byte[] bytes) throws IOException {
    reads = new ArrayList<>();
    request = number;
    t0 = System.nanoTime();
    for (ByteBuffer out = ByteBuffer.wrap(bytes); out.hasRemaining(); ) {
      var _ = channel.write(out);
    }
  }

  /// Takes what came; the answer, where this was the end of it.
  @Nullable Answer read(ByteBuffer in) throws IOException {
    in.clear();
    int count = channel.read(in);
    long now = System.nanoTime();
    if (count < 0) {
      throw new EOFException("the sender closed");
    }
    byte[] bytes = new byte[count];
    in.flip().get(bytes);
    reads.add(new StreamFrame(request, StreamFrame.Kind.BYTES, now, bytes));
    boolean whole =
        count >= END.length && Arrays.equals(bytes, count - END.length, count, END, 0, END.length);
    return whole ? new Answer(request, t0, reads) : null;
  }
}
