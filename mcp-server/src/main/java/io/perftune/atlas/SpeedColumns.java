package io.perftune.atlas;

import io.perftune.statistics.Sample;
import io.perftune.value.Cell;
import io.perftune.value.RequestRecord;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Speeds of a request, throughputs of the point, and both per GPU.
final class SpeedColumns {
  static final String NO_SECOND = "no request had two tokens";
  private static final String NO_TOKEN = "no token came";
  private static final String NO_GPUS = "num_gpus is unknown";
  private static final String NO_COUNT = "input or output tokens were not counted";

  private SpeedColumns() {}

  static void put(RowBuilder row, Cell cell, Figures figures) {
    Sample speed = figures.outputSpeed();
    row.number("output_speed_p50_tps", speed.median(), NO_SECOND)
        .number("output_speed_avg_tps", speed.mean(), NO_SECOND)
        .number("output_speed_std_tps", speed.deviation(), NO_SECOND)
        .number("output_tps_per_user", speed.mean(), NO_SECOND);
    Double seconds = figures.seconds();
    Long output = counted(figures, record -> record.tokens().output());
    Long input = counted(figures, record -> record.tokens().input());
    Double outputRate = per(output, seconds);
    Double totalRate = per(input == null || output == null ? null : input + output, seconds);
    Long gpus = DeclaredColumns.gpus(cell.declared());
    String why = seconds == null ? NO_TOKEN : NO_COUNT;
    row.number("output_tps", outputRate, why)
        .number("output_tps_per_gpu", each(outputRate, gpus), outputRate == null ? why : NO_GPUS)
        .number("total_tps_per_gpu", each(totalRate, gpus), totalRate == null ? why : NO_GPUS)
        .number("request_throughput_avg", per((long) figures.ok().size(), seconds), NO_TOKEN);
  }

  /// All tokens of all requests; null where some request's were not counted, because a sum of the
  /// rest would be too small.
  private static @Nullable Long counted(
      Figures figures, Function<RequestRecord, @Nullable Integer> count) {
    boolean all = figures.ok().stream().allMatch(record -> count.apply(record) != null);
    return all ? (Long) figures.total(count) : null;
  }

  private static @Nullable Double per(@Nullable Long count, @Nullable Double seconds) {
    return seconds == null || count == null ? null : count / seconds;
  }

  private static @Nullable Double each(@Nullable Double rate, @Nullable Long gpus) {
    return rate == null || gpus == null ? null : rate / gpus;
  }
}
