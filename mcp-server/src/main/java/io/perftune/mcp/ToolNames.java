package io.perftune.mcp;

import io.perftune.config.NotYet;
import io.perftune.config.Suggestion;
import io.perftune.config.VerbSchema;
import io.perftune.verb.Dispatcher;
import java.util.List;
import java.util.Optional;

/// The names by which tools are called, and what to say to any other.
record ToolNames(Dispatcher dispatcher) {
  private static final String PREFIX = "perf_tune_report_";

  /// Why a tool of that name cannot be called; empty where it can.
  Optional<String> objection(String name) {
    List<VerbSchema> tools = Tools.desks(dispatcher).stream().map(desk -> desk.schema()).toList();
    if (tools.stream().anyMatch(tool -> tool.tool().equals(name))) {
      return Optional.empty();
    }
    String verb = name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
    return Optional.of("There is no tool \"" + name + "\". " + instead(verb, tools));
  }

  private String instead(String verb, List<VerbSchema> tools) {
    if (dispatcher.desks().stream().anyMatch(desk -> commandNamed(desk, verb))) {
      return verb + " is a command: bin/perftunereport " + verb + ".";
    }
    return NotYet.verb(verb)
        .map(problem -> problem.line())
        .or(() -> nearest(verb, tools).map(near -> "Did you mean " + near + "?"))
        .orElse("tools/list names them.");
  }

  private static Optional<String> nearest(String verb, List<VerbSchema> tools) {
    return Suggestion.nearest(verb, tools.stream().map(VerbSchema::verb).toList())
        .flatMap(near -> tools.stream().filter(tool -> tool.verb().equals(near)).findFirst())
        .map(VerbSchema::tool);
  }

  private static boolean commandNamed(Dispatcher.Desk desk, String verb) {
    return desk.schema().commandOnly() && desk.verb().name().equals(verb);
  }
}
