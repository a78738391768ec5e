package io.perftune.atlas;

import io.perftune.statistics.Sample;
import io.perftune.value.Cell;
import org.jspecify.annotations.Nullable;

/// Speeds of a request, throughputs of the point, and both per GPU.
final class SpeedColumns {
  private static final String NO_SECOND = "no request had two tokens";
  private static final String NO_TOKEN = "no token came";
  private static final String NO_GPUS = "num_gpus is unknown";

  private SpeedColumns() {}

  static void put(RowBuilder row, Cell cell, Figures figures) {
    Sample speed = figures.outputSpeed();
    row.number("output_speed_p50_tps", speed.median(), NO_SECOND)
        .number("output_speed_avg_tps", speed.mean(), NO_SECOND)
        .number("output_speed_std_tps", speed.deviation(), NO_SECOND)
        .number("output_tps_per_user", speed.mean(), NO_SECOND);
    Double seconds = figures.seconds();
    long output = figures.total(record -> record.tokens().output());
    long input = figures.total(record -> record.tokens().input());
    Double outputRate = per(output, seconds);
    Double totalRate = per(input + output, seconds);
    Long gpus = DeclaredColumns.gpus(cell.declared());
    row.number("output_tps", outputRate, NO_TOKEN)
        .number("output_tps_per_gpu", each(outputRate, gpus), whyNone(outputRate))
        .number("total_tps_per_gpu", each(totalRate, gpus), whyNone(totalRate))
        .number("request_throughput_avg", per(figures.ok().size(), seconds), NO_TOKEN);
  }

  private static String whyNone(@Nullable Double rate) {
    return rate == null ? NO_TOKEN : NO_GPUS;
  }

  private static @Nullable Double per(long count, @Nullable Double seconds) {
    return seconds == null ? null : count / seconds;
  }

  private static @Nullable Double each(@Nullable Double rate, @Nullable Long gpus) {
    return rate == null || gpus == null ? null : rate / gpus;
  }
}
