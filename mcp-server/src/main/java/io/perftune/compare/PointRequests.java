package io.perftune.compare;

import io.perftune.statistics.Sample;
import io.perftune.value.RequestRecord;
import io.perftune.value.Row;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The successful counted requests behind one row, by trial; no trials where the records are not
/// those that the row was made from.
///
/// @param whyNone why there are no trials; null where there are
record PointRequests(Row row, List<List<RequestRecord>> trials, @Nullable String whyNone) {
  PointRequests {
    trials = trials.stream().map(List::copyOf).toList();
  }

  static PointRequests of(Row row, MeasuredCampaign.Requests source) {
    int concurrency = Objects.requireNonNull(row.integer("concurrency"), "a key").intValue();
    List<RequestRecord> ok =
        source.of(String.valueOf(row.text("cell_id")), concurrency).stream()
            .filter(record -> record.ok() && record.key().phase().equals("profiling"))
            .toList();
    Long counted = row.integer("n");
    if (ok.isEmpty()) {
      return new PointRequests(row, List.of(), "no request records were kept");
    }
    if (counted == null || counted != ok.size()) {
      return new PointRequests(
          row,
          List.of(),
          "requests.jsonl holds %d successful requests, the row counts %s"
              .formatted(ok.size(), counted));
    }
    return new PointRequests(
        row,
        List.copyOf(
            ok.stream()
                .collect(
                    Collectors.groupingBy(
                        record -> record.key().trial(), TreeMap::new, Collectors.toList()))
                .values()),
        null);
  }

  /// A sample for each trial.
  List<Sample> samples(Function<RequestRecord, @Nullable Double> value) {
    return trials.stream()
        .map(trial -> Sample.of(trial.stream().map(value).filter(Objects::nonNull).toList()))
        .toList();
  }

  /// A value for each trial that has one.
  Sample rates(TrialRate rate) {
    return Sample.of(
        trials.stream().map(trial -> rate.of(trial, row)).filter(Objects::nonNull).toList());
  }
}
