package io.perftune.roofline;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.roofline.SweepPoint.Phase;
import io.perftune.value.Problem;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SweepFileTest {
  private static final String MEND =
      " Capture the point again, or take the line out of the bundle.";

  @Test
  void readsEveryLineWithItsPlace() {
    List<Problem> problems = new ArrayList<>();
    List<SweepPoint> points =
        SweepFile.read(
            Phase.DECODE, SampleBundle.decode(1) + "\n" + SampleBundle.decode(2), problems);

    assertThat(problems).isEmpty();
    assertThat(points).extracting(SweepPoint::concurrency).containsExactly(1, 2);
    assertThat(points)
        .extracting(SweepPoint::where)
        .containsExactly("decode_sweep.jsonl:1", "decode_sweep.jsonl:2");
    assertThat(points.getFirst().bench("median_tpot_ms")).isEqualTo(10.0);
    assertThat(points.getFirst().bench("nothing")).isNull();
    assertThat(points.getFirst().dcgm("dram_active_mean")).isEqualTo(0.5);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          "c": 4                   | "c": 0                     | bad-point       | c is 0, not a whole number from 1.
          "c": 4                   | "c": 1.5                   | bad-point       | c is 1.5, not a whole number from 1.
          "c": 4                   | "c": 99999999999           | bad-point       | c is 99999999999, not a whole number from 1.
          "isl": 256               | "x": 1                     | bad-point       | isl is missing.
          "osl": 512               | "osl": "512"               | bad-point       | osl is "512", not a whole number from 1.
          "num_prompts": 8         | "num_prompts": null        | bad-point       | num_prompts is null, not a whole number from 1.
          "output_throughput": 400 | "output_throughput": 0     | bad-point       | bench.output_throughput is 0.
          "output_throughput": 400 | "y": 1                     | bad-point       | bench.output_throughput is missing.
          "median_tpot_ms": 10     | "median_tpot_ms": 1e999    | bad-number      | bench.median_tpot_ms is Infinity.
          "dram_active_mean": 0.5  | "dram_active_mean": 1.01   | bad-number      | dcgm_steady.dram_active_mean is 1.01, not a share from 0 to 1.
          """)
  void refusesALineWithFileAndNumber(String from, String to, String code, String message) {
    String line = SampleBundle.decode(4).replace(from, to);
    assertThat(line).isNotEqualTo(SampleBundle.decode(4));
    List<Problem> problems = new ArrayList<>();
    List<SweepPoint> points =
        SweepFile.read(Phase.DECODE, SampleBundle.decode(1) + "\n" + line, problems);

    assertThat(problems)
        .containsExactly(new Problem(code, message, "decode_sweep.jsonl:2", MEND.strip()));
    assertThat(points).as("the others stand").hasSize(1);
  }

  @Test
  void refusesANegativeNumberWhereverItStands() {
    assertThat(
            problems(Phase.DECODE, SampleBundle.decode(4).replace("\"x_extra\": 1", "\"x\": -0.5")))
        .extracting(Problem::message)
        .containsExactly("bench.x is -0.5.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          total_input_tokens | bench.total_input_tokens is missing.
          duration           | bench.duration is missing.
          """)
  void aPrefillPointNeedsItsTokensAndItsDuration(String member, String message) {
    assertThat(
            problems(Phase.PREFILL, SampleBundle.prefill(512).replace(member, "other_" + member)))
        .extracting(Problem::line)
        .containsExactly("prefill_sweep.jsonl:1: " + message + MEND);
  }

  @Test
  void refusesWhatIsNoJsonObjectNotANumberAndAnEmptyLine() {
    String notNumber = SampleBundle.decode(4).replace("\"isl\": 256", "\"isl\": NaN");
    assertThat(problems(Phase.DECODE, "[1]\n\nnot json\n" + notNumber))
        .extracting(Problem::code, Problem::where)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("malformed-line", "decode_sweep.jsonl:1"),
            org.assertj.core.groups.Tuple.tuple("malformed-line", "decode_sweep.jsonl:2"),
            org.assertj.core.groups.Tuple.tuple("malformed-line", "decode_sweep.jsonl:3"),
            org.assertj.core.groups.Tuple.tuple("malformed-line", "decode_sweep.jsonl:4"));
  }

  @Test
  void refusesAFileWithoutALine() {
    assertThat(problems(Phase.PREFILL, ""))
        .extracting(Problem::line)
        .containsExactly("prefill_sweep.jsonl: The file has no line." + MEND);
  }

  @Test
  void refusesAPointThatIsThereTwiceAndTakesOneOfOtherLengths() {
    String other = SampleBundle.decode(4).replace("\"isl\": 256", "\"isl\": 1024");
    assertThat(
            problems(
                Phase.DECODE,
                String.join("\n", SampleBundle.decode(4), other, SampleBundle.decode(4))))
        .extracting(Problem::line)
        .containsExactly(
            "decode_sweep.jsonl:3: The decode point c=4 isl=256 osl=512 is there twice." + MEND);
  }

  private static List<Problem> problems(Phase phase, String text) {
    List<Problem> problems = new ArrayList<>();
    List<SweepPoint> _ = SweepFile.read(phase, text, problems);
    return problems;
  }
}
