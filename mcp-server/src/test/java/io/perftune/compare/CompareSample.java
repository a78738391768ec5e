package io.perftune.compare;

import io.perftune.config.Tables;
import io.perftune.fixtures.SampleRows;
import io.perftune.value.AaShape;
import io.perftune.value.Json;
import io.perftune.value.RequestRecord;
import io.perftune.value.Row;
import io.perftune.value.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.node.ObjectNode;

/// Makes the campaigns of a comparison.
final class CompareSample {
  static final String A = "20260115T093000Z-before";
  static final String B = "20260116T093000Z-after";
  static final Table ATLAS = Tables.table(Tables.ATLAS);

  private CompareSample() {}

  /// A point of cell `a` at concurrency 10.
  static SampleRows point() {
    return SampleRows.point("a", AaShape.AA_1K, 10);
  }

  static MeasuredCampaign campaign(String id, SampleRows... rows) {
    return campaign(id, Json.object(), (_, _) -> List.of(), rows);
  }

  static MeasuredCampaign campaign(
      String id, ObjectNode campaign, MeasuredCampaign.Requests requests, SampleRows... rows) {
    List<Row> of = Arrays.stream(rows).map(row -> row.set("campaign_id", id).row()).toList();
    return new MeasuredCampaign(id, campaign, Json.object(), of, List.of(), requests);
  }

  static Comparison compare(MeasuredCampaign a, MeasuredCampaign b) throws InterruptedException {
    return Comparison.of(a, b, ATLAS, (_, _) -> {});
  }

  static Comparison compare(SampleRows a, SampleRows b) throws InterruptedException {
    return compare(campaign(A, a), campaign(B, b));
  }

  static Change change(Compared pair, Metric metric) {
    return pair.changes().stream()
        .filter(change -> change.metric() == metric)
        .findFirst()
        .orElseThrow();
  }

  /// Requests in a closed loop of one, each as slow as the others but for a small swing.
  ///
  /// @param itl mean gap per token in ms
  static List<RequestRecord> requests(int trials, int perTrial, double itl) {
    List<RequestRecord> records = new ArrayList<>();
    for (int trial = 1; trial <= trials; trial++) {
      long start = 1_700_000_000_000_000_000L + trial * 1_000_000_000_000L;
      for (int i = 0; i < perTrial; i++) {
        double gap = itl * (1 + 0.02 * Math.sin(trial * 31 + i * 7));
        double ttft = 50 + 2 * Math.cos(trial * 13 + i * 5);
        double latency = ttft + 99 * gap;
        records.add(record(trial, i, start, new double[] {ttft, gap, latency}));
        start += (long) (latency * 1e6);
      }
    }
    return records;
  }

  private static RequestRecord record(int trial, int number, long start, double[] times) {
    return new RequestRecord(
        new RequestRecord.Key(10, trial, "r%d-%d".formatted(trial, number), "profiling"),
        new RequestRecord.Timing(
            start,
            start + (long) (times[2] * 1e6),
            times[0],
            times[0],
            times[0],
            times[1],
            times[2]),
        new RequestRecord.Tokens(1_000, 100, 0, 100, "none_seen"),
        new RequestRecord.Server(null, null, null, null),
        new RequestRecord.Connection(null, null),
        new RequestRecord.Ending(RequestRecord.Result.OK, "stop", null, null, null));
  }

  /// A campaign whose one row counts these records.
  static MeasuredCampaign measured(String id, SampleRows row, List<RequestRecord> records) {
    long trials = records.stream().map(record -> record.key().trial()).distinct().count();
    return campaign(
        id, Json.object(), (_, _) -> records, row.set("n", records.size()).set("trials", trials));
  }

  static String text(@org.jspecify.annotations.Nullable String value) {
    return Objects.requireNonNull(value);
  }
}
