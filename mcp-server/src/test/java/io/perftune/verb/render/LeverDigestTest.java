package io.perftune.verb.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.value.Lever;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LeverDigestTest {
  @Test
  void theFirstThreeStandWithTwoFiguresEach() {
    String text =
        LeverDigest.text(
            List.of(
                lever("Raise max_num_seqs", 3),
                lever("Turn on MTP", 1),
                lever("Warm the cache", 0),
                lever("Never shown", 1)));

    assertThat(text.lines())
        .containsExactly(
            "The figures suggest (all of them, with gates: page next-lever):",
            "  1. Raise max_num_seqs [a-rule]: a c=1: 40 %; a c=2: 40 %; and 1 more",
            "  2. Turn on MTP [a-rule]: a c=1: 40 %",
            "  3. Warm the cache [a-rule]: +20 %");
  }

  @Test
  void nothingSuggestedIsSaid() {
    assertThat(LeverDigest.text(List.of())).startsWith("The figures suggest no lever");
  }

  @Test
  void aLongOrBrokenTextStaysOneShortLine() {
    String text = LeverDigest.text(List.of(lever("x\n\u0000y ".repeat(5_000), 1)));

    assertThat(text.lines()).hasSize(2).allMatch(line -> line.length() < 400);
    assertThat(text).contains("…");
  }

  private static Lever lever(String change, int figures) {
    List<Lever.Evidence> evidence =
        IntStream.rangeClosed(1, figures)
            .mapToObj(c -> new Lever.Evidence("a c=" + c, "40 %"))
            .toList();
    return new Lever(
        "a-rule", Lever.State.OPEN, change, "+20 %", "measure again", 0.2, 1, evidence, null);
  }
}
