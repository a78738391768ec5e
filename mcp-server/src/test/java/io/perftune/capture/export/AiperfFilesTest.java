package io.perftune.capture.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.perftune.capture.AiperfExport;
import io.perftune.capture.Capture;
import io.perftune.value.Json;
import io.perftune.value.ProblemException;
import io.perftune.value.RequestRecord;
import io.perftune.value.RequestRecord.Connection;
import io.perftune.value.RequestRecord.Ending;
import io.perftune.value.RequestRecord.Result;
import io.perftune.value.RequestRecord.Server;
import io.perftune.value.RequestRecord.Timing;
import io.perftune.value.RequestRecord.Tokens;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class AiperfFilesTest {
  /// They divide by another duration than AIPerf's own run.
  private static final Set<String> RATES =
      Set.of(
          "request_throughput",
          "output_token_throughput",
          "input_token_throughput",
          "total_token_throughput");

  /// The samples were cut, and have none of these.
  private static final Set<String> DIFFERENCES =
      Set.of(
          "usage_prompt_tokens_diff_pct",
          "usage_completion_tokens_diff_pct",
          "usage_reasoning_tokens_diff_pct");

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "moon",
        "partial500",
        "reasoning_content",
        "reasoning_only",
        "reject_min",
        "sigint",
        "stream_error",
        "synth_content",
        "think_inline"
      })
  void whatAiperfMeasuredComesBackTheSame(String sample) {
    Capture before = read(sample(sample));
    AiperfFiles files = AiperfFiles.write(run(before.records()), directory);

    Capture after = read(directory);

    assertThat(after.records()).isEqualTo(before.records());
    assertThat(files.summary() == null)
        .isEqualTo(before.records().stream().noneMatch(RequestRecord::ok));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "moon",
        "partial500",
        "reasoning_content",
        "reasoning_only",
        "sigint",
        "synth_content",
        "think_inline"
      })
  void everyStatisticIsTheOneThatAiperfItselfComputed(String sample) {
    Capture aiperf = read(sample(sample));
    AiperfFiles.write(run(aiperf.records()), directory);

    Map<String, Map<String, Double>> ours =
        new TreeMap<>(Objects.requireNonNull(read(directory).summary()).statistics());
    Map<String, Map<String, Double>> theirs = Objects.requireNonNull(aiperf.summary()).statistics();

    ours.keySet().removeAll(DIFFERENCES);
    assertThat(theirs.keySet()).containsAll(ours.keySet());
    assertThat(ours).hasSizeGreaterThan(20);
    ours.forEach((tag, statistics) -> {
      Map<String, Double> expected = Objects.requireNonNull(theirs.get(tag), tag);
      assertThat(statistics.keySet()).as(tag).isEqualTo(expected.keySet());
      statistics.forEach((statistic, value) ->
          assertThat(value)
              .as(tag + "." + statistic)
              .satisfies(
                  figure -> near(tag, figure, Objects.requireNonNull(expected.get(statistic)))));
    });
  }

  private static void near(String tag, double ours, Double theirs) {
    if (RATES.contains(tag)) {
      assertThat(ours).isPositive();
    } else if (tag.equals("benchmark_duration")) {
      // AIPerf subtracts epoch nanoseconds as doubles, which lie 256 ns apart.
      assertThat(ours).isCloseTo(theirs, within(1e-6));
    } else {
      assertThat(ours).isCloseTo(theirs, within(Math.max(1e-9, Math.abs(theirs) * 1e-9)));
    }
  }

  @Test
  void theServersCountsAreComparedInPercentOfOurs() {
    AiperfFiles.write(run(read(sample("moon")).records()), directory);

    // 1000 by the server's usage, 9 by o200k_base.
    assertThat(average(summary(), "usage_prompt_tokens_diff_pct"))
        .isCloseTo(11011.111111111111, within(1e-6));
    assertThat(average(summary(), "usage_completion_tokens_diff_pct")).isZero();
  }

  @Test
  void throughputsDivideByTheDurationFromFirstStartToLastToken() {
    AiperfFiles.write(run(List.of(ok("a", 0, 500.0), ok("b", 1_000, 1_000.0))), directory);

    JsonNode summary = summary();

    assertThat(average(summary, "benchmark_duration")).isEqualTo(2.0);
    assertThat(average(summary, "request_throughput")).isEqualTo(1.0);
    assertThat(average(summary, "output_token_throughput")).isEqualTo(20.0);
    assertThat(average(summary, "total_token_throughput")).isEqualTo(120.0);
    assertThat(summary.required("start_time").asString()).isEqualTo("2027-01-15T08:00:00.000000");
    assertThat(summary.required("end_time").asString()).isEqualTo("2027-01-15T08:00:02.000000");
  }

  @Test
  void aBrokenStreamIsAnErrorAndStaysOne() {
    RequestRecord broken = record("cut", 0, Result.TRUNCATED, null, null, null);
    AiperfFiles.write(run(List.of(ok("a", 0, 500.0), broken)), directory);

    assertThat(average(summary(), "request_count")).isEqualTo(1);
    assertThat(average(summary(), "error_request_count")).isEqualTo(1);
    assertThat(results(read(directory))).containsExactly(Result.OK, Result.TRUNCATED);
  }

  @Test
  void equalErrorsAreCountedTogetherAndACancelledRequestIsSaidToBeOne() {
    List<RequestRecord> records = new ArrayList<>(List.of(ok("a", 0, 500.0)));
    records.add(record("b", 1, Result.FAILED, "503", "http", "busy"));
    records.add(record("c", 2, Result.FAILED, "503", "http", "busy"));
    records.add(record("d", 3, Result.FAILED, "connect_timeout", null, null));
    records.add(record("e", 4, Result.CANCELLED, null, null, null));
    AiperfFiles.write(run(records), directory);

    assertThat(Json.line(summary().required("error_summary")))
        .isEqualTo(
            """
            [{"error_details":{"code":503,"type":"http","message":"busy"},"count":2},\
            {"error_details":{"type":"connect_timeout","message":"the request failed"},"count":1},\
            {"error_details":{"code":499,"type":"RequestCancellationError",\
            "message":"the request was cancelled"},"count":1}]\
            """);
    assertThat(summary().required("was_cancelled").asBoolean()).isTrue();
    assertThat(results(read(directory)))
        .containsExactly(Result.OK, Result.FAILED, Result.FAILED, Result.FAILED, Result.CANCELLED);
  }

  @Test
  void refusesADirectoryThatHoldsSomething() throws Exception {
    Path there = Files.writeString(directory.resolve("mine.txt"), "mine");

    assertThatThrownBy(() -> AiperfFiles.write(run(List.of(ok("a", 0, 5.0))), directory))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("is not empty");
    assertThat(directory).isDirectoryContaining(there::equals);
    assertThat(Objects.requireNonNull(directory.toFile().list())).hasSize(1);
  }

  @Test
  void theSameRecordsMakeTheSameBytes() throws Exception {
    List<RequestRecord> records = read(sample("partial500")).records();
    AiperfFiles.write(run(records), directory.resolve("a"));
    AiperfFiles.write(run(records), directory.resolve("b"));

    Set<String> names =
        new TreeSet<>(List.of("profile_export.jsonl", "profile_export_aiperf.json"));
    for (String name : names) {
      assertThat(directory.resolve("a").resolve(name))
          .hasSameBinaryContentAs(directory.resolve("b").resolve(name));
    }
  }

  private static ExportedRun run(List<RequestRecord> records) {
    return new ExportedRun(
        new ExportedRun.Origin("20260101T120000Z-demo", "one", "builtin", "1.0"),
        new ExportedRun.Asked("http://127.0.0.1:9", "/v1/chat/completions", "chat", "served", 2, 1),
        records,
        true);
  }

  private static RequestRecord ok(String id, long startMs, double latencyMs) {
    long start = 1_800_000_000_000_000_000L + startMs * 1_000_000;
    return new RequestRecord(
        new RequestRecord.Key(2, 1, id, "profiling"),
        new Timing(start, start + 1, 1.0, 2.0, 2.0, 3.0, latencyMs),
        new Tokens(100, 20, 0, 20, "none_seen"),
        new Server(null, null, null, null),
        new Connection(0.5, false),
        new Ending(Result.OK, "stop", null, null, null));
  }

  private static RequestRecord record(
      String id,
      long startMs,
      Result result,
      @Nullable String code,
      @Nullable String type,
      @Nullable String message) {
    RequestRecord like = ok(id, startMs, 5.0);
    return new RequestRecord(
        like.key(),
        like.timing(),
        like.tokens(),
        like.server(),
        like.connection(),
        new Ending(result, null, code, type, message));
  }

  private static List<Result> results(Capture capture) {
    return capture.records().stream().map(record -> record.ending().result()).toList();
  }

  private JsonNode summary() {
    try {
      return Json.MAPPER.readTree(
          Files.readString(directory.resolve("profile_export_aiperf.json")));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static double average(JsonNode summary, String tag) {
    return summary.required(tag).required("avg").doubleValue();
  }

  private static Capture read(Path export) {
    return AiperfExport.read(export, 2, 1);
  }

  private static Path sample(String name) {
    try {
      return Path.of(
          Objects.requireNonNull(AiperfFilesTest.class.getResource("/aiperf/" + name)).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
