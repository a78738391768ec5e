package io.perftune.compare;

import io.perftune.value.RequestRecord;
import io.perftune.value.Row;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A throughput of one trial: from its first request's start to its last token, as the row's own is
/// over all trials.
enum TrialRate {
  OUTPUT,
  OUTPUT_PER_GPU,
  TOTAL_PER_GPU,
  REQUESTS;

  /// The rate.
  ///
  /// @param trial its successful requests
  /// @param row says how many GPUs there are
  /// @return null where tokens were not counted, no token came, or the GPUs are unknown
  @Nullable Double of(List<RequestRecord> trial, Row row) {
    Double seconds = seconds(trial);
    Double amount = amount(trial, row);
    return seconds == null || amount == null ? null : amount / seconds;
  }

  private @Nullable Double amount(List<RequestRecord> trial, Row row) {
    Long gpus = row.integer("num_gpus");
    Double output = sum(trial, false);
    Double total = sum(trial, true);
    return switch (this) {
      case OUTPUT -> output;
      case OUTPUT_PER_GPU -> output == null || gpus == null ? null : output / gpus;
      case TOTAL_PER_GPU -> total == null || gpus == null ? null : total / gpus;
      case REQUESTS -> (Double) (double) trial.size();
    };
  }

  private static @Nullable Double sum(List<RequestRecord> trial, boolean withInput) {
    double sum = 0;
    for (RequestRecord record : trial) {
      Integer output = record.tokens().output();
      Integer input = withInput ? record.tokens().input() : (Integer) 0;
      if (output == null || input == null) {
        return null;
      }
      sum += output + input;
    }
    return sum;
  }

  private static @Nullable Double seconds(List<RequestRecord> trial) {
    long first = trial.stream().mapToLong(record -> record.timing().startNs()).min().orElse(0);
    double last = 0;
    for (RequestRecord record : trial) {
      Double latency = record.timing().latencyMs();
      if (latency != null) {
        // Epoch nanoseconds do not fit a double, so the offset is taken first.
        last = Math.max(last, (record.timing().startNs() - first) / 1e9 + latency / 1e3);
      }
    }
    return last > 0 ? (Double) last : null;
  }
}
