package io.perftune.config;

import io.perftune.value.Json;
import io.perftune.value.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.OptionSpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/// Turns the words that picocli found into typed properties, or problems.
final class FlagValues {
  private final VerbSchema schema;
  private final ObjectNode input = Json.object();
  private final List<Problem> problems = new ArrayList<>();
  private final List<String> blamed = new ArrayList<>();

  FlagValues(VerbSchema schema) {
    this.schema = schema;
  }

  Flags.Parsed parsed() {
    return new Flags.Parsed(input, problems, blamed);
  }

  void error(Exception error) {
    if (error instanceof MissingParameterException missing) {
      missing.getMissing().forEach(spec -> noValue(flag((OptionSpec) spec)));
    } else {
      problem("invalid", error.getMessage() + ".", "args", "See --help.");
    }
  }

  void option(OptionSpec option) {
    Flag flag = flag(option);
    List<String> values = option.stringValues();
    switch (flag.kind()) {
      case SWITCH -> flip(flag, values);
      case TEXT -> single(flag, values, value -> input.put(flag.property(), value));
      case INTEGER -> single(flag, values, value -> integer(flag, value));
      case NUMBER -> single(flag, values, value -> number(flag, value));
      case INTEGERS -> integers(flag, values);
      case TEXTS -> texts(flag, values);
    }
  }

  /// The words that belong to no flag.
  void unmatched(List<String> words) {
    boolean afterUnknown = false;
    for (String word : words) {
      if (word.startsWith("-") && word.length() > 1) {
        afterUnknown = !word.contains("=");
        unknown(word.split("=", 2)[0]);
      } else if (afterUnknown) {
        afterUnknown = false;
      } else if (positional().filter(flag -> !input.has(flag.property())).isPresent()) {
        input.put(positional().orElseThrow().property(), word);
      } else {
        problem(
            "unexpected",
            quoted(word) + " is not expected.",
            "args",
            "Every argument is a flag, or the value of the flag before it.");
      }
    }
  }

  private Optional<Flag> positional() {
    return schema.flags().stream().filter(Flag::positional).findFirst();
  }

  private void flip(Flag flag, List<String> values) {
    if (values.isEmpty()) {
      input.put(flag.property(), true);
    } else {
      blame(
          flag,
          "unexpected-value",
          "%s takes no value, but has %s.".formatted(flag.option(), quoted(values.getFirst())),
          "Give the flag alone, or leave it out.");
    }
  }

  private void single(Flag flag, List<String> values, Consumer<String> take) {
    if (values.isEmpty()) {
      return; // told as a missing value
    }
    String value = values.getFirst();
    if (values.size() > 1) {
      blame(
          flag,
          "repeated",
          "%s is given %d times.".formatted(flag.option(), values.size()),
          "Give it once.");
    } else if (value.startsWith("--")) {
      noValue(flag);
    } else if (value.isEmpty()) {
      blame(flag, "empty", flag.option() + " is empty.", "Give it a value, or leave it out.");
    } else {
      take.accept(value);
    }
  }

  private void texts(Flag flag, List<String> values) {
    ArrayNode texts = Json.array();
    for (String value : values) {
      single(flag, List.of(value), texts::add);
    }
    if (texts.size() == values.size() && !values.isEmpty()) {
      input.set(flag.property(), texts);
    }
  }

  private void integer(Flag flag, String value) {
    try {
      input.put(flag.property(), Long.parseLong(value));
    } catch (NumberFormatException _) {
      notInteger(flag, value);
    }
  }

  private void number(Flag flag, String value) {
    JsonNode number = flag.value(value);
    if (number.isNumber()) {
      input.set(flag.property(), number);
    } else {
      blame(
          flag,
          "wrong-type",
          "%s is %s, but must be a number.".formatted(flag.option(), quoted(value)),
          "Write it as 2 or 2.5.");
    }
  }

  private void integers(Flag flag, List<String> values) {
    single(
        flag,
        values,
        value -> {
          ArrayNode numbers = Json.array();
          for (String part : value.split(",", -1)) {
            try {
              numbers.add(Integer.parseInt(part.strip()));
            } catch (NumberFormatException _) {
              notInteger(flag, part);
              return;
            }
          }
          input.set(flag.property(), numbers);
        });
  }

  private void notInteger(Flag flag, String value) {
    blame(
        flag,
        "wrong-type",
        "%s is %s, but must be %s."
            .formatted(
                flag.option(),
                quoted(value),
                flag.kind() == Flag.Kind.INTEGER
                    ? "a whole number"
                    : "whole numbers separated by commas"),
        "Write it as " + flag.placeholder() + ".");
  }

  private void noValue(Flag flag) {
    blame(
        flag,
        "no-value",
        flag.option() + " has no value.",
        "Write " + flag.option() + " " + flag.placeholder() + ".");
  }

  private void unknown(String option) {
    String property = option.replaceFirst("^--?", "").replace('-', '_');
    NotYet.flag(schema.verb(), property).ifPresentOrElse(problems::add, () -> strange(option));
  }

  private void strange(String option) {
    List<Flag> longer =
        schema.flags().stream()
            .filter(flag -> flag.options().stream().anyMatch(name -> name.startsWith(option)))
            .toList();
    if (option.length() > 2 && !longer.isEmpty()) {
      abbreviated(option, longer);
      return;
    }
    List<String> known = schema.flags().stream().flatMap(flag -> flag.options().stream()).toList();
    problem(
        "unknown-flag",
        "%s is not a flag of %s.".formatted(option, schema.verb()),
        option,
        Suggestion.nearest(option, known)
            .map(near -> "Did you mean " + near + "?")
            .orElse("Remove it."));
  }

  private void abbreviated(String option, List<Flag> longer) {
    longer.forEach(flag -> blamed.add(flag.property()));
    problem(
        "abbreviated",
        option + " is not a whole flag.",
        option,
        "Write " + String.join(" or ", longer.stream().map(Flag::option).toList()) + ".");
  }

  private void blame(Flag flag, String code, String message, String remedy) {
    blamed.add(flag.property());
    problem(code, message, flag.option(), remedy);
  }

  private void problem(String code, String message, String where, String remedy) {
    problems.add(new Problem(code, message, where, remedy));
  }

  private static String quoted(String word) {
    return Json.line(StringNode.valueOf(word));
  }

  private Flag flag(OptionSpec option) {
    return schema.flags().stream()
        .filter(flag -> flag.options().contains(option.longestName()))
        .findFirst()
        .orElseThrow();
  }
}
