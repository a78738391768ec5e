package io.perftune.verb;

import tools.jackson.databind.node.ObjectNode;

/// One thing that the product can do; an MCP tool and a command line verb at once.
public interface Verb {
  /// Snake case: `cell_run`. Its schemas are schemas/tools/<name>.input.schema.json and
  /// .output.schema.json.
  String name();

  Safety safety();

  /// Whether this very call needs the acknowledgement of [#safety]; false where the safety class
  /// has none.
  default boolean needsAcknowledgement(ObjectNode input) {
    return safety().acknowledgement() != null;
  }

  /// Does it. Without a needed acknowledgement it refuses, and shows what it would have done.
  ///
  /// @param input valid by the input schema, defaults filled in
  /// @throws io.perftune.value.ProblemException the same as a refusal
  /// @throws InterruptedException the caller cancelled; what was complete is kept
  Outcome run(ObjectNode input, Context context) throws InterruptedException;
}
