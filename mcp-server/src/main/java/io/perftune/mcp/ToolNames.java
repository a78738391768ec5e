package io.perftune.mcp;

import io.perftune.config.NotYet;
import io.perftune.config.Suggestion;
import io.perftune.verb.Dispatcher;
import io.perftune.verb.Reply;
import java.util.List;
import java.util.Optional;

/// The names by which tools are called, and what to say to any other.
record ToolNames(Dispatcher dispatcher) {
  private static final String PREFIX = Reply.tool("");

  /// Why a tool of that name cannot be called; empty where it can.
  Optional<String> objection(String name) {
    List<String> verbs = Tools.desks(dispatcher).stream().map(desk -> desk.verb().name()).toList();
    String verb = name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
    if (name.startsWith(PREFIX) && verbs.contains(verb)) {
      return Optional.empty();
    }
    return Optional.of("There is no tool \"" + name + "\". " + instead(verb, verbs));
  }

  private String instead(String verb, List<String> verbs) {
    if (dispatcher.desks().stream().anyMatch(desk -> commandNamed(desk, verb))) {
      return verb + " is a command: bin/perftunereport " + verb + ".";
    }
    return NotYet.verb(verb)
        .map(problem -> problem.line())
        .or(() ->
            Suggestion.nearest(verb, verbs).map(near -> "Did you mean " + Reply.tool(near) + "?"))
        .orElse("tools/list names them.");
  }

  private static boolean commandNamed(Dispatcher.Desk desk, String verb) {
    return desk.schema().commandOnly() && desk.verb().name().equals(verb);
  }
}
