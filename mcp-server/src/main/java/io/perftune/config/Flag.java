package io.perftune.config;

import static java.util.Objects.requireNonNull;

import io.perftune.value.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.DoubleNode;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/// One property of a verb's input schema, and the flag that it is on the command line:
/// `request_count` is `--request-count`.
///
/// @param declared the property's schema, with our x- words: x-alias (other names), x-env (the
///   variable that stands in for it), x-negates (the property of which it is the opposite), x-cli
///   (what help calls its value), x-positional (a word without a flag, the first one)
public record Flag(String property, ObjectNode declared) {
  private static final Pattern WHOLE = Pattern.compile("-?\\d{1,18}");

  private static final Pattern DECIMAL = Pattern.compile("\\d{1,18}(?:\\.\\d{1,18})?");

  public Flag {
    requireNonNull(property, "property is null");
    requireNonNull(declared, "declared is null");
  }

  /// How a flag's value is written.
  public enum Kind {
    /// Takes no value.
    SWITCH,
    TEXT,
    INTEGER,
    NUMBER,
    /// Whole numbers, separated by commas.
    INTEGERS,
    /// Texts; the flag is given once for each.
    TEXTS
  }

  /// How its value is written.
  public Kind kind() {
    String type = declared.required("type").asString();
    return switch (type) {
      case "boolean" -> Kind.SWITCH;
      case "string" -> Kind.TEXT;
      case "integer" -> Kind.INTEGER;
      case "number" -> Kind.NUMBER;
      case "array" ->
          "string".equals(Json.text(declared.path("items"), "type")) ? Kind.TEXTS : Kind.INTEGERS;
      default -> throw new IllegalStateException(property + " has type " + type);
    };
  }

  /// Whether it is a word of its own on the command line.
  public boolean positional() {
    return declared.path("x-positional").asBoolean(false);
  }

  /// Its name on the command line; what help calls it where it has none.
  public String option() {
    return positional() ? placeholder() : option(property);
  }

  /// A property's name on the command line.
  public static String option(String property) {
    return "--" + property.replace('_', '-');
  }

  /// Its property names: its own, then its aliases.
  public List<String> names() {
    List<String> names = new ArrayList<>();
    names.add(property);
    declared.path("x-alias").forEach(alias -> names.add(alias.asString()));
    return names;
  }

  /// Its names on the command line: its own, then its aliases.
  public List<String> options() {
    return names().stream().map(Flag::option).toList();
  }

  /// What a text says where it stands for the flag, as in an environment variable: a switch is on
  /// for `1` and `true`, off for `0` and `false`. What cannot be read so stays text, which the
  /// schema refuses.
  public JsonNode value(String text) {
    return switch (kind()) {
      case TEXT -> StringNode.valueOf(text);
      case INTEGER -> WHOLE.matcher(text).matches() ? number(text) : StringNode.valueOf(text);
      case NUMBER -> DECIMAL.matcher(text).matches() ? decimal(text) : StringNode.valueOf(text);
      case INTEGERS -> numbers(text);
      case TEXTS -> Json.strings(List.of(text));
      case SWITCH ->
          switch (text.toLowerCase(Locale.ROOT)) {
            case "1", "true" -> BooleanNode.TRUE;
            case "0", "false" -> BooleanNode.FALSE;
            default -> StringNode.valueOf(text);
          };
    };
  }

  private static JsonNode numbers(String text) {
    ArrayNode numbers = Json.array();
    for (String part : text.split(",", -1)) {
      if (!WHOLE.matcher(part.strip()).matches()) {
        return StringNode.valueOf(text);
      }
      numbers.add(number(part.strip()));
    }
    return numbers;
  }

  private static JsonNode number(String digits) {
    return LongNode.valueOf(Long.parseLong(digits));
  }

  private static JsonNode decimal(String digits) {
    return DoubleNode.valueOf(Double.parseDouble(digits));
  }

  /// What it is for.
  public String description() {
    return declared.required("description").asString();
  }

  /// The variable that stands in for it where it is absent; null where none does.
  public @Nullable String variable() {
    return Json.text(declared, "x-env");
  }

  /// The property of which this is the opposite; null where it is a property of its own.
  public @Nullable String negates() {
    return Json.text(declared, "x-negates");
  }

  /// A value as the words that say the same on a command line; none for a switch that is off.
  public List<String> words(JsonNode value) {
    if (value.isBoolean()) {
      return value.booleanValue() ? List.of(option()) : List.of();
    }
    if (kind() == Kind.TEXTS && value.isArray()) {
      return value.valueStream().flatMap(one -> Stream.of(option(), text(one))).toList();
    }
    return positional() ? List.of(text(value)) : List.of(option(), text(value));
  }

  /// A value as one word; a list with commas.
  public static String text(JsonNode value) {
    if (value.isArray()) {
      return value.valueStream().map(Flag::text).collect(Collectors.joining(","));
    }
    return value.isString() ? value.asString() : value.toString();
  }

  /// Its default and its variable, as help says them after the description; empty where it has
  /// neither.
  public String remark() {
    List<String> parts = new ArrayList<>();
    JsonNode declaredDefault = declared.get("default");
    if (declaredDefault != null && kind() != Kind.SWITCH) {
      parts.add("default: " + declaredDefault.asString());
    } else if (declaredDefault != null && declaredDefault.booleanValue()) {
      parts.add("on by default");
    }
    String variable = variable();
    if (variable != null) {
      parts.add("else from " + variable);
    }
    return parts.isEmpty() ? "" : " (" + String.join("; ", parts) + ")";
  }

  /// What help calls its value: its choices, or a word.
  public String placeholder() {
    String word = Json.text(declared, "x-cli");
    if (word != null) {
      return word;
    }
    return switch (kind()) {
      case TEXT ->
          declared
              .path("enum")
              .valueStream()
              .map(choice -> choice.asString())
              .collect(Collectors.joining("|"));
      case INTEGER, NUMBER -> "N";
      case INTEGERS -> "N,N";
      case TEXTS -> "TEXT";
      case SWITCH -> "";
    };
  }
}
