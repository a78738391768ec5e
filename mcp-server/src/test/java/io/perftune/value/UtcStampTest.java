package io.perftune.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UtcStampTest {
  private static final Instant INSTANT = Instant.parse("2026-01-15T23:59:58Z");

  @Test
  void readsWhatItWrites() {
    assertThat(UtcStamp.of(INSTANT.plusMillis(999))).isEqualTo("20260115T235958Z");
    assertThat(UtcStamp.in("exp-20260115T235958Z-slug")).contains(INSTANT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "20260230T093000Z",
        "20260115T240000Z",
        "20260115T096000Z",
        "120260115T093000Z",
        "20260115T093000"
      })
  void findsNoneInWhatIsNoInstant(String id) {
    assertThat(UtcStamp.in(id)).isEmpty();
  }
}
