package io.perftune.config;

import io.perftune.value.Json;
import io.perftune.value.Problem;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// What callers know by name and this version lacks: refused, with what to use instead, and offered
/// nowhere.
public final class NotYet {
  private static final ObjectNode NAMES = Resources.json("not-yet.json");

  private NotYet() {}

  /// The names of a section, such as `campaign_keys`, each with what to do instead.
  public static SequencedMap<String, String> section(String name) {
    SequencedMap<String, String> names = new LinkedHashMap<>();
    for (var member : Json.members(NAMES.path(name))) {
      names.put(member.getKey(), member.getValue().asString());
    }
    return names;
  }

  /// The refusal of a verb, spelled with underscores; empty where the name is not ours.
  public static Optional<Problem> verb(String name) {
    return refusal(name, section("verbs").get(name));
  }

  /// The refusal of a verb's flag, by its property; empty where the name is not ours.
  public static Optional<Problem> flag(String verb, String property) {
    String option = "--" + property.replace('_', '-');
    return refusal(option, Json.text(NAMES.path("flags").path(verb), property))
        .map(problem -> problem.at(option));
  }

  /// The refusal of a flag's value; a known value that ends in `*` means all that begin so. Empty
  /// where the value is not ours.
  public static Optional<Problem> value(String verb, String property, String value) {
    for (var known : Json.members(NAMES.path("values").path(verb).path(property))) {
      if (matches(known.getKey(), value)) {
        return refusal(property + " " + value, known.getValue().asString())
            .map(problem -> problem.at("--" + property.replace('_', '-')));
      }
    }
    return Optional.empty();
  }

  /// The keys of a campaign file, as paths such as `cells[].aa.trials` or
  /// `cells[].aa.engine=builtin` for a value, each with what to do instead.
  static SequencedMap<String, String> campaignKeys() {
    SequencedMap<String, String> keys = new LinkedHashMap<>();
    for (var key : Json.members(NAMES.path("campaign_keys"))) {
      keys.put(key.getKey(), key.getValue().asString());
    }
    return keys;
  }

  private static boolean matches(String known, String value) {
    return known.endsWith("*")
        ? value.startsWith(known.substring(0, known.length() - 1))
        : value.equals(known);
  }

  private static Optional<Problem> refusal(String what, @Nullable String instead) {
    return Optional.ofNullable(instead)
        .map(remedy -> Problem.of("not-there-yet", what + " is not there yet.", remedy));
  }
}
