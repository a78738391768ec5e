package io.perftune.capture;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The metrics of one row: `{tag: {value, unit}}`, an absent one a missing member.
record Metrics(JsonNode json) {
  /// A duration in ms; null where it was not measured.
  @Nullable Double milliseconds(String tag) {
    JsonNode metric = json.get(tag);
    if (metric == null) {
      return null;
    }
    String unit = Members.text(metric, "unit");
    if (!unit.equals("ms")) {
      throw new IllegalArgumentException("%s is in %s, not in ms.".formatted(tag, unit));
    }
    return value(metric, tag);
  }

  /// A whole number; null where it was not counted.
  @Nullable Integer count(String tag) {
    JsonNode metric = json.get(tag);
    if (metric == null) {
      return null;
    }
    double value = value(metric, tag);
    if (value != Math.rint(value) || value > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("%s is not a count: %s.".formatted(tag, value));
    }
    return (int) value;
  }

  private static double value(JsonNode metric, String tag) {
    JsonNode value = metric.get("value");
    if (value == null || !value.isNumber()) {
      throw new IllegalArgumentException("%s has no number as its value.".formatted(tag));
    }
    double number = value.doubleValue();
    if (!Double.isFinite(number) || number < 0) {
      throw new IllegalArgumentException("%s is %s.".formatted(tag, value));
    }
    return number;
  }
}
