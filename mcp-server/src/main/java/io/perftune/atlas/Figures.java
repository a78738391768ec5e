package io.perftune.atlas;

import static java.util.Objects.requireNonNull;

import io.perftune.statistics.Sample;
import io.perftune.value.RequestRecord;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The samples of a point's successful requests that every column is computed from.
record Figures(List<RequestRecord> ok) {
  Figures {
    ok = List.copyOf(ok);
  }

  /// Of the successful requests only.
  static Figures of(List<RequestRecord> records) {
    return new Figures(records.stream().filter(RequestRecord::ok).toList());
  }

  Sample ttft() {
    return sample(record -> record.timing().ttftMs());
  }

  Sample ttfo() {
    return sample(record -> record.timing().ttfoMs());
  }

  Sample itl() {
    return sample(record -> record.timing().itlMs());
  }

  Sample latency() {
    return sample(record -> record.timing().latencyMs());
  }

  /// Tokens after the first per second between the first and the last token: (osl - 1) / (last -
  /// first) = 1000 / itl, AA's output speed.
  Sample outputSpeed() {
    return sample(record -> {
      Double itl = record.timing().itlMs();
      return itl == null || itl == 0 ? null : 1_000 / itl;
    });
  }

  Sample counts(Function<RequestRecord, @Nullable Integer> count) {
    return sample(record -> {
      Integer value = count.apply(record);
      return value == null ? null : value.doubleValue();
    });
  }

  long total(Function<RequestRecord, @Nullable Integer> count) {
    return ok.stream().map(count).filter(Objects::nonNull).mapToLong(Integer::longValue).sum();
  }

  /// Requests with a token of any kind.
  long withTokens() {
    return ok.stream().filter(record -> record.timing().ttftMs() != null).count();
  }

  /// Requests with an answer token.
  long answered() {
    return ok.stream().filter(record -> record.timing().ttfoMs() != null).count();
  }

  /// The same of each trial, by number, ascending.
  List<Figures> byTrial() {
    return ok.stream()
        .collect(
            Collectors.groupingBy(
                record -> record.key().trial(), TreeMap::new, Collectors.toList()))
        .values()
        .stream()
        .map(Figures::new)
        .toList();
  }

  /// Seconds from a trial's first request's start to its last token, summed over the trials; null
  /// where no token came.
  @Nullable Double seconds() {
    double sum = 0;
    for (Figures trial : byTrial()) {
      Double seconds = trial.window();
      sum += seconds == null ? 0 : seconds;
    }
    return sum > 0 ? sum : null;
  }

  /// From the first request's start to the last token of all.
  private @Nullable Double window() {
    long first = ok.stream().mapToLong(record -> record.timing().startNs()).min().orElse(0);
    // Epoch nanoseconds do not fit a double's 53 bits, so offsets are taken before anything is
    // added.
    double last =
        ok.stream()
            .filter(record -> record.timing().latencyMs() != null)
            .mapToDouble(record ->
                (record.timing().startNs() - first) / 1e9
                    + requireNonNull(record.timing().latencyMs()) / 1e3)
            .max()
            .orElse(0);
    return last > 0 ? last : null;
  }

  private Sample sample(Function<RequestRecord, @Nullable Double> figure) {
    return Sample.of(ok.stream().map(figure).filter(Objects::nonNull).toList());
  }
}
