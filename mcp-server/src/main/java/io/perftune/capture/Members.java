package io.perftune.capture;

import tools.jackson.databind.JsonNode;

/// Members that must be there, with the type that they must have.
final class Members {
  private Members() {}

  /// The object that is a member.
  ///
  /// @throws IllegalArgumentException where it is missing or something else; so do the others
  static JsonNode object(JsonNode json, String member) {
    return require(json, member, "an object", json.path(member).isObject());
  }

  static String text(JsonNode json, String member) {
    return require(json, member, "text", json.path(member).isString()).asString();
  }

  static boolean truth(JsonNode json, String member) {
    return require(json, member, "true or false", json.path(member).isBoolean()).booleanValue();
  }

  /// Nanoseconds since 1970.
  static long nanos(JsonNode json, String member) {
    JsonNode value = json.path(member);
    return require(
            json, member, "nanoseconds", value.isIntegralNumber() && value.canConvertToLong())
        .longValue();
  }

  private static JsonNode require(JsonNode json, String member, String what, boolean holds) {
    if (!holds) {
      throw new IllegalArgumentException(
          json.has(member)
              ? "%s is not %s: %s.".formatted(member, what, cut(json.get(member).toString()))
              : "%s is missing.".formatted(member));
    }
    return json.path(member);
  }

  private static String cut(String value) {
    return value.length() <= 80 ? value : value.substring(0, 80) + "...";
  }
}
