package io.perftune.config;

import io.perftune.value.Json;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// The words in which a schema's rules, places and values are told to people.
final class SchemaWords {
  private static final int LONGEST_VALUE = 80;

  private SchemaWords() {}

  /// `/cells/0/aa/url` as `cells[0].aa.url`.
  static String name(String pointer) {
    StringBuilder name = new StringBuilder();
    for (String part : pointer.split("/", -1)) {
      if (!part.isEmpty() && part.chars().allMatch(Character::isDigit)) {
        name.append('[').append(part).append(']');
      } else if (!part.isEmpty()) {
        name.append(name.isEmpty() ? "" : ".").append(part.replace("~1", "/").replace("~0", "~"));
      }
    }
    return name.isEmpty() ? "the input" : name.toString();
  }

  /// The value as JSON, cut where it is long.
  static String shown(JsonNode value) {
    String text = Json.line(value);
    return text.length() > LONGEST_VALUE ? text.substring(0, LONGEST_VALUE - 3) + "..." : text;
  }

  /// What the property takes, as a noun: its own words, else its choices, else its type.
  static String expected(JsonNode property) {
    String words = Json.text(property, "x-expects");
    if (words != null) {
      return words;
    }
    if (property.has("enum")) {
      return (property.get("enum").size() > 1 ? "one of " : "") + choices(property);
    }
    if (property.has("const")) {
      return property.get("const").asString();
    }
    return types(property.path("type"));
  }

  /// The allowed values, comma-separated.
  static String choices(JsonNode property) {
    List<String> names = new ArrayList<>();
    property
        .path("enum")
        .forEach(choice -> names.add(choice.isNull() ? "null" : choice.asString()));
    if (property.has("const")) {
      names.add(property.get("const").asString());
    }
    return String.join(", ", names);
  }

  /// True for a text that would be right as the number or truth that it spells.
  static boolean unquotedWouldFit(JsonNode property, JsonNode value) {
    List<String> types = new ArrayList<>();
    JsonNode type = property.path("type");
    (type.isArray() ? type : Json.array().add(type)).forEach(name -> types.add(name.asString()));
    if (!value.isString()) {
      return false;
    }
    String text = value.asString();
    boolean whole = text.matches("-?\\d{1,18}");
    return (whole && types.contains("integer"))
        || (text.matches("-?\\d{1,18}(\\.\\d+)?") && types.contains("number"))
        || (text.matches("true|false") && types.contains("boolean"));
  }

  private static String types(JsonNode rule) {
    List<String> names = new ArrayList<>();
    (rule.isArray() ? rule : Json.array().add(rule))
        .forEach(type -> names.add(article(type.asString())));
    return String.join(" or ", names);
  }

  private static String article(String type) {
    return switch (type) {
      case "integer" -> "a whole number";
      case "object" -> "a mapping";
      case "array" -> "a list";
      case "string" -> "text";
      case "boolean" -> "true or false";
      case "null" -> "null";
      case "number" -> "a number";
      default -> "a value";
    };
  }
}
