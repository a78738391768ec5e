package io.perftune.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AiperfExportRefusalTest {
  @TempDir Path raw;

  static Stream<Arguments> wrongRows() {
    String good = Rows.row("r1", "");
    return Stream.of(
        Arguments.of("{\"metadata\":{\"x_requ", "not-json", "not JSON"),
        Arguments.of("", "not-a-request", "metadata is missing"),
        Arguments.of("[]", "not-a-request", "metadata is missing"),
        Arguments.of("null", "not-a-request", "metadata is missing"),
        Arguments.of(good.strip() + "}", "not-json", "not JSON"),
        Arguments.of("{\"metadata\":{}}", "not-a-request", "metrics is missing"),
        Arguments.of(
            good.replace("\"x_request_id\":\"r1\",", ""),
            "not-a-request",
            "x_request_id is missing"),
        Arguments.of(good.replace("\"r1\"", "7"), "not-a-request", "x_request_id is not text: 7"),
        Arguments.of(
            good.replace("1000", "1.5"),
            "not-a-request",
            "request_start_ns is not nanoseconds: 1.5"),
        Arguments.of(
            good.replace("1000", "1e99"), "not-a-request", "request_start_ns is not nanoseconds"),
        Arguments.of(
            good.replace("\"was_cancelled\":false", "\"was_cancelled\":0"),
            "not-a-request",
            "was_cancelled is not true or false: 0"),
        Arguments.of(row("time_to_first_token", "NaN", "ms"), "not-json", "not JSON"),
        Arguments.of(
            row("time_to_first_token", "1e999", "ms"), "not-a-request", "time_to_first_token is"),
        Arguments.of(
            row("time_to_first_token", "-1", "ms"), "not-a-request", "time_to_first_token is -1"),
        Arguments.of(
            row("time_to_first_token", "\"1\"", "ms"),
            "not-a-request",
            "has no number as its value"),
        Arguments.of(
            row("time_to_first_token", "1", "ns"),
            "not-a-request",
            "time_to_first_token is in ns, not in ms"),
        Arguments.of(
            row("output_sequence_length", "1.5", "tokens"),
            "not-a-request",
            "output_sequence_length is not a count: 1.5"),
        Arguments.of(
            good.replace("\"metrics\":{}", "\"metrics\":{},\"metrics\":{}"),
            "not-json",
            "Duplicate"));
  }

  @ParameterizedTest
  @MethodSource("wrongRows")
  void refusesAWrongRowByFileAndLine(String row, String code, String message) throws IOException {
    write(Rows.row("r0", "") + row + "\n");
    Problem problem = refusal().getFirst();
    assertThat(problem.code()).isEqualTo(code);
    assertThat(problem.message()).contains(message);
    assertThat(problem.where()).isEqualTo(raw.resolve(AiperfExport.ROWS) + ":2");
  }

  @Test
  void refusesACutTail() throws IOException {
    String whole = Files.readString(Samples.directory("moon").resolve(AiperfExport.ROWS));
    write(whole.substring(0, whole.length() - 100));
    assertThat(refusal()).singleElement().extracting(Problem::where).asString().endsWith(":12");
  }

  @Test
  void refusesARequestThatIsThereTwice() throws IOException {
    write(Rows.row("r1", "") + Rows.row("r2", "") + Rows.row("r1", ""));
    assertThat(refusal())
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.code()).isEqualTo("duplicate-request");
          assertThat(problem.message()).isEqualTo("x_request_id r1 is in line 1 already.");
          assertThat(problem.where()).endsWith(":3");
        });
  }

  @Test
  void refusesAllWrongRowsAtOnceUpToTwenty() throws IOException {
    write("x\n".repeat(3));
    assertThat(refusal()).hasSize(3);
    write("x\n".repeat(50));
    assertThat(refusal()).hasSize(20);
  }

  @Test
  void refusesASummaryThatIsNotOne() throws IOException {
    write(Rows.row("r1", ""));
    Files.writeString(raw.resolve(AiperfExport.SUMMARY), "{\n  \"x\": NaN\n}");
    assertThat(refusal().getFirst().where()).endsWith(AiperfExport.SUMMARY + ":2");
    Files.writeString(raw.resolve(AiperfExport.SUMMARY), "{}");
    assertThat(refusal().getFirst().message()).isEqualTo("aiperf_version is missing.");
  }

  @Test
  void refusesTextThatIsNotUtf8() throws IOException {
    Files.write(raw.resolve(AiperfExport.ROWS), new byte[] {'{', (byte) 0xff, '}'});
    assertThat(refusal().getFirst().code()).isEqualTo("file-not-read");
  }

  @Test
  void reportsADurationThatFitsNothing() throws IOException {
    Path sample = Samples.directory("moon");
    Files.copy(sample.resolve(AiperfExport.ROWS), raw.resolve(AiperfExport.ROWS));
    Files.writeString(
        raw.resolve(AiperfExport.SUMMARY),
        Files.readString(sample.resolve(AiperfExport.SUMMARY))
            .replace(
                "\"end_time\": \"2026-11-24T03:35:22.233598\"",
                "\"end_time\": \"2026-11-24T03:35:22.233698\""));
    assertThat(AiperfExport.read(raw, 2, 1).problems())
        .extracting(Problem::code)
        .containsExactly("summary-duration");
  }

  private static String row(String tag, String value, String unit) {
    return Rows.row("r1", Rows.metric(tag, value, unit)).strip();
  }

  private void write(String text) throws IOException {
    Files.writeString(raw.resolve(AiperfExport.ROWS), text);
  }

  private List<Problem> refusal() {
    ProblemException refusal =
        org.assertj.core.api.Assertions.catchThrowableOfType(
            ProblemException.class, () -> AiperfExport.read(raw, 1, 1));
    assertThat(refusal).isNotNull();
    return refusal.problems();
  }
}
