package io.perftune.value;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The UTC stamp in a campaign's id, `YYYYMMDDTHHMMSSZ`: its date everywhere.
public final class UtcStamp {
  private static final Pattern FORM = Pattern.compile("(?<!\\d)\\d{8}T\\d{6}Z");
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'")
          .withZone(ZoneOffset.UTC)
          .withResolverStyle(ResolverStyle.STRICT);

  private UtcStamp() {}

  /// The stamp of an instant.
  public static String of(Instant instant) {
    return FORMAT.format(instant);
  }

  /// The instant of the first stamp in the id; empty where there is none, or where it is no date.
  public static Optional<Instant> in(String id) {
    Matcher matcher = FORM.matcher(id);
    if (!matcher.find()) {
      return Optional.empty();
    }
    try {
      return Optional.of(FORMAT.parse(matcher.group(), Instant::from));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }
}
