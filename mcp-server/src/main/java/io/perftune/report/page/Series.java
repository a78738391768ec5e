package io.perftune.report.page;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One line of a chart: one configuration, one statistic.
///
/// @param colour which of the palette, counted from 0; the same configuration has the same colour
///   in every chart
/// @param dashed set apart from a solid line of the same colour: a p95 beside its p50
/// @param marks in the order in which they are joined
public record Series(String name, int colour, boolean dashed, List<Mark> marks) {
  public Series {
    requireNonNull(name, "name is null");
    marks = List.copyOf(marks);
  }

  /// One point of a line.
  ///
  /// @param label drawn beside it; null where there is none
  /// @param low lower end of its bar; null where nothing was repeated
  /// @param high upper end of it
  /// @param tip what a reader sees who points at it, line by line
  public record Mark(
      double x,
      double y,
      @Nullable String label,
      @Nullable Double low,
      @Nullable Double high,
      List<String> tip) {
    public Mark {
      tip = List.copyOf(tip);
    }
  }
}
