package io.perftune.report.page;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One set of marks of a chart: one configuration, one statistic; or a bound that they are held to.
///
/// @param colour which of the palette, counted from 0; the same configuration has the same colour
///   in every chart; [#GREY] for what recedes
/// @param form how its marks are drawn
/// @param dashed set apart from a solid line of the same colour: a p95 beside its p50
/// @param marks in the order in which they are joined
public record Series(String name, int colour, Form form, boolean dashed, List<Mark> marks) {
  /// The colour of what recedes: dominated points, bounds.
  public static final int GREY = -1;

  public Series {
    requireNonNull(name, "name is null");
    requireNonNull(form, "form is null");
    marks = List.copyOf(marks);
  }

  /// A line through its marks.
  public Series(String name, int colour, boolean dashed, List<Mark> marks) {
    this(name, colour, Form.LINE, dashed, marks);
  }

  /// How marks are drawn.
  public enum Form {
    /// Symbols, joined.
    LINE,
    /// Symbols alone.
    POINTS,
    /// A staircase without symbols: the value holds until the next mark.
    STEPS,
    /// A thin line without symbols: a ceiling, a target; the label of its last mark stands at its
    /// end.
    BOUND
  }

  /// One point of a line.
  ///
  /// @param label drawn beside it; null where there is none
  /// @param low lower end of its bar; null where nothing was repeated
  /// @param high upper end of it
  /// @param tip what a reader sees who points at it, line by line
  /// @param look what sets the mark apart from the others of its series
  public record Mark(
      double x,
      double y,
      @Nullable String label,
      @Nullable Double low,
      @Nullable Double high,
      List<String> tip,
      Look look) {
    public Mark {
      tip = List.copyOf(tip);
      requireNonNull(look, "look is null");
    }

    /// A mark that looks like the others.
    public Mark(
        double x,
        double y,
        @Nullable String label,
        @Nullable Double low,
        @Nullable Double high,
        List<String> tip) {
      this(x, y, label, low, high, tip, Look.PLAIN);
    }
  }

  /// What sets a mark apart from the others of its series.
  ///
  /// @param shade place on the scale of ordered values, 0 to 1, instead of the series' colour; null
  ///   where it has that
  /// @param hatched drawn hollow: the mark's figure is in doubt, and its tip says why
  public record Look(@Nullable Double shade, boolean hatched) {
    /// Nothing.
    public static final Look PLAIN = new Look(null, false);
  }
}
