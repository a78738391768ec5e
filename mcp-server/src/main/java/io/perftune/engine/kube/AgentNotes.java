package io.perftune.engine.kube;

import static java.util.Objects.requireNonNull;

import io.perftune.engine.local.LineFilter;
import io.perftune.value.Json;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/// What the agent says among the lines of its standard error: taken out of them and remembered, the
/// last word of each kind.
final class AgentNotes implements LineFilter {
  private static final String MARK = "\u001eperf-tune-report ";

  private final UnaryOperator<String> scrub;
  private final ObjectNode said = Json.object();

  AgentNotes(UnaryOperator<String> scrub) {
    this.scrub = requireNonNull(scrub, "scrub is null");
  }

  @Override
  public @Nullable String apply(String line) {
    int mark = line.indexOf(MARK);
    if (mark < 0) {
      return scrub.apply(line);
    }
    remember(line.substring(mark + MARK.length()));
    return mark == 0 ? null : scrub.apply(line.substring(0, mark));
  }

  private synchronized void remember(String note) {
    try {
      if (Json.MAPPER.readTree(note) instanceof ObjectNode object) {
        said.setAll(object);
      }
    } catch (JacksonException _) {
      said.put("torn", true); // the connection broke in its middle
    }
  }

  /// A text that was said; null where it was not.
  synchronized @Nullable String text(String name) {
    return Json.text(said, name);
  }

  /// A number that was said; `otherwise` where it was not.
  synchronized int number(String name, int otherwise) {
    return said.path(name).asInt(otherwise);
  }
}
