package io.perftune.client;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.perftune.client.http.Outgoing;
import java.io.IOException;
import java.util.UUID;

/// Makes requests out of rows: head and body in one piece, outside the heap.
final class ChatRequests {
  private final RequestHead head;
  private final ChatBody body;
  private final PromptRows rows;

  ChatRequests(RequestHead head, ChatBody body, PromptRows rows) {
    this.head = head;
    this.body = body;
    this.rows = rows;
  }

  /// What must not be written of what comes back.
  Mask mask() {
    return head.mask();
  }

  /// The request with this number, which is also its row.
  ///
  /// @throws IOException where the row is not one
  Outgoing request(int number, String phase) throws IOException {
    try {
      return request(head, body.of(rows.row(number)), number, phase);
    } catch (IllegalArgumentException e) {
      throw rows.broken(number, String.valueOf(e.getMessage()));
    }
  }

  static Outgoing request(RequestHead head, byte[] body, int number, String phase) {
    String id = UUID.randomUUID().toString();
    byte[] start = head.bytes(id, body.length);
    ByteBuf bytes = PooledByteBufAllocator.DEFAULT.directBuffer(start.length + body.length);
    return new Outgoing(number, phase, id, bytes.writeBytes(start).writeBytes(body));
  }
}
