package io.perftune.report.page;

import static java.util.Objects.requireNonNull;

/// One axis of a chart, with its range fixed so that every back end draws the same.
///
/// @param title with the unit in it
/// @param step between ticks where the scale is linear; the base of the logarithm otherwise
public record Axis(String title, Scale scale, double min, double max, double step) {
  public Axis {
    requireNonNull(title, "title is null");
    requireNonNull(scale, "scale is null");
    if (!(min < max) || !(step > 0)) {
      throw new IllegalArgumentException("an axis from " + min + " to " + max + " by " + step);
    }
  }

  /// How values lie on an axis.
  public enum Scale {
    LINEAR,
    LOG
  }
}
