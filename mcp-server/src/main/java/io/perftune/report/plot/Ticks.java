package io.perftune.report.plot;

import io.perftune.report.page.Axis;
import java.math.BigDecimal;
import java.math.MathContext;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Where an axis has its ticks, and what stands at them.
final class Ticks {
  private static final int MOST = 12;

  private Ticks() {}

  /// Ascending, within the axis.
  static List<Double> of(Axis axis) {
    return switch (axis.scale()) {
      case LINEAR -> linear(axis);
      case LOG -> logarithmic(axis);
    };
  }

  /// A tick's text: one decimal from 1 upwards, three digits below.
  static String text(double value) {
    if (Math.abs(value) >= 1) {
      return new DecimalFormat("#,##0.#", DecimalFormatSymbols.getInstance(Locale.ROOT))
          .format(value);
    }
    return value == 0
        ? "0"
        : new BigDecimal(value).round(new MathContext(3)).stripTrailingZeros().toPlainString();
  }

  private static List<Double> linear(Axis axis) {
    double step = axis.step();
    while ((axis.max() - axis.min()) / step > MOST) {
      step *= 2;
    }
    List<Double> ticks = new ArrayList<>();
    long first = (long) Math.ceil(axis.min() / step - 1e-9);
    for (long i = first; i * step <= axis.max() + step * 1e-9; i++) {
      ticks.add(i * step);
    }
    return ticks;
  }

  private static List<Double> logarithmic(Axis axis) {
    List<Double> powers = powers(axis, List.of(1.0));
    if (powers.size() < 3 && axis.step() >= 10) {
      powers = powers(axis, List.of(1.0, 2.0, 5.0));
    }
    int each = (powers.size() + MOST - 1) / MOST;
    List<Double> ticks = new ArrayList<>();
    for (int i = 0; i < powers.size(); i += Math.max(each, 1)) {
      ticks.add(powers.get(i));
    }
    return ticks;
  }

  private static List<Double> powers(Axis axis, List<Double> times) {
    List<Double> powers = new ArrayList<>();
    double base = axis.step();
    int from = (int) Math.floor(Math.log(axis.min()) / Math.log(base)) - 1;
    int to = (int) Math.ceil(Math.log(axis.max()) / Math.log(base)) + 1;
    for (int power = from; power <= to; power++) {
      for (double factor : times) {
        double value = factor * Math.pow(base, power);
        if (value >= axis.min() * (1 - 1e-9) && value <= axis.max() * (1 + 1e-9)) {
          powers.add(value);
        }
      }
    }
    return powers;
  }
}
