package io.perftune.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.client.http.Ended.Read;
import io.perftune.value.Secret;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaskTest {
  private static final String KEY = "sk-canary-0123456789";
  private static final Mask MASK = new Mask(List.of(new Secret(KEY)));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data: bad key sk-canary-0123456789!",
        "sk-canary-0123456789sk-canary-0123456789",
        "echo c2stY2FuYXJ5LTAxMjM0NTY3ODk= done",
        "percent sk%2Dcanary%2D0123456789"
      })
  void hidesAnEchoWhereverTheReadsSplitItAndMovesNothing(String echo) {
    for (int split = 0; split <= echo.length(); split++) {
      List<Read> masked = MASK.of(reads(echo, split));

      String text = text(masked);
      assertThat(text).hasSameSizeAs(echo).contains("*");
      assertThat(new Secret(KEY).scrub(text)).as("split at %d", split).isEqualTo(text);
      assertThat(masked.getFirst().bytes()).hasSize(split);
      assertThat(masked).extracting(Read::nanos).containsExactly(1L, 2L);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"data: {}", "sk-canary-012345678"})
  void leavesEverythingElse(String text) {
    assertThat(text(MASK.of(reads(text, 3)))).isEqualTo(text);
  }

  /// A stand-in for a key, as local servers are given, is a word that models also say.
  @Test
  void looksForNothingThatAnAnswerMayHoldByChance() {
    String text = "data: {\"content\":\"a test of 1\"}";

    assertThat(text(new Mask(List.of(new Secret("test"), new Secret("1"))).of(reads(text, 3))))
        .isEqualTo(text);
  }

  private static List<Read> reads(String text, int split) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    List<Read> reads = new ArrayList<>();
    reads.add(new Read(1, java.util.Arrays.copyOf(bytes, split)));
    reads.add(new Read(2, java.util.Arrays.copyOfRange(bytes, split, bytes.length)));
    return reads;
  }

  private static String text(List<Read> reads) {
    StringBuilder text = new StringBuilder();
    reads.forEach(read -> text.append(new String(read.bytes(), StandardCharsets.US_ASCII)));
    return text.toString();
  }
}
