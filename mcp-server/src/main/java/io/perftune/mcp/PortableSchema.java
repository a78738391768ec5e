package io.perftune.mcp;

import io.perftune.value.Json;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A schema as any client takes it: without our hints, open to members that later versions add, and
/// with one type a schema, since some clients know no list of types.
final class PortableSchema {
  private PortableSchema() {}

  /// A portable copy.
  static ObjectNode of(ObjectNode schema) {
    ObjectNode copy = Json.object();
    for (var member : Json.members(schema)) {
      String key = member.getKey();
      if (!key.startsWith("x-") && !key.equals("additionalProperties")) {
        copy.set(key, portable(member.getValue()));
      }
    }
    return copy.path("type").isArray() ? split(copy) : copy;
  }

  private static JsonNode portable(JsonNode node) {
    if (node instanceof ObjectNode object) {
      return of(object);
    }
    return node.isArray()
        ? Json.array().addAll(node.valueStream().map(PortableSchema::portable).toList())
        : node;
  }

  /// One branch for each type; what is said about values goes to all branches but null's.
  private static ObjectNode split(ObjectNode schema) {
    ObjectNode split = Json.object();
    ArrayNode branches = split.putArray("anyOf");
    for (JsonNode type : schema.required("type")) {
      ObjectNode branch = branches.addObject();
      branch.set("type", type);
      if (!type.asString().equals("null")) {
        branch.setAll(schema.deepCopy().without(List.of("type", "description")));
        withoutNull(branch);
      }
    }
    if (schema.has("description")) {
      split.set("description", schema.required("description"));
    }
    return split;
  }

  private static void withoutNull(ObjectNode branch) {
    if (branch.get("enum") instanceof ArrayNode choices) {
      branch.set(
          "enum",
          Json.array().addAll(choices.valueStream().filter(choice -> !choice.isNull()).toList()));
    }
  }
}
