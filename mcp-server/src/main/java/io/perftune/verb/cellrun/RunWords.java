package io.perftune.verb.cellrun;

import io.perftune.config.Flag;
import io.perftune.config.VerbSchema;
import io.perftune.verb.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/// What a call of cell_run asks of its cell, as the words of a command line: two calls that ask the
/// same have the same words.
final class RunWords {
  /// Whose cell it is, how it is answered, and checks: they change nothing that is measured.
  private static final Set<String> APART =
      Set.of(
          "campaign",
          "cell",
          "campaigns_dir",
          "json",
          "dry_run",
          "aa_shape",
          Wish.DETACH,
          Wish.ACKNOWLEDGEMENT);

  private RunWords() {}

  /// The words, in the order of the schema; what is as it is by default is left out.
  ///
  /// @param input as cell_run takes it, defaults filled in
  static List<String> of(ObjectNode input, Context context) {
    List<Flag> flags = VerbSchema.load("cell_run").flags();
    List<String> words = new ArrayList<>();
    for (Flag flag : flags) {
      JsonNode value = input.get(flag.property());
      if (value == null || APART.contains(flag.property()) || value.equals(usual(flag))) {
        continue;
      }
      if (value.isBoolean() && !value.booleanValue()) {
        words.add(opposite(flags, flag));
      } else if (flag.property().equals("input_file")) {
        words.addAll(flag.words(StringNode.valueOf(context.resolve(value.asString()).toString())));
      } else {
        words.addAll(flag.words(value));
      }
    }
    return words;
  }

  private static JsonNode usual(Flag flag) {
    return flag.declared().path("default");
  }

  private static String opposite(List<Flag> flags, Flag flag) {
    return flags.stream()
        .filter(other -> flag.property().equals(other.negates()))
        .map(Flag::option)
        .findFirst()
        .orElseThrow();
  }
}
