package io.perftune.mcp.offer;

import static java.util.Objects.requireNonNull;

import io.perftune.value.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// A resource as resources/list shows it.
///
/// @param size in bytes; null for what is made when it is read
record Listed(ResourceUri uri, String name, String description, String type, @Nullable Long size) {
  Listed {
    requireNonNull(uri, "uri is null");
    requireNonNull(name, "name is null");
    requireNonNull(description, "description is null");
    requireNonNull(type, "type is null");
  }

  /// A file.
  static Listed file(ResourceUri uri, String name, String description, Path real) {
    return new Listed(uri, name, description, Contents.type(name), size(real));
  }

  /// A JSON document that is made when it is read.
  static Listed made(ResourceUri uri, String name, String description) {
    return new Listed(uri, name, description, Contents.JSON, null);
  }

  private static @Nullable Long size(Path real) {
    try {
      return Files.size(real);
    } catch (IOException _) {
      return null;
    }
  }

  ObjectNode json() {
    ObjectNode json =
        Json.object()
            .put("uri", uri.text())
            .put("name", name)
            .put("description", description)
            .put("mimeType", type);
    if (size != null) {
      json.put("size", size);
    }
    return json;
  }
}
