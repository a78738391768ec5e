package io.perftune.report;

import io.perftune.value.RequestRecord;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes the records of a closed loop: every lane sends its next request when the last one ended.
/// Nothing is drawn at random.
public final class SampleRequests {
  private static final long START_NS = 1_768_469_400_000_000_000L;

  private SampleRequests() {}

  /// Requests of one point, of which every tenth failed; a thinking one answers after `thinkMs`.
  public static List<RequestRecord> of(int concurrency, int count, double thinkMs) {
    List<RequestRecord> records = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long start = START_NS + (i / concurrency) * 2_000_000_000L + (i % concurrency) * 1_000_000L;
      records.add(i % 10 == 9 ? failed(concurrency, i, start) : ok(concurrency, i, start, thinkMs));
    }
    return records;
  }

  static RequestRecord ok(int concurrency, int id, long startNs, double thinkMs) {
    double ttft = 100 + id % 7;
    return record(
        new RequestRecord.Key(concurrency, 1, "r" + id, "profiling"),
        new RequestRecord.Timing(
            startNs, startNs + 1_500_000_000L, 90.0, ttft, ttft + thinkMs, 9.0, 1_500.0),
        new RequestRecord.Ending(RequestRecord.Result.OK, "stop", null, null, null));
  }

  static RequestRecord failed(int concurrency, int id, long startNs) {
    return record(
        new RequestRecord.Key(concurrency, 1, "r" + id, "profiling"),
        new RequestRecord.Timing(startNs, startNs + 40_000_000L, null, null, null, null, null),
        new RequestRecord.Ending(
            RequestRecord.Result.FAILED, null, "503", "http", "overloaded, try later"));
  }

  /// A request that is never counted.
  static RequestRecord warmUp(int concurrency) {
    RequestRecord of = ok(concurrency, 0, START_NS - 5_000_000_000L, 0);
    return record(new RequestRecord.Key(concurrency, 1, "w0", "warmup"), of.timing(), of.ending());
  }

  private static RequestRecord record(
      RequestRecord.Key key, RequestRecord.Timing timing, RequestRecord.Ending ending) {
    @Nullable Integer answered = ending.result() == RequestRecord.Result.OK ? 1_000 : null;
    return new RequestRecord(
        key,
        timing,
        new RequestRecord.Tokens(answered, answered, null, answered, "none_seen"),
        new RequestRecord.Server(answered, answered, null, null),
        new RequestRecord.Connection(0.0, true),
        ending);
  }
}
