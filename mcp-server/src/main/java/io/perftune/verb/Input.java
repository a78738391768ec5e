package io.perftune.verb;

import static java.util.Objects.requireNonNull;

import io.perftune.value.Problem;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// What one call asks of a verb, all forms merged and everything checked.
///
/// @param args the same call as words
/// @param json valid by the verb's input schema and with defaults, where there are no problems
/// @param allowNonzero whether a return code other than 0 is no error to the caller
record Input(List<String> args, ObjectNode json, boolean allowNonzero, List<Problem> problems) {
  Input {
    args = List.copyOf(args);
    requireNonNull(json, "json is null");
    problems = List.copyOf(problems);
  }

  /// Whether the reply's json is all that standard output shall hold.
  boolean jsonOnly() {
    return json.path("json").isBoolean() && json.path("json").booleanValue();
  }
}
