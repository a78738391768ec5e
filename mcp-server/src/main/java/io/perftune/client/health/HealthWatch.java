package io.perftune.client.health;

import io.netty.channel.EventLoop;
import io.perftune.client.health.LatenessProbe.Reading;
import io.perftune.value.ClientHealth;
import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;

/// Watches the event loops while requests are counted, and says how late they were.
public final class HealthWatch {
  private static final double NANOS_PER_MS = 1e6;
  private static final String NOT_TOLD =
      "this system does not tell how long a thread ran and waited (Linux does, in schedstat)";

  private final List<Probed> loops;

  private record Probed(EventLoop loop, LatenessProbe probe) {}

  private HealthWatch(List<Probed> loops) {
    this.loops = loops;
  }

  /// Begins; not to be called on one of the loops.
  public static HealthWatch start(List<EventLoop> loops) {
    return new HealthWatch(
        loops.stream()
            .map(loop ->
                new Probed(
                    loop,
                    loop.submit(() -> LatenessProbe.start(loop)).syncUninterruptibly().getNow()))
            .toList());
  }

  /// Ends; not to be called on one of the loops. Of several loops all latenesses count together,
  /// and the worst share of each kind.
  public ClientHealth stop() {
    return health(
        loops.stream()
            .map(probed -> probed.loop.submit(probed.probe::stop).syncUninterruptibly().getNow())
            .toList());
  }

  static ClientHealth health(List<Reading> readings) {
    Histogram all = new Histogram(readings.getFirst().lateness());
    readings.forEach(reading -> all.add(reading.lateness()));
    boolean told = readings.stream().map(Reading::share).allMatch(Objects::nonNull);
    return new ClientHealth(
        all.getValueAtPercentile(50) / NANOS_PER_MS,
        all.getValueAtPercentile(99) / NANOS_PER_MS,
        all.getMaxValue() / NANOS_PER_MS,
        worst(readings, Reading::stalled),
        told
            ? worst(readings, reading -> Objects.requireNonNull(reading.share()).runNanos())
            : null,
        told
            ? worst(readings, reading -> Objects.requireNonNull(reading.share()).waitNanos())
            : null,
        told ? null : NOT_TOLD);
  }

  private static double worst(List<Reading> readings, ToDoubleFunction<Reading> nanos) {
    return readings.stream()
        .mapToDouble(reading -> nanos.applyAsDouble(reading) / Math.max(1, reading.nanos()))
        .max()
        .orElse(0);
  }
}
