package io.perftune.mcp.offer;

import io.perftune.value.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What resources/read answers: one content, as text or as a picture.
final class Contents {
  /// Of a text, in bytes.
  static final int TEXT_LIMIT = 256 << 10;

  /// Of a picture, in bytes.
  static final int PICTURE_LIMIT = 2 << 20;

  static final String JSON = "application/json";
  private static final String PNG = "image/png";
  private static final Map<String, String> TYPES =
      Map.of(
          "json", JSON,
          "jsonl", "application/x-ndjson",
          "md", "text/markdown",
          "yaml", "application/yaml",
          "png", PNG);

  private Contents() {}

  /// The media type of a file by its name.
  static String type(String name) {
    String suffix = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return TYPES.getOrDefault(suffix, "text/plain");
  }

  /// A file that lies where a client may read.
  ///
  /// @throws RefusedRequestException where it is too long, with its path
  static ObjectNode file(ResourceUri uri, Path real) {
    String type = type(String.valueOf(real.getFileName()));
    if (type.equals(PNG)) {
      String blob = Base64.getEncoder().encodeToString(Fence.bytes(real, PICTURE_LIMIT));
      return content(uri, type).with(content -> content.put("blob", blob));
    }
    String text = new String(Fence.bytes(real, TEXT_LIMIT), StandardCharsets.UTF_8);
    return content(uri, type).with(content -> content.put("text", text));
  }

  /// A JSON document that is made for the request.
  static ObjectNode json(ResourceUri uri, JsonNode document) {
    return content(uri, JSON).with(content -> content.put("text", Json.line(document)));
  }

  private static Draft content(ResourceUri uri, String type) {
    return new Draft(Json.object().put("uri", uri.text()).put("mimeType", type));
  }

  private record Draft(ObjectNode content) {
    ObjectNode with(Consumer<ObjectNode> fill) {
      fill.accept(content);
      ObjectNode result = Json.object();
      result.putArray("contents").add(content);
      return result;
    }
  }
}
