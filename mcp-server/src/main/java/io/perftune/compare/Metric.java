package io.perftune.compare;

import static java.util.Objects.requireNonNull;

import io.perftune.statistics.ChangeInterval.Statistic;
import io.perftune.value.RequestRecord;
import io.perftune.value.Row;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A figure that is compared: a column of atlas_v1, which direction is better, and what it is made
/// of.
public enum Metric {
  TTFT_P50("ttft_p50_ms", false),
  TTFO_P50("ttfo_p50_ms", false),
  ITL_P50("itl_p50_ms", false),
  OUTPUT_TPS_PER_USER("output_tps_per_user", true),
  OUTPUT_TPS("output_tps", true),
  TTFT_P95("ttft_p95_ms", false),
  TTFO_P95("ttfo_p95_ms", false),
  ITL_P95("itl_p95_ms", false),
  TPOT_MEDIAN("tpot_median_ms", false),
  REQUEST_LATENCY_P50("request_latency_p50_ms", false),
  REQUEST_LATENCY_P95("request_latency_p95_ms", false),
  OUTPUT_SPEED_P50("output_speed_p50_tps", true),
  OUTPUT_TPS_PER_GPU("output_tps_per_gpu", true),
  TOTAL_TPS_PER_GPU("total_tps_per_gpu", true),
  REQUEST_THROUGHPUT("request_throughput_avg", true);

  /// The figures that are shown where there is no room for all.
  public static final List<Metric> HEADLINES =
      List.of(TTFT_P50, TTFO_P50, ITL_P50, OUTPUT_TPS_PER_USER, OUTPUT_TPS);

  private final String column;
  private final boolean higherIsBetter;

  Metric(String column, boolean higherIsBetter) {
    this.column = column;
    this.higherIsBetter = higherIsBetter;
  }

  /// What a figure is made of.
  sealed interface Made {}

  /// A statistic over the requests' own values.
  record OfRequests(Statistic statistic, Function<RequestRecord, @Nullable Double> value)
      implements Made {
    OfRequests {
      requireNonNull(statistic, "statistic is null");
      requireNonNull(value, "value is null");
    }
  }

  /// A rate that a trial has once.
  record OfTrial(TrialRate rate) implements Made {
    OfTrial {
      requireNonNull(rate, "rate is null");
    }
  }

  /// The column.
  public String column() {
    return column;
  }

  public boolean higherIsBetter() {
    return higherIsBetter;
  }

  Made made() {
    return switch (this) {
      case TTFT_P50 -> new OfRequests(Statistic.MEDIAN, record -> record.timing().ttftMs());
      case TTFT_P95 -> new OfRequests(Statistic.P95, record -> record.timing().ttftMs());
      case TTFO_P50 -> new OfRequests(Statistic.MEDIAN, record -> record.timing().ttfoMs());
      case TTFO_P95 -> new OfRequests(Statistic.P95, record -> record.timing().ttfoMs());
      case ITL_P50, TPOT_MEDIAN ->
          new OfRequests(Statistic.MEDIAN, record -> record.timing().itlMs());
      case ITL_P95 -> new OfRequests(Statistic.P95, record -> record.timing().itlMs());
      case REQUEST_LATENCY_P50 ->
          new OfRequests(Statistic.MEDIAN, record -> record.timing().latencyMs());
      case REQUEST_LATENCY_P95 ->
          new OfRequests(Statistic.P95, record -> record.timing().latencyMs());
      case OUTPUT_SPEED_P50 -> new OfRequests(Statistic.MEDIAN, Metric::speed);
      case OUTPUT_TPS_PER_USER -> new OfRequests(Statistic.MEAN, Metric::speed);
      case OUTPUT_TPS -> new OfTrial(TrialRate.OUTPUT);
      case OUTPUT_TPS_PER_GPU -> new OfTrial(TrialRate.OUTPUT_PER_GPU);
      case TOTAL_TPS_PER_GPU -> new OfTrial(TrialRate.TOTAL_PER_GPU);
      case REQUEST_THROUGHPUT -> new OfTrial(TrialRate.REQUESTS);
    };
  }

  /// Whether it is a time to a first token.
  boolean countsFirstToken() {
    return switch (this) {
      case TTFT_P50, TTFT_P95, TTFO_P50, TTFO_P95 -> true;
      case ITL_P50,
          ITL_P95,
          TPOT_MEDIAN,
          REQUEST_LATENCY_P50,
          REQUEST_LATENCY_P95,
          OUTPUT_SPEED_P50,
          OUTPUT_TPS_PER_USER,
          OUTPUT_TPS,
          OUTPUT_TPS_PER_GPU,
          TOTAL_TPS_PER_GPU,
          REQUEST_THROUGHPUT ->
          false;
    };
  }

  /// The columns of the row's own interval, low and high; empty where the row has none.
  List<String> intervalColumns() {
    return switch (this) {
      case TTFT_P50, TTFO_P50, OUTPUT_SPEED_P50 -> {
        String name = column.replaceFirst("_(ms|tps)$", "");
        yield List.of(name + "_ci_low", name + "_ci_high");
      }
      case TTFT_P95,
          TTFO_P95,
          ITL_P50,
          ITL_P95,
          TPOT_MEDIAN,
          REQUEST_LATENCY_P50,
          REQUEST_LATENCY_P95,
          OUTPUT_TPS_PER_USER,
          OUTPUT_TPS,
          OUTPUT_TPS_PER_GPU,
          TOTAL_TPS_PER_GPU,
          REQUEST_THROUGHPUT ->
          List.of();
    };
  }

  /// Why a row has no value; only where it has none.
  String whyNull(Row row) {
    String why = row.whyNull(column);
    return why == null ? "unmeasured" : why;
  }

  /// Tokens after the first per second between the first and the last token.
  private static @Nullable Double speed(RequestRecord record) {
    Double itl = record.timing().itlMs();
    return itl == null || itl == 0 ? null : 1_000 / itl;
  }
}
