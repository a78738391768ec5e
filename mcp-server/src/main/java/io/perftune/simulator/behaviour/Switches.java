package io.perftune.simulator.behaviour;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The switches of a [Behaviour] as a JSON tree, and the way back.
///
/// What a tree leaves out keeps the value of [Behaviour#PLAIN]; a key that is not a switch is
/// refused.
final class Switches {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .build();

  private Switches() {}

  /// The whole tree of `behaviour`.
  static ObjectNode tree(Behaviour behaviour) {
    return JSON.valueToTree(behaviour);
  }

  /// `base` with the switches of `changes` put over it.
  static Behaviour overlay(Behaviour base, JsonNode changes) throws ProfileException {
    ObjectNode tree = tree(base);
    List<String> problems = new ArrayList<>();
    merge(tree, changes, "", problems);
    if (!problems.isEmpty()) {
      throw new ProfileException(problems);
    }
    return bind(tree);
  }

  /// The dotted paths of all switches.
  static List<String> paths() {
    return leaves(tree(Behaviour.PLAIN), "").toList();
  }

  /// The tree that sets the switch called `name` to `text`; a name is a dotted path, or the end of
  /// one that no other path has.
  static ObjectNode single(String name, String text) throws ProfileException {
    List<String> paths = paths();
    List<String> found =
        paths.contains(name)
            ? List.of(name)
            : paths.stream().filter(path -> path.endsWith("." + name)).toList();
    if (found.isEmpty()) {
      String known = String.join(", ", paths);
      throw new ProfileException(List.of(name + " is not a switch; known: " + known));
    }
    if (found.size() > 1) {
      throw new ProfileException(List.of(name + " may mean " + String.join(" or ", found)));
    }
    return nested(found.getFirst().split("\\."), scalar(text));
  }

  private static ObjectNode nested(String[] path, JsonNode value) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    ObjectNode at = root;
    for (String key : Arrays.asList(path).subList(0, path.length - 1)) {
      at = at.putObject(key);
    }
    at.set(path[path.length - 1], value);
    return root;
  }

  private static JsonNode scalar(String text) {
    try {
      JsonNode parsed = JSON.readTree(text);
      return parsed.isNumber() || parsed.isBoolean()
          ? parsed
          : JsonNodeFactory.instance.stringNode(text);
    } catch (JacksonException _) {
      return JsonNodeFactory.instance.stringNode(text);
    }
  }

  private static Stream<String> leaves(JsonNode tree, String prefix) {
    return tree.properties().stream()
        .flatMap(entry ->
            entry.getValue().isObject()
                ? leaves(entry.getValue(), prefix + entry.getKey() + ".")
                : Stream.of(prefix + entry.getKey()));
  }

  private static void merge(ObjectNode base, JsonNode changes, String path, List<String> problems) {
    if (!changes.isObject()) {
      problems.add((path.isEmpty() ? "a profile" : path) + " must be an object of switches");
      return;
    }
    for (Map.Entry<String, JsonNode> change : changes.properties()) {
      String key = path.isEmpty() ? change.getKey() : path + "." + change.getKey();
      Optional<JsonNode> known = base.optional(change.getKey());
      if (known.isEmpty()) {
        problems.add(key + " is not a switch; known: " + String.join(", ", base.propertyNames()));
      } else if (known.get() instanceof ObjectNode inner) {
        merge(inner, change.getValue(), key, problems);
      } else if (change.getValue().isNull() || change.getValue().isContainer()) {
        problems.add(key + " must be a number, a text or true or false");
      } else {
        base.set(change.getKey(), change.getValue());
      }
    }
  }

  private static Behaviour bind(ObjectNode tree) throws ProfileException {
    try {
      return JSON.treeToValue(tree, Behaviour.class);
    } catch (JacksonException e) {
      throw new ProfileException(List.of(message(e)));
    }
  }

  private static String message(JacksonException e) {
    if (e.getCause() instanceof IllegalArgumentException range && range.getMessage() != null) {
      return range.getMessage();
    }
    String path =
        String.join(
            ".", e.getPath().stream().map(JacksonException.Reference::getPropertyName).toList());
    if (e instanceof InvalidFormatException wrong && wrong.getTargetType().isEnum()) {
      List<String> known =
          Arrays.stream(wrong.getTargetType().getEnumConstants())
              .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
              .toList();
      return path + " is " + wrong.getValue() + "; known: " + String.join(", ", known);
    }
    return path + ": " + e.getOriginalMessage();
  }
}
