package io.perftune.config;

import com.networknt.schema.Error;
import io.perftune.config.yaml.Places;
import io.perftune.value.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Turns the validator's findings into problems that say what is expected and what to do.
///
/// A property may say in `x-expects` what it takes, for people; where it does not, its type does.
final class Violations {
  private final ObjectNode schema;
  private final UnaryOperator<String> naming;
  private final Function<String, String> where;

  Violations(ObjectNode schema, UnaryOperator<String> naming, Function<String, String> where) {
    this.schema = schema;
    this.naming = naming;
    this.where = where;
  }

  List<Problem> problems(Error error) {
    return switch (error.getKeyword()) {
      case "anyOf", "oneOf", "allOf", "if", "not" -> List.of();
      case "type" -> property(error).has("enum") ? List.of() : List.of(problem(error));
      default -> List.of(problem(error));
    };
  }

  private Problem problem(Error error) {
    String pointer = error.getInstanceLocation().toString();
    JsonNode property = property(error);
    JsonNode value = error.getInstanceNode();
    String is = naming.apply(pointer) + " is " + SchemaWords.shown(value);
    return switch (error.getKeyword()) {
      case "additionalProperties" -> unknown(error.getProperty(), property, pointer);
      case "required" -> missing(error.getProperty(), property, pointer);
      case "type", "pattern", "minLength", "maxLength" ->
          problem(
              "pattern".equals(error.getKeyword()) ? "wrong-form" : "wrong-type",
              is + ", which does not fit.",
              remedy(property, value),
              pointer);
      case "enum", "const" ->
          problem(
              "not-allowed",
              is + ", which is not " + SchemaWords.expected(property) + ".",
              enumRemedy(property, value),
              pointer);
      case "minimum", "exclusiveMinimum" -> bound(is, "small", property, error, pointer);
      case "maximum", "exclusiveMaximum" -> bound(is, "large", property, error, pointer);
      case "minItems" -> count("too-few", property, value, pointer);
      case "maxItems" -> count("too-many", property, value, pointer);
      case "uniqueItems" ->
          problem("repeated", is + ", which repeats a value.", "Name each one once.", pointer);
      default ->
          problem(
              "invalid",
              naming.apply(pointer) + ": " + error.getMessage() + ".",
              "Give " + SchemaWords.expected(property) + ".",
              pointer);
    };
  }

  /// The schema object that holds the broken keyword.
  private JsonNode property(Error error) {
    String keyword = error.getSchemaLocation().getFragment().toString();
    JsonPointer holder = JsonPointer.compile(keyword).head();
    return holder == null ? schema : schema.at(holder);
  }

  private Problem bound(String is, String side, JsonNode property, Error error, String pointer) {
    String bound =
        switch (error.getKeyword()) {
          case "minimum" -> "at least ";
          case "maximum" -> "at most ";
          case "exclusiveMinimum" -> "more than ";
          default -> "less than ";
        };
    String allowed =
        property.has("x-expects")
            ? SchemaWords.expected(property)
            : bound + error.getSchemaNode().asString();
    return problem(
        "out-of-range", is + ", which is too " + side + ".", "Give " + allowed + ".", pointer);
  }

  private Problem count(String code, JsonNode property, JsonNode value, String pointer) {
    String has =
        switch (value.size()) {
          case 0 -> " is empty.";
          case 1 -> " has 1 value.";
          default -> " has " + value.size() + " values.";
        };
    return problem(
        code, naming.apply(pointer) + has, "Give " + SchemaWords.expected(property) + ".", pointer);
  }

  private Problem unknown(String key, JsonNode holder, String pointer) {
    List<String> known = new ArrayList<>(holder.path("properties").propertyNames());
    String place = pointer + "/" + Places.escaped(key);
    return problem(
        "unknown-key",
        naming.apply(place) + " is not known.",
        Suggestion.nearest(key, known)
            .map(near -> "Did you mean " + near + "?")
            .orElse("Remove it."),
        place);
  }

  private Problem missing(String key, JsonNode holder, String pointer) {
    JsonNode property = holder.path("properties").path(key);
    return problem(
        "missing",
        naming.apply(pointer + "/" + key) + " is missing.",
        property.isMissingNode() ? "Add it." : "Add it: " + SchemaWords.expected(property) + ".",
        pointer);
  }

  private static String remedy(JsonNode property, JsonNode value) {
    if (SchemaWords.unquotedWouldFit(property, value)) {
      return "Write it without quotes.";
    }
    if (value.isNull() && property.has("default")) {
      return "Remove the key to take its default, or give it a value.";
    }
    return "Give " + SchemaWords.expected(property) + ".";
  }

  private static String enumRemedy(JsonNode property, JsonNode value) {
    List<String> choices = new ArrayList<>();
    property.path("enum").forEach(choice -> choices.add(choice.asString("null")));
    String text = value.isValueNode() ? value.asString() : "";
    if (choices.contains(text)) {
      return value.isString() ? "Write it without quotes." : "Write it in quotes.";
    }
    return Suggestion.nearest(text, choices)
        .filter(_ -> !text.isEmpty())
        .map(near -> "Did you mean " + near + "?")
        .orElse(choices.size() > 1 ? "Choose one of them." : "Write " + choices.getFirst() + ".");
  }

  private Problem problem(String code, String message, String remedy, String pointer) {
    return new Problem(code, message, where.apply(pointer), remedy);
  }
}
