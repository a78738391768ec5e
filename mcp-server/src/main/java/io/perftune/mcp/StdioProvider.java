package io.perftune.mcp;

import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpServerSession;
import io.modelcontextprotocol.spec.McpServerTransportProvider;
import io.modelcontextprotocol.spec.ProtocolVersions;
import io.perftune.mcp.offer.Offers;
import io.perftune.mcp.offer.RefusedRequestException;
import io.perftune.value.Json;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/// The one session over a pair of streams: reads messages in order, answers what is malformed or
/// out of turn by itself, hands the rest to the session.
///
/// Everything but a tool call is handled on the reading thread, in order. A tool call has a thread
/// of its own, which a cancellation interrupts.
final class StdioProvider implements McpServerTransportProvider {
  /// Where a handler finds its [Call] in the transport context.
  static final String CALL = "call";

  private static final int DEFECT = -32603;
  private static final int LINE_LIMIT = 4 << 20;

  private final McpJsonMapper mapper;
  private final LineReader reader;
  private final LineWriter writer;
  private final Calls calls;
  private final Function<String, Optional<String>> toolObjection;
  private final Offers offers;
  private final ClientRoots roots;
  private @Nullable McpServerSession session;
  private boolean greeted;
  private boolean initialized;

  /// @param toolObjection why a tool of that name cannot be called; empty where it can
  StdioProvider(
      McpJsonMapper mapper,
      InputStream in,
      LineWriter writer,
      Calls calls,
      Function<String, Optional<String>> toolObjection,
      Offers offers,
      ClientRoots roots) {
    this.mapper = mapper;
    this.reader = new LineReader(in, LINE_LIMIT);
    this.writer = writer;
    this.calls = calls;
    this.toolObjection = toolObjection;
    this.offers = offers;
    this.roots = roots;
  }

  @Override
  public void setSessionFactory(McpServerSession.Factory factory) {
    session = factory.create(new StdioTransport(mapper, writer, calls));
  }

  /// Reads until the client closes the stream.
  void serve() throws IOException {
    for (var line = reader.next(); line != null; line = reader.next()) {
      incoming(Incoming.of(line, LINE_LIMIT));
    }
  }

  private void incoming(Incoming incoming) {
    switch (incoming) {
      case Incoming.Blank _ -> {}
      case Incoming.Malformed(var id, int code, String message) -> writer.error(id, code, message);
      case Incoming.Request request -> request(request);
      case Incoming.Notification notification -> notification(notification);
      case Incoming.Response(JsonNode message) ->
          handle(Json.MAPPER.convertValue(message, McpSchema.JSONRPCResponse.class), Map.of());
    }
  }

  private void request(Incoming.Request request) {
    Optional<String> objection = objection(request);
    if (objection.isPresent()) {
      int code =
          request.method().equals(McpSchema.METHOD_TOOLS_CALL)
              ? Incoming.INVALID_PARAMS
              : Incoming.INVALID_REQUEST;
      writer.error(request.id(), code, objection.get());
    } else if (request.method().equals(McpSchema.METHOD_PING)) {
      writer.write(McpSchema.JSONRPCResponse.result(request.id(), Map.of()));
    } else if (request.method().equals(McpSchema.METHOD_TOOLS_CALL)) {
      calls.begin(request.id(), call -> handle(message(request), Map.of(CALL, call)));
    } else if (Offers.knows(request.method())) {
      offered(request);
    } else {
      greeted |= request.method().equals(McpSchema.METHOD_INITIALIZE);
      handle(message(request), Map.of());
    }
  }

  private void offered(Incoming.Request request) {
    try {
      writer.write(
          McpSchema.JSONRPCResponse.result(
              request.id(), offers.answer(request.method(), request.params())));
    } catch (RefusedRequestException e) {
      writer.error(request.id(), e.code(), String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      e.printStackTrace();
      writer.error(request.id(), DEFECT, request.method() + " broke: " + e + ".");
    }
  }

  private Optional<String> objection(Incoming.Request request) {
    return switch (request.method()) {
      case McpSchema.METHOD_PING -> Optional.empty();
      case McpSchema.METHOD_INITIALIZE ->
          greeted ? Optional.of("The session is initialized already.") : Optional.empty();
      case McpSchema.METHOD_TOOLS_CALL ->
          early(request)
              .or(() -> toolObjection.apply(request.params().path("name").asString("")))
              .or(() -> shape(request.params().path("arguments")))
              .or(() -> calls.objection(request.id()));
      default -> early(request);
    };
  }

  private Optional<String> early(Incoming.Request request) {
    return initialized
        ? Optional.empty()
        : Optional.of(
            request.method()
                + " came before the session was initialized: send initialize, then"
                + " notifications/initialized.");
  }

  private static Optional<String> shape(JsonNode arguments) {
    return arguments.isObject() || arguments.isMissingNode() || arguments.isNull()
        ? Optional.empty()
        : Optional.of("arguments must be a JSON object.");
  }

  private static McpSchema.JSONRPCRequest message(Incoming.Request request) {
    Object params =
        request.params().isMissingNode()
            ? Map.of()
            : Json.MAPPER.convertValue(request.params(), Map.class);
    return new McpSchema.JSONRPCRequest(request.method(), request.id(), params);
  }

  private void notification(Incoming.Notification notification) {
    switch (notification.method()) {
      case McpSchema.METHOD_NOTIFICATION_INITIALIZED -> {
        if (greeted && !initialized) {
          initialized = true;
          handle(new McpSchema.JSONRPCNotification(notification.method()), Map.of());
        }
      }
      case McpSchema.METHOD_NOTIFICATION_ROOTS_LIST_CHANGED -> roots.changed();
      case "notifications/cancelled" -> {
        Object id = Incoming.id(notification.params().path("requestId"));
        if (id != null) {
          calls.running(id).ifPresent(Call::cancel);
        }
      }
      default -> {} // nothing else a client may tell us changes what we do
    }
  }

  private void handle(McpSchema.JSONRPCMessage message, Map<String, Object> context) {
    if (session == null) {
      throw new IllegalStateException("no server was built on this provider");
    }
    session
        .handle(message)
        .contextWrite(
            reactor -> reactor.put(McpTransportContext.KEY, McpTransportContext.create(context)))
        .subscribe(_ -> {}, error -> System.err.println("mcp: " + error));
  }

  @Override
  public Mono<Void> notifyClients(String method, Object params) {
    return session == null ? Mono.empty() : session.sendNotification(method, params);
  }

  @Override
  public Mono<Void> closeGracefully() {
    return Mono.empty();
  }

  @Override
  public List<String> protocolVersions() {
    return List.of(
        ProtocolVersions.MCP_2024_11_05,
        ProtocolVersions.MCP_2025_03_26,
        ProtocolVersions.MCP_2025_06_18,
        ProtocolVersions.MCP_2025_11_25);
  }
}
