package io.perftune.atlas;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.capture.AiperfExport;
import io.perftune.capture.Capture;
import io.perftune.capture.export.AiperfFiles;
import io.perftune.capture.export.ExportedRun;
import io.perftune.value.EngineSummary;
import io.perftune.value.Json;
import io.perftune.value.Measured;
import io.perftune.value.RequestRecord;
import io.perftune.value.Trial;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Against exports that AIPerf 0.13.0 itself wrote.
class CrossCheckTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "moon",
        "partial500",
        "reasoning_content",
        "reasoning_only",
        "sigint",
        "srvmetrics",
        "stream_error",
        "synth_content",
        "think_inline",
      })
  void ourFiguresAreAiperfsFigures(String sample) throws URISyntaxException {
    Measured measured = measured(sample);

    assertThat(requireNonNull(measured.summary()).statistics()).hasSizeGreaterThan(20);
    assertThat(CrossCheck.differences(measured)).isEmpty();
  }

  /// They count a stream that broke off as an error, which AIPerf itself does not.
  @Test
  void exportsOfOurOwnAgreeWithTheirRecords(@TempDir Path directory) throws URISyntaxException {
    List<RequestRecord> records = new ArrayList<>(measured("synth_content").records());
    var cut = records.getLast().toJson("c", "a").put("result", "truncated");
    records.set(records.size() - 1, RequestRecord.fromJson(cut));
    AiperfFiles _ =
        AiperfFiles.write(
            new ExportedRun(
                new ExportedRun.Origin("c", "a", "builtin", "1.0"),
                new ExportedRun.Asked("http://127.0.0.1:9", null, "chat", "m", 2, 1),
                records,
                true),
            directory);

    assertThat(CrossCheck.differences(measured(directory))).isEmpty();
  }

  @Test
  void withoutASummaryThereIsNothingToHoldAgainst() throws URISyntaxException {
    assertThat(CrossCheck.differences(measured("reject_min"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "ttft_ms, time_to_first_token",
    "ttfo_ms, time_to_first_output_token",
    "itl_ms, inter_token_latency",
    "latency_ms, request_latency",
  })
  void aTimeThatIsAMillionthOffIsFound(String member, String metric) throws URISyntaxException {
    Measured measured = measured("reasoning_content");
    var json = measured.records().getFirst().toJson("c", "a");
    json.put(member, json.required(member).doubleValue() * (1 + 1e-6));

    assertThat(messages(replaced(measured, RequestRecord.fromJson(json))))
        .anyMatch(message -> message.startsWith(metric + ".avg is "));
  }

  @ParameterizedTest
  @CsvSource({
    "output_tokens, output_sequence_length",
    "output_tokens, output_token_throughput",
    "input_tokens, input_sequence_length",
    "server_output_tokens, usage_completion_tokens",
    "reasoning_tokens, total_reasoning_tokens",
    "answer_tokens, total_output_tokens",
  })
  void aTokenTooManyIsFound(String member, String metric) throws URISyntaxException {
    Measured measured = measured("reasoning_content");
    var json = measured.records().getFirst().toJson("c", "a");
    json.put(member, json.required(member).intValue() + 1);

    assertThat(messages(replaced(measured, RequestRecord.fromJson(json))))
        .anyMatch(message -> message.startsWith(metric + ".avg is "));
  }

  @Test
  void aRequestTooFewIsFound() throws URISyntaxException {
    Measured measured = measured("synth_content");
    List<RequestRecord> fewer = measured.records().subList(1, measured.records().size());

    assertThat(messages(with(measured, fewer, measured.summary())))
        .anyMatch(message -> message.startsWith("request_count.avg is 4.0 by the records and 5.0"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "time_to_first_token",
        "output_token_throughput_per_user",
        "output_token_throughput",
        "request_throughput",
        "benchmark_duration",
      })
  void aSummaryThatSaysOtherwiseIsFound(String metric) throws URISyntaxException {
    Measured measured = measured("synth_content");
    EngineSummary summary = requireNonNull(measured.summary());
    SortedMap<String, Map<String, Double>> statistics = new TreeMap<>(summary.statistics());
    Map<String, Double> changed = new HashMap<>(requireNonNull(statistics.get(metric)));
    changed.put("avg", requireNonNull(changed.get("avg")) * (1 + 1e-5));
    statistics.put(metric, changed);
    EngineSummary other =
        new EngineSummary(summary.version(), statistics, summary.durationSeconds(), false, true);

    assertThat(CrossCheck.differences(with(measured, measured.records(), other)))
        .singleElement()
        .satisfies(difference -> {
          assertThat(difference).startsWith(metric + ".avg is ");
          assertThat(CrossCheck.problem(new Trial(1, 1), difference).code())
              .isEqualTo("cross-check");
          assertThat(CrossCheck.problem(new Trial(1, 1), difference).where()).isEqualTo("c=1");
        });
  }

  @Test
  void aMetricThatOnlyOneSideHasIsFound() throws URISyntaxException {
    Measured measured = measured("synth_content");
    EngineSummary summary = requireNonNull(measured.summary());
    SortedMap<String, Map<String, Double>> statistics = new TreeMap<>(summary.statistics());
    statistics.remove("time_to_first_token");
    EngineSummary other =
        new EngineSummary(summary.version(), statistics, summary.durationSeconds(), false, true);

    assertThat(messages(with(measured, measured.records(), other)))
        .anyMatch(message -> message.contains("and null by the engine's own summary"));
  }

  private static List<String> messages(Measured measured) {
    return CrossCheck.differences(measured);
  }

  private static Measured replaced(Measured measured, RequestRecord first) {
    List<RequestRecord> records = new ArrayList<>(measured.records());
    records.set(0, first);
    return with(measured, records, measured.summary());
  }

  private static Measured with(
      Measured measured,
      List<RequestRecord> records,
      @org.jspecify.annotations.Nullable EngineSummary summary) {
    return new Measured(
        measured.plan(), measured.end(), records, summary, measured.observed(), measured.raw());
  }

  private static Measured measured(String sample) throws URISyntaxException {
    URL rows = CrossCheckTest.class.getResource("/aiperf/" + sample + "/profile_export.jsonl");
    Path directory = Path.of(requireNonNull(rows, Json.line(Json.object())).toURI()).getParent();
    return measured(requireNonNull(directory));
  }

  private static Measured measured(Path directory) {
    Capture capture = AiperfExport.read(directory, 1, 1);
    return Requests.measured(
        capture.records(), capture.records().size(), Requests.EXITED, capture.summary());
  }
}
