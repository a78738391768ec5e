package io.perftune.mcp;

import static java.util.Objects.requireNonNull;

import io.modelcontextprotocol.spec.ProtocolVersions;
import io.perftune.value.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// How every session begins: the server's own results of `initialize` and of the first page of
/// `tools/list`, recorded from it when it was packaged, as ordered JSON text.
///
/// @param initialize in one part before the protocol version and one after it
record Opening(List<String> initialize, String tools) {
  private static final String RECORDED_VERSION =
      "\"protocolVersion\":\"" + ProtocolVersions.MCP_2025_11_25 + "\"";
  private static final Set<String> VERSIONS =
      Set.of(
          ProtocolVersions.MCP_2024_11_05,
          ProtocolVersions.MCP_2025_03_26,
          ProtocolVersions.MCP_2025_06_18,
          ProtocolVersions.MCP_2025_11_25);

  Opening {
    initialize = List.copyOf(initialize);
    requireNonNull(tools, "tools is null");
  }

  /// What a recording holds: the replies to initialize and tools/list, a line each, then anything.
  /// Empty where the file is none.
  static Optional<Opening> recorded(Path file) {
    try {
      List<String> lines = Files.readAllLines(file);
      if (lines.size() < 2) {
        return Optional.empty();
      }
      String[] greeting = result(lines.get(0)).split(RECORDED_VERSION, -1);
      String tools = result(lines.get(1));
      return greeting.length == 2 && tools.startsWith("{\"tools\":[")
          ? Optional.of(new Opening(List.of(greeting), tools))
          : Optional.empty();
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private static String result(String reply) {
    String[] parts = reply.split("\"result\":", 2);
    return parts.length == 2 ? parts[1].substring(0, parts[1].length() - 1) : "";
  }

  /// Whether the recorded answer to initialize is what the server would say.
  boolean greets(Incoming.Request request) {
    JsonNode client = request.params().path("clientInfo");
    return VERSIONS.contains(request.params().path("protocolVersion").asString(""))
        && client.path("name").isString()
        && client.path("version").isString()
        && plain(request.params().path("capabilities"));
  }

  /// Capabilities are objects of objects, and in each listChanged says whether lists change.
  private static boolean plain(JsonNode capabilities) {
    return capabilities.isObject()
        && capabilities
            .valueStream()
            .allMatch(one ->
                one.isObject()
                    && one.properties().stream()
                        .allMatch(member ->
                            member.getKey().equals("listChanged")
                                ? member.getValue().isBoolean()
                                : member.getValue().isObject()));
  }

  /// The reply to initialize.
  byte[] greeting(Incoming.Request request) {
    String version = Json.line(request.params().required("protocolVersion"));
    return reply(
        request.id(), initialize.get(0) + "\"protocolVersion\":" + version + initialize.get(1));
  }

  /// The reply to tools/list.
  byte[] tools(Incoming.Request request) {
    return reply(request.id(), tools);
  }

  private static byte[] reply(Object id, String result) {
    return ("{\"jsonrpc\":\"2.0\",\"id\":"
            + Json.MAPPER.writeValueAsString(id)
            + ",\"result\":"
            + result
            + "}\n")
        .getBytes(StandardCharsets.UTF_8);
  }
}
