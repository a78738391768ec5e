package io.perftune.verb.aggregate;

import io.perftune.value.Json;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Holds texts that are equal once: most of a row's are those of every other row. Threads may share
/// it.
final class SharedTexts {
  /// So many different ones are no repetition any more.
  private static final int MOST = 100_000;

  private final Map<JsonNode, JsonNode> texts = new ConcurrentHashMap<>();

  /// Puts the text that is known already in the place of each equal one, at any depth of objects.
  void share(JsonNode row) {
    if (row instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> member : Json.members(object)) {
        JsonNode value = member.getValue();
        if (value.isString()) {
          object.set(member.getKey(), known(value));
        } else {
          share(value);
        }
      }
    }
  }

  private JsonNode known(JsonNode text) {
    JsonNode known = texts.get(text);
    if (known == null && texts.size() < MOST) {
      texts.put(text, text);
    }
    return known == null ? text : known;
  }
}
