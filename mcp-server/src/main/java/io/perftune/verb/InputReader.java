package io.perftune.verb;

import io.perftune.config.Flag;
import io.perftune.config.Flags;
import io.perftune.config.NotYet;
import io.perftune.config.VerbSchema;
import io.perftune.value.Json;
import io.perftune.value.Problem;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Merges the forms of one call into one input, and says everything that is wrong with it.
final class InputReader {
  private final VerbSchema schema;
  private final Safety safety;
  private final Arguments arguments;
  private final List<String> args;
  private final Set<String> blamed = new LinkedHashSet<>();
  private final List<Problem> problems = new ArrayList<>();
  private final ObjectNode json;

  private InputReader(VerbSchema schema, Safety safety, Arguments arguments) {
    this.schema = schema;
    this.safety = safety;
    this.arguments = arguments;
    this.args = new ArrayList<>(arguments.args());
    Flags.Parsed parsed = new Flags(schema).parse(arguments.args());
    problems.addAll(arguments.problems());
    problems.addAll(parsed.problems());
    blamed.addAll(parsed.blamed());
    this.json = parsed.input().deepCopy();
  }

  /// The input of a call.
  ///
  /// @param environment the variables that stand in for absent properties
  static Input read(
      VerbSchema schema, Safety safety, ObjectNode sent, Map<String, String> environment) {
    InputReader reader = new InputReader(schema, safety, Arguments.of(sent));
    for (var member : Json.members(reader.arguments.typed())) {
      reader.typed(member.getKey(), member.getValue());
    }
    reader.negations();
    reader.environment(environment);
    reader.check();
    ObjectNode json =
        reader.problems.isEmpty() ? schema.input().withDefaults(reader.json) : reader.json;
    return new Input(reader.args, json, reader.arguments.allowNonzero(), reader.problems);
  }

  private void typed(String name, JsonNode value) {
    Flag flag = schema.flag(name).orElse(null);
    if (flag == null) {
      unknown(name, value);
      return;
    }
    String property = flag.property();
    if (property.equals(safety.acknowledgement()) && !value.isBoolean()) {
      blamed.add(property);
      problems.add(
          new Problem(
              "not-literally-true",
              "%s is %s; only the literal true acknowledges.".formatted(property, Json.line(value)),
              flag.option(),
              "Send true without quotes, or leave it out."));
      return;
    }
    JsonNode before = json.get(property);
    if (before == null) {
      json.set(property, value);
      args.addAll(flag.words(value));
    } else if (!same(before, value)) {
      blamed.add(property);
      problems.add(Contradiction.between(property, before, "in args", value, "as a property"));
    }
  }

  private void unknown(String name, JsonNode value) {
    NotYet.flag(schema.verb(), name).ifPresentOrElse(problems::add, () -> json.set(name, value));
  }

  private static boolean same(JsonNode one, JsonNode other) {
    return Json.line(one).equals(Json.line(other));
  }

  /// Folds each opposite into the property that it negates.
  private void negations() {
    for (Flag flag : schema.flags()) {
      String positive = flag.negates();
      JsonNode negative = json.get(flag.property());
      if (positive == null || negative == null || !negative.isBoolean()) {
        continue;
      }
      json.remove(flag.property());
      boolean implied = !negative.booleanValue();
      JsonNode said = json.get(positive);
      if (said == null) {
        json.put(positive, implied);
      } else if (said.isBoolean() && said.booleanValue() != implied) {
        problems.add(
            new Problem(
                "contradiction",
                "%s is %s, but %s is %s.".formatted(positive, said, flag.property(), negative),
                Flag.option(positive),
                "Send one of them."));
      }
    }
  }

  private void environment(Map<String, String> environment) {
    for (Flag flag : schema.flags()) {
      String variable = flag.variable();
      String value = variable == null ? null : environment.get(variable);
      if (value != null && !value.isBlank() && !json.has(flag.property())) {
        json.set(flag.property(), flag.value(value.strip()));
      }
    }
  }

  private void check() {
    Set<String> refused = new LinkedHashSet<>(blamed);
    for (var member : Json.members(json)) {
      NotYet.value(schema.verb(), member.getKey(), Flag.text(member.getValue()))
          .ifPresent(problem -> {
            problems.add(problem);
            refused.add(member.getKey());
          });
    }
    for (Problem problem : schema.input().problems(json, this::where)) {
      boolean told = refused.stream().anyMatch(name -> Flag.option(name).equals(problem.where()));
      if (!problem.code().equals("missing") && !told) {
        problems.add(problem);
      }
    }
    for (String required : schema.required()) {
      if (!json.has(required) && !blamed.contains(required) && arguments.readable()) {
        problems.add(missing(required));
      }
    }
  }

  private String where(String pointer) {
    String[] parts = pointer.split("/", -1);
    return parts.length < 2
        ? schema.verb()
        : schema.flag(parts[1]).map(Flag::option).orElseGet(() -> Flag.option(parts[1]));
  }

  private Problem missing(String property) {
    Flag flag = schema.flag(property).orElseThrow();
    return new Problem(
        "missing", property + " is missing.", flag.option(), "Add it. " + flag.description());
  }
}
