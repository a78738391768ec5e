package io.perftune.verb;

import io.perftune.config.Flag;
import io.perftune.value.Json;
import io.perftune.value.Problem;
import tools.jackson.databind.JsonNode;

/// Two values for one property in one call.
final class Contradiction {
  private Contradiction() {}

  /// @param first where the first value stands: `in args`
  static Problem between(
      String property, JsonNode value, String first, JsonNode other, String second) {
    return new Problem(
        "contradiction",
        "%s is %s %s, but %s %s.".formatted(property, shown(value), first, shown(other), second),
        Flag.option(property),
        "Send it once.");
  }

  private static String shown(JsonNode value) {
    return Userinfo.masked(Json.line(value));
  }
}
