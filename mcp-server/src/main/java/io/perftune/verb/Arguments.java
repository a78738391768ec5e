package io.perftune.verb;

import static java.util.Objects.requireNonNull;

import io.perftune.config.ShellWords;
import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What a caller sent, in whichever form: `args` (words, or one line), typed properties, or both
/// inside `params`.
///
/// @param args the words; empty where there are none
/// @param typed the typed properties as they came; a null counts as not given
/// @param allowNonzero whether a return code other than 0 is no error to the caller
/// @param problems what cannot be read
record Arguments(
    List<String> args, ObjectNode typed, boolean allowNonzero, List<Problem> problems) {
  Arguments {
    args = List.copyOf(args);
    requireNonNull(typed, "typed is null");
    problems = List.copyOf(problems);
  }

  /// Reads the arguments object of a call.
  static Arguments of(ObjectNode sent) {
    Reading reading = new Reading();
    reading.layer(sent.deepCopy().without("params"));
    JsonNode params = sent.get("params");
    if (params instanceof ObjectNode inner) {
      reading.layer(inner);
    } else if (params != null && !params.isNull()) {
      reading.wrong("params", params, "a mapping", "Send args or typed properties in it.");
    }
    List<String> args = reading.args == null ? List.of() : reading.args;
    return new Arguments(args, reading.typed, reading.allowNonzero, reading.problems);
  }

  /// Whether the words could be read, so that what is not among them is truly missing.
  boolean readable() {
    return problems.stream().noneMatch(problem -> "args".equals(problem.where()));
  }

  private static final class Reading {
    private final ObjectNode typed = Json.object();
    private final List<Problem> problems = new ArrayList<>();
    private @Nullable List<String> args;
    private boolean allowNonzero;

    private void layer(ObjectNode layer) {
      for (var member : Json.members(layer)) {
        if (!member.getValue().isNull()) {
          member(member.getKey(), member.getValue());
        }
      }
    }

    private void member(String name, JsonNode value) {
      switch (name) {
        case "args" -> args(value);
        case "allow_nonzero" -> allow(value);
        default -> typed(name, value);
      }
    }

    private void args(JsonNode value) {
      List<String> words = words(value);
      if (args != null && !args.equals(words)) {
        problems.add(
            new Problem(
                "contradiction",
                "args stands inside params and beside it, with other words.",
                "args",
                "Send it once."));
      }
      args = words;
    }

    private List<String> words(JsonNode value) {
      if (value.isString()) {
        try {
          return ShellWords.split(value.asString());
        } catch (ProblemException e) {
          problems.addAll(e.problems());
          return List.of();
        }
      }
      if (!value.isArray() || value.valueStream().anyMatch(word -> !word.isString())) {
        wrong("args", value, "a list of texts or one text", "Send each word as text.");
        return List.of();
      }
      return value.valueStream().map(JsonNode::asString).toList();
    }

    private void allow(JsonNode value) {
      if (value.isBoolean()) {
        allowNonzero |= value.booleanValue();
      } else {
        wrong(
            "allow_nonzero", value, "true or false", "Send true without quotes, or leave it out.");
      }
    }

    private void typed(String name, JsonNode value) {
      JsonNode before = typed.get(name);
      if (before != null && !before.equals(value)) {
        problems.add(Contradiction.between(name, before, "beside params", value, "inside"));
      }
      typed.set(name, value);
    }

    private void wrong(String name, JsonNode value, String expected, String remedy) {
      problems.add(
          new Problem(
              "wrong-type",
              "%s is %s, but must be %s.".formatted(name, Json.line(value), expected),
              name,
              remedy));
    }
  }
}
