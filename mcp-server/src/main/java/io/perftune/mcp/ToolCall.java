package io.perftune.mcp;

import static java.util.Objects.requireNonNull;

import io.modelcontextprotocol.server.McpSyncServerExchange;
import io.modelcontextprotocol.spec.McpSchema;
import io.perftune.value.Json;
import io.perftune.verb.Context;
import io.perftune.verb.Dispatcher;
import io.perftune.verb.Reply;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Answers the calls of one tool.
record ToolCall(String verb, Dispatcher dispatcher, Session session) {
  ToolCall {
    requireNonNull(verb, "verb is null");
    requireNonNull(dispatcher, "dispatcher is null");
    requireNonNull(session, "session is null");
  }

  /// What all calls of a session share.
  ///
  /// @param contexts makes the world of a call around its progress
  /// @param done told of each reply
  record Session(
      Function<Context.Progress, Context> contexts, ClientRoots roots, Consumer<Reply> done) {
    Session {
      requireNonNull(contexts, "contexts is null");
      requireNonNull(roots, "roots is null");
      requireNonNull(done, "done is null");
    }
  }

  /// Runs the verb; whatever happens becomes a result.
  McpSchema.CallToolResult answer(
      McpSyncServerExchange exchange, McpSchema.CallToolRequest request) {
    Map<String, Object> arguments = request.arguments();
    ObjectNode sent = arguments == null ? Json.object() : Json.MAPPER.valueToTree(arguments);
    try {
      Reply reply = told(sent, exchange, request.progressToken());
      session.done().accept(reply);
      return result(reply);
    } catch (InterruptedException _) {
      return McpSchema.CallToolResult.builder().addTextContent("Cancelled.").isError(true).build();
    } catch (Throwable e) {
      e.printStackTrace();
      return result(dispatcher.defect(verb, sent, e));
    }
  }

  private Reply told(ObjectNode sent, McpSyncServerExchange exchange, @Nullable Object token)
      throws InterruptedException {
    Call call = (Call) exchange.transportContext().get(StdioProvider.CALL);
    try (CallLog log = new CallLog(message -> warn(exchange, call, message))) {
      if (token == null) {
        return called(sent, exchange, new Telling((_, _, _) -> {}, log));
      }
      try (ProgressPacer pacer = ProgressPacer.start(sink(exchange, call, token))) {
        return called(sent, exchange, new Telling(pacer, log));
      }
    }
  }

  private Reply called(ObjectNode sent, McpSyncServerExchange exchange, Telling telling)
      throws InterruptedException {
    Context context = session.contexts().apply(telling);
    Reply reply = dispatcher.call(verb, sent, context);
    ClientUser user = new ClientUser(exchange);
    if (reply.unacknowledged() && user.canBeAsked()) {
      telling.report(0, 1, "waiting for the user to look at the plan");
      reply = approved(reply, sent, user, context);
    }
    Reply whole = reply;
    return session.roots().outside(exchange, reply.args(), context).map(whole::with).orElse(whole);
  }

  /// The reply after the user was asked. An approval is of the plan that was shown: the plan is
  /// made again before it is carried out, and another one is refused.
  private Reply approved(Reply refused, ObjectNode sent, ClientUser user, Context context)
      throws InterruptedException {
    ClientUser.Answer answer = user.asked(refused);
    if (answer != ClientUser.Answer.AGREED) {
      return ClientUser.refusal(refused, answer);
    }
    Reply again = dispatcher.call(verb, sent, context);
    if (!again.unacknowledged()) {
      return again;
    }
    if (!ClientUser.samePlan(refused, again)) {
      return ClientUser.refusal(again, answer);
    }
    return dispatcher
        .call(verb, acknowledged(sent, again), context.approvedByElicitation())
        .approvedByElicitation();
  }

  /// The call with its acknowledgement.
  private static ObjectNode acknowledged(ObjectNode sent, Reply reply) {
    String field = String.valueOf(reply.safety().acknowledgement());
    ObjectNode acknowledged = sent.deepCopy();
    if (acknowledged.get("params") instanceof ObjectNode inner) {
      inner.remove(field);
    }
    return acknowledged.put(field, true);
  }

  /// Progress and warnings on their two ways to the client.
  private record Telling(Context.Progress progress, CallLog log) implements Context.Progress {
    @Override
    public void report(double done, double total, String message) {
      progress.report(done, total, message);
    }

    @Override
    public void warn(String message) {
      log.warn(message);
    }
  }

  /// What a cancelled call says goes nowhere.
  private void warn(McpSyncServerExchange exchange, Call call, String message) {
    if (!call.cancelled()) {
      exchange.loggingNotification(
          McpSchema.LoggingMessageNotification.builder(McpSchema.LoggingLevel.WARNING, message)
              .logger(verb)
              .build());
    }
  }

  private static ProgressPacer.Sink sink(McpSyncServerExchange exchange, Call call, Object token) {
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
    ObjectNode envelope = Brief.of(reply.envelope());
    return McpSchema.CallToolResult.builder()
        .structuredContent(envelope)
        .addTextContent(Json.line(envelope))
        .isError(reply.error())
        .build();
  }
}
