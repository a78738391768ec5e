package io.perftune.config;

import static java.util.Objects.requireNonNull;

import io.perftune.value.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What a verb takes and what it replies, as schemas/tools declares both.
public record VerbSchema(String verb, Schema input, Schema output, List<Flag> flags) {
  private static final String LIBRARY = "perf_tune_report";

  public VerbSchema {
    requireNonNull(verb, "verb is null");
    requireNonNull(input, "input is null");
    requireNonNull(output, "output is null");
    flags = List.copyOf(flags);
  }

  /// The schemas of a verb, spelled with underscores.
  public static VerbSchema load(String verb) {
    Schema input = Schema.load("tools/" + verb + ".input");
    List<Flag> flags = new ArrayList<>();
    for (var property : Json.members(input.json().required("properties"))) {
      flags.add(new Flag(property.getKey(), (ObjectNode) property.getValue()));
    }
    return new VerbSchema(verb, input, Schema.load("tools/" + verb + ".output"), flags);
  }

  /// One sentence.
  public String title() {
    return input.json().required("title").asString();
  }

  /// What it does, when to use it, what comes before and after.
  public String description() {
    return input.json().required("description").asString();
  }

  /// Whether it is a command only, and no tool.
  public boolean commandOnly() {
    return input.json().path("x-cli-only").asBoolean(false);
  }

  /// The library that it belongs to, as replies name it.
  public String library() {
    return input.json().path("x-library").asString(LIBRARY);
  }

  /// The tool that it is: the library's name before the verb's, or the verb's alone where it stands
  /// beside the library.
  public String tool() {
    return library().equals(LIBRARY) ? LIBRARY + "_" + verb : verb;
  }

  /// Whether the same call again changes nothing more.
  public boolean idempotent() {
    return input.json().required("x-idempotent").asBoolean();
  }

  /// The properties that a call must give.
  public List<String> required() {
    return input.json().required("required").valueStream().map(name -> name.asString()).toList();
  }

  /// Calls that show its use, as typed properties.
  public List<JsonNode> examples() {
    return input.json().required("examples").valueStream().toList();
  }

  /// The flag of that property or alias.
  public Optional<Flag> flag(String name) {
    return flags.stream().filter(flag -> flag.names().contains(name)).findFirst();
  }

  /// A copy of a reply in which every declared field is there, null where nothing filled it.
  public ObjectNode filled(ObjectNode reply) {
    ObjectNode filled = Json.object();
    for (var property : Json.members(output.json().required("properties"))) {
      filled.putNull(property.getKey());
    }
    filled.setAll(reply.deepCopy());
    return filled;
  }
}
