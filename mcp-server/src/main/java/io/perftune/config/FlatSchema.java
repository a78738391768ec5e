package io.perftune.config;

import io.perftune.value.Json;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What a schema allows that is one object of columns, each of certain types or certain texts: by
/// it a row that fits is known at once, and only another is shown to the validator, which names
/// what does not fit.
///
/// @param columns all of them required, no others allowed
record FlatSchema(Map<String, Column> columns) {
  private static final Set<String> OF_OBJECT =
      Set.of("$schema", "$id", "title", "description", "type", "required", "properties");

  /// A format is an annotation, which the validator asserts no more than this does.
  private static final Set<String> OF_COLUMN = Set.of("type", "enum", "description", "format");

  FlatSchema {
    columns = Map.copyOf(columns);
  }

  /// The schema as columns; empty where it says more than these can tell.
  static Optional<FlatSchema> of(ObjectNode schema) {
    if (!knows(schema, OF_OBJECT, "additionalProperties")
        || !"object".equals(Json.text(schema, "type"))
        || schema.path("additionalProperties").asBoolean(true)) {
      return Optional.empty();
    }
    Map<String, Column> columns = new HashMap<>();
    for (var property : Json.members(schema.path("properties"))) {
      if (!knows(property.getValue(), OF_COLUMN, "type") || !textual(property.getValue())) {
        return Optional.empty();
      }
      columns.put(property.getKey(), Column.of(property.getValue()));
    }
    Set<String> required = texts(schema.path("required"));
    return required.equals(columns.keySet())
        ? Optional.of(new FlatSchema(columns))
        : Optional.empty();
  }

  /// True only where the validator would find nothing.
  boolean holds(JsonNode instance) {
    if (!(instance instanceof ObjectNode object) || object.size() != columns.size()) {
      return false;
    }
    for (var member : Json.members(object)) {
      Column column = columns.get(member.getKey());
      if (column == null || !column.allows(member.getValue())) {
        return false;
      }
    }
    return true;
  }

  /// Whether there are no other keywords but annotations, and this one is among them.
  private static boolean knows(JsonNode schema, Set<String> keywords, String present) {
    return schema.has(present)
        && schema.propertyNames().stream()
            .allMatch(keyword ->
                keyword.startsWith("x-") || keyword.equals(present) || keywords.contains(keyword));
  }

  private static boolean textual(JsonNode property) {
    return property.path("enum").valueStream().allMatch(each -> each.isString() || each.isNull());
  }

  private static Set<String> texts(JsonNode array) {
    Set<String> texts = new HashSet<>();
    array.valueStream().filter(JsonNode::isString).forEach(text -> texts.add(text.asString()));
    return texts;
  }

  /// One column.
  ///
  /// @param types of JSON Schema; `null` only where it is among the allowed values too
  /// @param texts the only ones that are allowed; empty where any is
  record Column(Set<String> types, Set<String> texts) {
    Column {
      types = Set.copyOf(types);
      texts = Set.copyOf(texts);
    }

    private static Column of(JsonNode property) {
      JsonNode type = property.required("type");
      JsonNode allowed = property.path("enum");
      Set<String> types =
          type.isArray() ? FlatSchema.texts(type) : new HashSet<>(Set.of(type.asString()));
      if (allowed.isArray() && allowed.valueStream().noneMatch(JsonNode::isNull)) {
        types.remove("null");
      }
      return new Column(types, FlatSchema.texts(allowed));
    }

    private boolean allows(JsonNode value) {
      return switch (value.getNodeType()) {
        case STRING ->
            types.contains("string") && (texts.isEmpty() || texts.contains(value.asString()));
        case NUMBER -> texts.isEmpty() && fits(value);
        case BOOLEAN -> texts.isEmpty() && types.contains("boolean");
        case NULL -> types.contains("null");
        case OBJECT -> texts.isEmpty() && types.contains("object");
        case ARRAY -> texts.isEmpty() && types.contains("array");
        case BINARY, POJO, MISSING -> false;
      };
    }

    private boolean fits(JsonNode number) {
      if (number.isIntegralNumber()) {
        return types.contains("integer") || types.contains("number");
      }
      return types.contains("number") && Double.isFinite(number.doubleValue());
    }
  }
}
