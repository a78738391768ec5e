package io.perftune.lake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstantTextTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-01-15T09:30:00Z",
        "2026-01-15T09:30:00.1Z",
        "2026-01-15T09:30:00.123456789Z",
        "2026-01-15T09:30:00.1234567891Z",
        "2026-01-15T09:30:00.Z",
        "2026-01-15T09:30Z",
        "2026-01-15T24:00:00Z",
        "2026-01-15T23:59:60Z",
        "2026-02-29T00:00:00Z",
        "2024-02-29T00:00:00Z",
        "2026-13-01T00:00:00Z",
        "1969-12-31T23:59:59.5Z",
        "1970-01-01T00:00:00Z",
        "9999-12-31T23:59:59.999999Z",
        "2026-01-15T09:30:00+02:00",
        "2026-01-15 09:30:00Z",
        "2026-01-15T09:30:0٣Z",
        "yesterday",
        ""
      })
  void readsWhatTheLibraryReads(String text) {
    assertThat(InstantText.micros(text)).isEqualTo(library(text));
  }

  @Test
  void readsAnyInstantThatAClockGives() {
    Random random = new Random(7);
    for (int number = 0; number < 1_000; number++) {
      String text =
          Instant.ofEpochSecond(random.nextLong(4_000_000_000L), random.nextInt(1_000_000_000))
              .toString();
      assertThat(InstantText.micros(text)).isNotNull().isEqualTo(library(text));
    }
  }

  private static @Nullable Long library(String text) {
    try {
      return ChronoUnit.MICROS.between(Instant.EPOCH, OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException _) {
      return null;
    }
  }
}
