package io.perftune.report.content;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/// How figures are written: the same in every place and every locale.
final class Figures {
  private static final MathContext THREE_DIGITS = new MathContext(3, RoundingMode.HALF_EVEN);

  private Figures() {}

  /// Three significant digits below 1,000, whole numbers with separators from there on.
  static String number(double value) {
    if (Math.abs(value) >= 999.5) {
      return count(Math.round(value));
    }
    if (value == 0) {
      return "0";
    }
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
