package io.perftune.config;

import com.networknt.schema.Error;
import io.perftune.value.Json;
import io.perftune.value.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/// Turns the validator's findings into problems that say what is expected and what to do.
final class Violations {
  private final Function<String, String> where;

  Violations(Function<String, String> where) {
    this.where = where;
  }

  List<Problem> problems(Error error) {
    String pointer = error.getInstanceLocation().toString();
    JsonNode rule = error.getSchemaNode();
    JsonNode value = error.getInstanceNode();
    String name = name(pointer);
    return switch (error.getKeyword()) {
      case "additionalProperties" -> List.of(unknown(error, pointer));
      case "required" -> List.of(missing(error, pointer));
      case "type" ->
          List.of(
              problem(
                  "wrong-type",
                  "%s is %s, but must be %s.".formatted(name, shown(value), types(rule)),
                  "Give " + types(rule) + ".",
                  pointer));
      case "enum" ->
          List.of(
              problem(
                  "not-allowed",
                  "%s is %s, which is not one of %s.".formatted(name, shown(value), choices(rule)),
                  "Choose one of them.",
                  pointer));
      case "minimum", "exclusiveMinimum" ->
          List.of(bound(name, value, "small", "at least " + rule.asString(), pointer));
      case "maximum", "exclusiveMaximum" ->
          List.of(bound(name, value, "large", "at most " + rule.asString(), pointer));
      case "pattern" ->
          List.of(
              problem(
                  "wrong-form",
                  "%s is %s, which does not have the form %s."
                      .formatted(name, shown(value), rule.asString()),
                  "Write it in that form.",
                  pointer));
      case "anyOf", "oneOf", "allOf", "if", "not" -> new ArrayList<>();
      default ->
          List.of(
              problem(
                  "invalid",
                  "%s: %s.".formatted(name, error.getMessage()),
                  "See the schema.",
                  pointer));
    };
  }

  private Problem bound(String name, JsonNode value, String side, String allowed, String pointer) {
    return problem(
        "out-of-range",
        "%s is %s, which is too %s.".formatted(name, shown(value), side),
        "Give " + allowed + ".",
        pointer);
  }

  private Problem unknown(Error error, String pointer) {
    String key = error.getProperty();
    List<String> known = new ArrayList<>();
    JsonNode parent = error.getSchemaNode();
    Json.members(parent.path("properties")).forEach(member -> known.add(member.getKey()));
    return problem(
        "unknown-key",
        "%s is not known.".formatted(name(pointer + "/" + key)),
        Suggestion.nearest(key, known)
            .map(near -> "Did you mean " + near + "?")
            .orElse("Remove it."),
        pointer + "/" + key);
  }

  private Problem missing(Error error, String pointer) {
    return problem(
        "missing",
        "%s is missing.".formatted(name(pointer + "/" + error.getProperty())),
        "Add it.",
        pointer);
  }

  private Problem problem(String code, String message, String remedy, String pointer) {
    return new Problem(code, message, where.apply(pointer), remedy);
  }

  /// `/cells/0/aa/url` as `cells[0].aa.url`.
  private static String name(String pointer) {
    StringBuilder name = new StringBuilder();
    for (String part : pointer.split("/", -1)) {
      if (part.chars().allMatch(Character::isDigit) && !part.isEmpty()) {
        name.append('[').append(part).append(']');
      } else if (!part.isEmpty()) {
        name.append(name.isEmpty() ? "" : ".").append(part);
      }
    }
    return name.isEmpty() ? "the input" : name.toString();
  }

  private static String shown(JsonNode value) {
    String text = Json.line(value);
    return text.length() > 80 ? text.substring(0, 77) + "..." : text;
  }

  private static String types(JsonNode rule) {
    List<String> names = new ArrayList<>();
    (rule.isArray() ? rule : Json.array().add(rule))
        .forEach(type -> names.add(article(type.asString())));
    return String.join(" or ", names);
  }

  private static String article(String type) {
    return switch (type.toLowerCase(Locale.ROOT)) {
      case "integer" -> "a whole number";
      case "object" -> "a mapping";
      case "array" -> "a list";
      case "string" -> "text";
      case "boolean" -> "true or false";
      case "null" -> "null";
      case "number" -> "a number";
      default -> type;
    };
  }

  private static String choices(JsonNode rule) {
    List<String> names = new ArrayList<>();
    rule.forEach(choice -> names.add(choice.isNull() ? "null" : choice.asString()));
    return String.join(", ", names);
  }
}
