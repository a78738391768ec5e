package io.perftune.report.page;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What happened when: a lane for each actor, from the top, and in it one span after the other.
///
/// @param id unique in the document, `[a-z0-9-]`
/// @param time the common axis
/// @param phases kinds of spans, as the legend names them
public record Timeline(
    String id,
    String title,
    String alternative,
    String context,
    @Nullable String remark,
    Axis time,
    List<Bars.Part> phases,
    List<Lane> lanes)
    implements Figure {
  public Timeline {
    requireNonNull(id, "id is null");
    requireNonNull(title, "title is null");
    requireNonNull(alternative, "alternative is null");
    requireNonNull(context, "context is null");
    requireNonNull(time, "time is null");
    phases = List.copyOf(phases);
    lanes = List.copyOf(lanes);
    int known = phases.size();
    if (lanes.stream().flatMap(lane -> lane.spans().stream()).anyMatch(s -> s.phase() >= known)) {
      throw new IllegalArgumentException("a span of '" + title + "' has no phase");
    }
  }

  /// One actor's spans, in time's order.
  ///
  /// @param label empty where lanes need no names
  public record Lane(String label, List<Span> spans) {
    public Lane {
      requireNonNull(label, "label is null");
      spans = List.copyOf(spans);
    }
  }

  /// One span.
  ///
  /// @param phase its index in `phases`
  /// @param from on the time axis
  /// @param to on the time axis, not before `from`
  /// @param tip what a reader sees who points at it, line by line
  public record Span(int phase, double from, double to, List<String> tip) {
    public Span {
      tip = List.copyOf(tip);
    }
  }
}
