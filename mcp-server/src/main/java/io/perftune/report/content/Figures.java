package io.perftune.report.content;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/// How figures are written: the same in every place and every locale.
final class Figures {
  private static final MathContext THREE_DIGITS = new MathContext(3, RoundingMode.HALF_EVEN);

  private static final double[] POWERS = {1, 10, 100, 1_000, 10_000};

  /// From a tie or a whole number of last digits, in units of the last digit.
  private static final double NEAR = 1e-6;

  private Figures() {}

  /// Three significant digits below 1,000, whole numbers with separators from there on.
  static String number(double value) {
    if (Math.abs(value) >= 999.5) {
      return count(Math.round(value));
    }
    if (value == Math.rint(value)) {
      return Long.toString((long) value);
    }
    String quick = quick(Math.abs(value));
    return quick.isEmpty() ? exact(value) : value < 0 ? "-" + quick : quick;
  }

  /// Three digits of a value that has more of them; empty where double precision might decide.
  private static String quick(double value) {
    int scale = value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : value >= 0.1 ? 3 : 4;
    double scaled = value * POWERS[scale];
    double rest = scaled - Math.floor(scaled);
    if (value < 0.01 || rest < NEAR || rest > 1 - NEAR || Math.abs(rest - 0.5) < NEAR) {
      return "";
    }
    long digits = Math.round(scaled);
    if (digits == 1_000) {
      digits = 100;
      scale -= 1;
    }
    String shown = Long.toString(digits);
    if (scale == 0) {
      return shown;
    }
    return shown.length() > scale
        ? shown.substring(0, shown.length() - scale) + "." + shown.substring(shown.length() - scale)
        : "0." + "0".repeat(scale - shown.length()) + shown;
  }

  static String exact(double value) {
    BigDecimal rounded = new BigDecimal(value).round(THREE_DIGITS);
    return rounded
        .setScale(Math.max(0, Math.min(rounded.scale(), 6)), RoundingMode.HALF_EVEN)
        .toPlainString();
  }

  /// A whole number with separators.
  static String count(long value) {
    String digits = Long.toString(Math.abs(value));
    StringBuilder grouped = new StringBuilder(digits);
    for (int at = digits.length() - 3; at > 0; at -= 3) {
      grouped.insert(at, ',');
    }
    return value < 0 ? "-" + grouped : grouped.toString();
  }

  /// A share of 1 as a percentage; only a whole one reads 100 %, only an empty one 0 %.
  static String share(double share) {
    double percent = share * 100;
    if (percent > 99.9 && percent < 100) {
      return "99.9 %";
    }
    if (percent > 0 && percent < 0.1) {
      return "0.1 %";
    }
    return BigDecimal.valueOf(percent)
            .setScale(1, RoundingMode.HALF_EVEN)
            .stripTrailingZeros()
            .toPlainString()
        + " %";
  }

  /// "1 point", "2 points".
  static String counted(long count, String noun) {
    return count(count) + " " + noun + (count == 1 ? "" : "s");
  }
}
