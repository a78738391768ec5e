package io.perftune.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.perftune.statistics.Sample;
import io.perftune.value.EngineSummary;
import io.perftune.value.RequestRecord;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The records say what AIPerf's own summary says.
class AiperfAgreementTest {
  private static final Map<String, Figure> FIGURES =
      Map.of(
          "time_to_first_token", request -> request.timing().ttftMs(),
          "time_to_first_output_token", request -> request.timing().ttfoMs(),
          "inter_token_latency", request -> request.timing().itlMs(),
          "request_latency", request -> request.timing().latencyMs(),
          "output_sequence_length", request -> request.tokens().output(),
          "input_sequence_length", request -> request.tokens().input(),
          "usage_completion_tokens", request -> request.server().output(),
          "usage_prompt_cache_read_tokens", request -> request.server().cached(),
          "http_req_connecting", request -> request.connection().connectMs());

  private interface Figure {
    @Nullable Number of(RequestRecord request);
  }

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
        "think_inline"
      })
  void recordsGiveTheSummarysFigures(String name) {
    Capture capture = Samples.read(name);
    EngineSummary summary = Objects.requireNonNull(capture.summary());
    assertThat(capture.problems()).isEmpty();
    FIGURES.forEach((tag, figure) -> {
      Sample sample = sample(capture.records(), figure);
      agree(tag + " avg", sample.mean(), summary.statistic(tag, "avg"));
      agree(tag + " std", sample.deviation(), summary.statistic(tag, "std"));
      agree(tag + " p50", sample.percentile(50), summary.statistic(tag, "p50"));
      agree(tag + " p95", sample.percentile(95), summary.statistic(tag, "p95"));
      agree(tag + " p99", sample.percentile(99), summary.statistic(tag, "p99"));
    });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"moon", "partial500", "reasoning_only", "sigint", "stream_error", "think_inline"})
  void everyThroughputDividesByTheDuration(String name) {
    Capture capture = Samples.read(name);
    EngineSummary summary = Objects.requireNonNull(capture.summary());
    double duration = Objects.requireNonNull(summary.durationSeconds());
    double output = total(capture.records(), request -> request.tokens().output());
    double input = total(capture.records(), request -> request.tokens().input());
    agree("output", output / duration, summary.statistic("output_token_throughput", "avg"));
    agree("input", input / duration, summary.statistic("input_token_throughput", "avg"));
    agree("all", (input + output) / duration, summary.statistic("total_token_throughput", "avg"));
  }

  private static void agree(String what, @Nullable Double ours, @Nullable Double theirs) {
    if (ours == null || theirs == null) {
      assertThat(ours).as(what).isEqualTo(theirs);
    } else {
      assertThat(ours).as(what).isCloseTo(theirs, within(Math.max(1e-9 * theirs, 1e-12)));
    }
  }

  private static double total(List<RequestRecord> records, Figure figure) {
    return records.stream()
        .map(figure::of)
        .filter(Objects::nonNull)
        .mapToDouble(Number::doubleValue)
        .sum();
  }

  private static Sample sample(List<RequestRecord> records, Figure figure) {
    return Sample.of(
        records.stream()
            .map(figure::of)
            .filter(Objects::nonNull)
            .map(Number::doubleValue)
            .toList());
  }
}
