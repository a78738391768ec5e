package io.perftune.lake;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/// Reads instants as text, most of which are spelled `2026-01-15T09:30:00.123456789Z`; any other
/// ISO 8601 spelling with an offset is read more slowly.
final class InstantText {
  private static final int SECONDS_END = 19;
  private static final int FIRST_DAY_YEAR = 1970;
  private static final long MICROS = 1_000_000;

  private InstantText() {}

  /// Whole microseconds since the epoch; null where the text is no instant.
  static @Nullable Long micros(String text) {
    return isUsual(text) ? usual(text) : other(text);
  }

  private static boolean isUsual(String text) {
    int last = text.length() - 1;
    if (last < SECONDS_END || text.charAt(last) != 'Z') {
      return false;
    }
    for (int at = 0; at < last; at++) {
      char c = text.charAt(at);
      boolean fits =
          switch (at) {
            case 4, 7 -> c == '-';
            case 10 -> c == 'T';
            case 13, 16 -> c == ':';
            case SECONDS_END -> c == '.' && last > SECONDS_END + 1 && last <= SECONDS_END + 10;
            default -> c >= '0' && c <= '9';
          };
      if (!fits) {
        return false;
      }
    }
    return number(text, 0, 4) >= FIRST_DAY_YEAR;
  }

  private static @Nullable Long usual(String text) {
    int hour = number(text, 11, 13);
    int minute = number(text, 14, 16);
    int second = number(text, 17, SECONDS_END);
    if (hour > 23 || minute > 59 || second > 59) {
      return other(text);
    }
    try {
      long day =
          LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10)).toEpochDay();
      long seconds = 86_400 * day + 3_600L * hour + 60L * minute + second;
      long micros = 0;
      for (int at = SECONDS_END + 1; at <= SECONDS_END + 6; at++) {
        micros = 10 * micros + (at < text.length() - 1 ? text.charAt(at) - '0' : 0);
      }
      return MICROS * seconds + micros;
    } catch (DateTimeException _) {
      return null;
    }
  }

  private static int number(String text, int from, int to) {
    int number = 0;
    for (int at = from; at < to; at++) {
      number = 10 * number + text.charAt(at) - '0';
    }
    return number;
  }

  private static @Nullable Long other(String text) {
    try {
      return ChronoUnit.MICROS.between(
          java.time.Instant.EPOCH, OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException _) {
      return null;
    }
  }
}
