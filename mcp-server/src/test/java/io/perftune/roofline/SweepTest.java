package io.perftune.roofline;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.roofline.SweepPoint.Phase;
import io.perftune.value.Json;
import io.perftune.value.Problem;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SweepTest {
  @Test
  void pointsAscendWhateverTheOrderOfTheFile() {
    List<Problem> problems = new ArrayList<>();
    Sweep sweep =
        Sweep.read(
            String.join("\n", SampleBundle.decode(8), SampleBundle.decode(1)),
            String.join("\n", SampleBundle.prefill(2048), SampleBundle.prefill(512)),
            problems);

    assertThat(problems).isEmpty();
    assertThat(sweep.decode()).extracting(SweepPoint::concurrency).containsExactly(1, 8);
    assertThat(sweep.prefill()).extracting(SweepPoint::isl).containsExactly(512, 2048);
  }

  @Test
  void bothFilesProblemsAreNamedAtOnce() {
    List<Problem> problems = new ArrayList<>();
    Sweep _ = Sweep.read("x", "y", problems);

    assertThat(problems)
        .extracting(Problem::where)
        .containsExactly("decode_sweep.jsonl:1", "prefill_sweep.jsonl:1");
  }

  @Test
  void eachPairOfLengthsIsAGroupThatOfMostPointsFirst() {
    String longer = SampleBundle.decode(1).replace("\"isl\": 256", "\"isl\": 4096");
    String shorter = SampleBundle.decode(1).replace("\"osl\": 512", "\"osl\": 16");
    Sweep sweep =
        new Sweep(
            SampleBundle.points(
                Phase.DECODE, longer, shorter, SampleBundle.decode(2), SampleBundle.decode(1)),
            List.of());

    assertThat(sweep.decodeByLengths())
        .extracting(group -> group.stream().map(SweepTest::place).toList())
        .containsExactly(
            List.of("1/256/512", "2/256/512"), List.of("1/256/16"), List.of("1/4096/512"));
  }

  @ParameterizedTest
  @CsvSource({"15, 1, false", "16, 31, true", "16, 32, false", "64, 8, true"})
  void fromSixteenOnTwiceAsManyRequestsAsAreInFlightAreWanted(
      int concurrency, int prompts, boolean undercounted) {
    String line =
        SampleBundle.decode(concurrency)
            .replace("\"num_prompts\": 8", "\"num_prompts\": " + prompts);
    Sweep sweep = new Sweep(SampleBundle.points(Phase.DECODE, line), List.of());

    assertThat(sweep.decode().getFirst().undercounted()).isEqualTo(undercounted);
    assertThat(sweep.steadyWindowWarnings()).hasSize(undercounted ? 1 : 0);
    if (undercounted) {
      assertThat(sweep.steadyWindowWarnings().get(0))
          .isEqualTo(
              Json.object()
                  .put("c", concurrency)
                  .put("num_prompts", prompts)
                  .put("min_required", 2 * concurrency)
                  .put("tag", "d" + concurrency));
    }
  }

  @Test
  void aPrefillPointIsNeverUndercountedAndItsRateIsItsTokensOverItsDuration() {
    SweepPoint point = SampleBundle.points(Phase.PREFILL, SampleBundle.prefill(512)).getFirst();

    assertThat(point.undercounted()).isFalse();
    assertThat(point.rate()).isEqualTo(8 * 512 / 0.5);
  }

  private static String place(SweepPoint point) {
    return "%d/%d/%d".formatted(point.concurrency(), point.isl(), point.osl());
  }
}
