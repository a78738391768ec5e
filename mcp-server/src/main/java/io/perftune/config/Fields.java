package io.perftune.config;

import io.perftune.config.yaml.Places;
import io.perftune.value.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads the members of a mapping that may break its schema: what has another type counts as
/// absent, because the schema's own finding says so.
///
/// @param pointer where the mapping stands in the input
record Fields(JsonNode object, String pointer) {
  /// The text of a member, or null.
  @Nullable String text(String key) {
    JsonNode value = object.get(key);
    return value != null && value.isString() ? value.asString() : null;
  }

  /// The whole number of a member, or null.
  @Nullable Integer whole(String key) {
    JsonNode value = object.get(key);
    return value != null && value.isIntegralNumber() && value.canConvertToInt()
        ? Integer.valueOf(value.intValue())
        : null;
  }

  /// True where the member is the literal true.
  boolean isTrue(String key) {
    JsonNode value = object.get(key);
    return value != null && value.isBoolean() && value.booleanValue();
  }

  /// The mapping in a member; an empty one where there is none.
  Fields in(String key) {
    JsonNode value = object.get(key);
    return new Fields(value instanceof ObjectNode ? value : Json.object(), at(key));
  }

  /// The pointer of a member.
  String at(String key) {
    return pointer + "/" + Places.escaped(key);
  }
}
