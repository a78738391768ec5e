package io.perftune.mcp;

import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpServerTransport;
import reactor.core.publisher.Mono;

/// Takes what the session wants to send: the answer to a cancelled call is dropped, the rest is
/// written.
final class StdioTransport implements McpServerTransport {
  private final McpJsonMapper mapper;
  private final LineWriter writer;
  private final Calls calls;

  StdioTransport(McpJsonMapper mapper, LineWriter writer, Calls calls) {
    this.mapper = mapper;
    this.writer = writer;
    this.calls = calls;
  }

  @Override
  public Mono<Void> sendMessage(McpSchema.JSONRPCMessage message) {
    return Mono.fromRunnable(() -> {
      if (wanted(message)) {
        writer.write(message);
      }
    });
  }

  private boolean wanted(McpSchema.JSONRPCMessage message) {
    return !(message instanceof McpSchema.JSONRPCResponse response)
        || response.id() == null
        || calls.running(response.id()).map(Call::answer).orElse(true);
  }

  @Override
  public <T> T unmarshalFrom(Object data, TypeRef<T> type) {
    return mapper.convertValue(data, type);
  }

  @Override
  public Mono<Void> closeGracefully() {
    return Mono.empty();
  }
}
