package io.perftune.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.perftune.value.Digest;
import io.perftune.value.EngineSummary;
import io.perftune.value.Problem;
import io.perftune.value.RequestRecord;
import io.perftune.value.RequestRecord.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AiperfExportTest {
  @ParameterizedTest
  @CsvSource({
    "moon, 12, 0, 0",
    "partial500, 4, 2, 0",
    "reasoning_content, 6, 0, 0",
    "reasoning_only, 6, 0, 0",
    "reject_min, 0, 6, 0",
    "sigint, 4, 0, 0",
    "srvmetrics, 4, 0, 0",
    "stream_error, 6, 0, 0",
    "synth_content, 5, 0, 0",
    "think_inline, 6, 0, 0",
  })
  void countsWhatBecameOfTheRequests(String name, long ok, long failed, long truncated) {
    assertThat(results(Samples.read(name)))
        .isEqualTo(
            counts(Map.of(Result.OK, ok, Result.FAILED, failed, Result.TRUNCATED, truncated)));
  }

  @Test
  void readsEveryFigureOfARequest() {
    RequestRecord request = Samples.read("reasoning_content").records().getFirst();
    assertThat(request.key())
        .isEqualTo(
            new RequestRecord.Key(2, 1, "8816f274-c64e-467c-baee-55c9d560d1fc", "profiling"));
    assertThat(request.timing())
        .isEqualTo(
            new RequestRecord.Timing(
                1795491148293712546L,
                1795491148448728650L,
                8.944752,
                38.642396999999995,
                100.207197,
                6.12493194736842,
                155.01610399999998));
    assertThat(request.tokens()).isEqualTo(new RequestRecord.Tokens(100, 10, 10, 20, null));
    assertThat(request.server()).isEqualTo(new RequestRecord.Server(1000, 20, 10, null));
    assertThat(request.connection())
        .isEqualTo(new RequestRecord.Connection(0.9833489999999999, false));
    assertThat(request.ending())
        .isEqualTo(new RequestRecord.Ending(Result.OK, null, null, null, null));
  }

  @Test
  void countsNoAnswerWhereThereIsReasoningOnly() {
    for (RequestRecord request : Samples.read("reasoning_only").records()) {
      assertThat(request.tokens()).isEqualTo(new RequestRecord.Tokens(100, 0, 20, 20, null));
      assertThat(request.timing().ttfoMs()).isNull();
      assertThat(request.timing().ttftMs()).isPositive();
    }
  }

  @Test
  void countsNoReasoningWhereThereIsAnAnswerOnly() {
    assertThat(Samples.read("synth_content").records())
        .allSatisfy(request ->
            assertThat(request.tokens()).isEqualTo(new RequestRecord.Tokens(100, 20, 0, 20, null)));
  }

  @Test
  void takesInlineThinkForAnswerAsAiperfDoes() {
    assertThat(Samples.read("think_inline").records())
        .allSatisfy(request -> {
          assertThat(request.tokens()).isEqualTo(new RequestRecord.Tokens(100, 24, 0, 24, null));
          assertThat(request.server().output()).isEqualTo(20);
          assertThat(request.timing().ttfoMs()).isEqualTo(request.timing().ttftMs());
        });
  }

  @Test
  void readsCachedTokensAndReusedConnections() {
    Capture capture = Samples.read("moon");
    assertThat(capture.records()).allMatch(r -> Objects.equals(r.server().cached(), 128));
    assertThat(capture.records().stream().map(r -> r.connection().reused()).toList())
        .startsWith(false, false, true)
        .doesNotContainNull();
    assertThat(capture.records().get(5).connection().connectMs()).isZero();
  }

  @Test
  void keepsCodeTypeAndMessageOfAFailure() {
    RequestRecord failed = Samples.read("reject_min").records().getFirst();
    assertThat(failed.ending().errorCode()).isEqualTo("400");
    assertThat(failed.ending().errorType()).isEqualTo("Bad Request");
    assertThat(failed.ending().errorMessage()).contains("Unsupported parameter: 'min_tokens'");
    assertThat(failed.tokens()).isEqualTo(new RequestRecord.Tokens(null, null, null, null, null));
    assertThat(failed.timing().ttfbMs()).isNull();
    assertThat(failed.timing().latencyMs()).isNull();
  }

  @Test
  void reportsAMissingSummaryWhereEveryRequestFailed() {
    Capture capture = Samples.read("reject_min");
    assertThat(capture.summary()).isNull();
    assertThat(capture.problems()).extracting(Problem::code).containsExactly("no-summary");
  }

  @Test
  void reportsAnEmptyDirectory(@TempDir Path empty) {
    Capture capture = AiperfExport.read(empty, 1, 1);
    assertThat(capture.records()).isEmpty();
    assertThat(capture.problems())
        .extracting(Problem::code)
        .containsExactly("no-rows", "no-summary");
  }

  @Test
  void takesOneWithoutUsageForTruncatedWhereOthersHaveIt(@TempDir Path raw) throws IOException {
    String whole = Files.readString(Samples.directory("synth_content").resolve(AiperfExport.ROWS));
    String broken = Files.readString(Samples.directory("stream_error").resolve(AiperfExport.ROWS));
    Files.writeString(raw.resolve(AiperfExport.ROWS), whole + broken);
    Capture capture = AiperfExport.read(raw, 2, 1);
    assertThat(results(capture)).isEqualTo(counts(Map.of(Result.OK, 5L, Result.TRUNCATED, 6L)));
    assertThat(capture.records().getLast().tokens())
        .isEqualTo(new RequestRecord.Tokens(100, 10, 0, 10, null));
  }

  @Test
  void leavesWarmupOutButLearnsFromItsUsage(@TempDir Path raw) throws IOException {
    String warmup =
        Files.readString(Samples.directory("synth_content").resolve(AiperfExport.ROWS))
            .replace("\"benchmark_phase\":\"profiling\"", "\"benchmark_phase\":\"warmup\"");
    String broken = Files.readString(Samples.directory("stream_error").resolve(AiperfExport.ROWS));
    Files.writeString(raw.resolve(AiperfExport.ROWS), warmup + broken);
    assertThat(results(AiperfExport.read(raw, 2, 1)))
        .isEqualTo(counts(Map.of(Result.TRUNCATED, 6L)));
  }

  @Test
  void readsAnAnswerOfWhichNothingWasVisible(@TempDir Path raw) throws IOException {
    Files.writeString(
        raw.resolve(AiperfExport.ROWS),
        Rows.row("r1", "\"usage_completion_tokens\":{\"value\":20,\"unit\":\"tokens\"}"));
    RequestRecord request = AiperfExport.read(raw, 1, 1).records().getFirst();
    assertThat(request.ok()).isTrue();
    assertThat(request.timing().ttftMs()).isNull();
    assertThat(request.tokens()).isEqualTo(new RequestRecord.Tokens(null, 0, 0, 0, null));
    assertThat(request.server().output()).isEqualTo(20);
  }

  @Test
  void tellsACancelledRequestFromAFailedOne(@TempDir Path raw) throws IOException {
    Files.writeString(
        raw.resolve(AiperfExport.ROWS),
        Rows.failed("r1", true, "499", "RequestCancellationError", "cancelled")
            + Rows.failed("r2", false, "null", "TimeoutError", "m".repeat(900)));
    Capture capture = AiperfExport.read(raw, 1, 1);
    assertThat(capture.records().getFirst().ending().result()).isEqualTo(Result.CANCELLED);
    RequestRecord.Ending failed = capture.records().getLast().ending();
    assertThat(failed.result()).isEqualTo(Result.FAILED);
    assertThat(failed.errorCode()).isNull();
    assertThat(failed.errorMessage()).hasSize(500);
  }

  @Test
  void readsTheSummaryOfACancelledRun() {
    EngineSummary summary = Objects.requireNonNull(Samples.read("sigint").summary());
    assertThat(summary.version()).isEqualTo("0.13.0");
    assertThat(summary.cancelled()).isTrue();
    assertThat(summary.complete()).isFalse();
    assertThat(summary.statistic("request_count", "avg")).isEqualTo(4.0);
    assertThat(summary.statistic("error_request_count", "avg")).isNull();
    assertThat(summary.durationSeconds()).isCloseTo(4.139143424, within(1e-9));
  }

  @Test
  void hashesWhatSha256sumWouldPrint(@TempDir Path raw) throws IOException {
    String row = Rows.row("r1", "");
    Files.writeString(raw.resolve(AiperfExport.ROWS), row);
    String before = AiperfExport.read(raw, 1, 1).rawSha256();
    Files.writeString(raw.resolve("other.txt"), "not counted");
    assertThat(AiperfExport.read(raw, 1, 1).rawSha256()).isEqualTo(before).hasSize(64);
    Files.writeString(raw.resolve(AiperfExport.ROWS), Rows.row("r2", ""));
    assertThat(AiperfExport.read(raw, 1, 1).rawSha256()).isNotEqualTo(before);
    assertThat(before).isEqualTo(Digest.sha256(Digest.sha256(row) + "  profile_export.jsonl\n"));
    assertThat(RawHash.of(raw, java.util.List.of("absent"))).isEmpty();
  }

  private static Map<Result, Long> results(Capture capture) {
    return capture.records().stream()
        .collect(
            Collectors.groupingBy(
                request -> request.ending().result(), TreeMap::new, Collectors.counting()));
  }

  private static Map<Result, Long> counts(Map<Result, Long> counts) {
    Map<Result, Long> without = new TreeMap<>(counts);
    without.values().removeIf(count -> count == 0);
    return without;
  }
}
