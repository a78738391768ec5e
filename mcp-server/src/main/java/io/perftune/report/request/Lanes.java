package io.perftune.report.request;

import io.perftune.value.RequestRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/// The requests of one trial, each in a lane that was free when it started: as many lanes as
/// requests were in flight at once.
///
/// @param originNs start of the first request
/// @param requests of the trial, of which the lanes hold the first
/// @param lanes from the top, each in time's order
public record Lanes(
    int concurrency, int trial, long originNs, int requests, List<List<RequestRecord>> lanes) {
  public Lanes {
    lanes = lanes.stream().map(List::copyOf).toList();
  }

  /// How many requests the lanes hold.
  public int held() {
    return lanes.stream().mapToInt(List::size).sum();
  }

  /// Lays out the first requests of the trial.
  ///
  /// @param records of that trial, at least one
  static Lanes of(List<RequestRecord> records, Limits limits) {
    List<RequestRecord> sorted = new ArrayList<>(records);
    sorted.sort(
        Comparator.comparingLong((RequestRecord record) -> record.timing().startNs())
            .thenComparing(record -> record.key().requestId()));
    PriorityQueue<Busy> busy = new PriorityQueue<>(Comparator.comparingLong(Busy::untilNs));
    PriorityQueue<Integer> free = new PriorityQueue<>();
    List<List<RequestRecord>> lanes = new ArrayList<>();
    for (RequestRecord record : sorted.subList(0, Math.min(sorted.size(), limits.spans()))) {
      while (!busy.isEmpty() && busy.element().untilNs <= record.timing().startNs()) {
        free.add(busy.remove().lane);
      }
      int lane = free.isEmpty() ? lanes.size() : free.remove();
      if (lane == lanes.size()) {
        lanes.add(new ArrayList<>());
      }
      lanes.get(lane).add(record);
      busy.add(new Busy(record.timing().endNs(), lane));
    }
    RequestRecord first = sorted.getFirst();
    return new Lanes(
        first.key().concurrency(),
        first.key().trial(),
        first.timing().startNs(),
        sorted.size(),
        lanes.subList(0, Math.min(lanes.size(), limits.lanes())));
  }

  private record Busy(long untilNs, int lane) {}
}
