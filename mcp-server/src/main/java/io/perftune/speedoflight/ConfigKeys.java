package io.perftune.speedoflight;

import io.perftune.value.Problem;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Reads whole numbers of a model's config.json by any of their names, and gathers what is wrong.
///
/// A key that is null counts as absent.
final class ConfigKeys {
  private final JsonNode config;
  private final List<Problem> problems = new ArrayList<>();

  ConfigKeys(JsonNode config) {
    this.config = config;
  }

  /// The first of those keys that is there; null where none is.
  @Nullable JsonNode any(String... names) {
    for (String name : names) {
      JsonNode value = config.get(name);
      if (value != null && !value.isNull()) {
        return value;
      }
    }
    return null;
  }

  boolean has(String... names) {
    return any(names) != null;
  }

  /// A whole number from 1 that must be there; 1 and a problem where it is not.
  int required(String... names) {
    if (!has(names)) {
      missing(String.join(" or ", names));
      return 1;
    }
    int value = optional(1, names);
    if (value < 1) {
      problem(names[0] + " is " + value + ".");
      return 1;
    }
    return value;
  }

  /// A whole number from 0; the absent value where none of the keys is there.
  int optional(int absent, String... names) {
    JsonNode value = any(names);
    if (value == null) {
      return absent;
    }
    if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < 0) {
      problem("%s is %s, not a whole number.".formatted(names[0], value));
      return absent;
    }
    return value.intValue();
  }

  /// A number from 0; 0 where it is absent.
  double amount(String name) {
    JsonNode value = any(name);
    if (value == null) {
      return 0;
    }
    if (!value.isNumber() || !(value.doubleValue() >= 0)) {
      problem("%s is %s, not a number from 0.".formatted(name, value));
      return 0;
    }
    return value.doubleValue();
  }

  String text(String name) {
    JsonNode value = any(name);
    return value == null || !value.isString() ? "" : value.asString();
  }

  void missing(String name) {
    problem("%s is missing.".formatted(name));
  }

  /// Adds that problem, with the keys that were found.
  void problem(String message) {
    problems.add(
        Problem.of(
            "unknown-model-shape",
            "The model's config.json cannot be counted: " + message,
            "Found are "
                + String.join(", ", config.propertyNames())
                + ". Give the model's own config.json, or a copy in which the missing keys are"
                + " written out."));
  }

  List<Problem> problems() {
    return List.copyOf(problems);
  }
}
