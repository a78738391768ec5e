package io.perftune.mcp;

import io.modelcontextprotocol.server.McpSyncServerExchange;
import io.modelcontextprotocol.spec.McpSchema;
import io.perftune.value.Json;
import io.perftune.verb.Context;
import io.perftune.verb.Dispatcher;
import io.perftune.verb.Reply;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Answers the calls of one tool.
///
/// @param contexts makes the world of a call around its progress
record ToolCall(String verb, Dispatcher dispatcher, Function<Context.Progress, Context> contexts) {

  /// Runs the verb; whatever happens becomes a result.
  McpSchema.CallToolResult answer(
      McpSyncServerExchange exchange, McpSchema.CallToolRequest request) {
    Map<String, Object> arguments = request.arguments();
    ObjectNode sent = arguments == null ? Json.object() : Json.MAPPER.valueToTree(arguments);
    try {
      return result(called(sent, exchange, request.progressToken()));
    } catch (InterruptedException _) {
      return McpSchema.CallToolResult.builder().addTextContent("Cancelled.").isError(true).build();
    } catch (Throwable e) {
      e.printStackTrace();
      return result(dispatcher.defect(verb, sent, e));
    }
  }

  private Reply called(ObjectNode sent, McpSyncServerExchange exchange, @Nullable Object token)
      throws InterruptedException {
    if (token == null) {
      return dispatcher.call(verb, sent, contexts.apply((_, _, _) -> {}));
    }
    try (ProgressPacer pacer = ProgressPacer.start(sink(exchange, token))) {
      return dispatcher.call(verb, sent, contexts.apply(pacer));
    }
  }

  /// Progress of a cancelled call goes nowhere.
  private static ProgressPacer.Sink sink(McpSyncServerExchange exchange, Object token) {
    Call call = (Call) exchange.transportContext().get(StdioProvider.CALL);
    return (progress, total, message) -> {
      if (!call.cancelled()) {
        exchange.progressNotification(
            McpSchema.ProgressNotification.builder(token, progress)
                .total(total)
                .message(message)
                .build());
      }
    };
  }

  private static McpSchema.CallToolResult result(Reply reply) {
    ObjectNode envelope = reply.envelope();
    return McpSchema.CallToolResult.builder()
        .structuredContent(envelope)
        .addTextContent(Json.line(envelope))
        .isError(reply.error())
        .build();
  }
}
