package io.perftune.report.request;

import static java.util.Objects.requireNonNull;

import io.perftune.value.RequestRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// What a report keeps of a cell's requests.
///
/// @param points by concurrency
/// @param concurrencies at which the cell counted requests, also those that are not among `points`
/// @param lanes the first trial at the highest concurrency
public record CellDigest(
    String cellId, List<PointRequests> points, int concurrencies, Lanes lanes) {
  private static final int POINTS = 12;
  private static final String COUNTED = "profiling";

  public CellDigest {
    requireNonNull(cellId, "cellId is null");
    points = List.copyOf(points);
    requireNonNull(lanes, "lanes is null");
  }

  /// The digest; empty where no request was counted at a measured concurrency.
  ///
  /// @param measured concurrencies that have a row
  public static Optional<CellDigest> of(
      String cellId, List<RequestRecord> records, Set<Long> measured, Limits limits) {
    TreeMap<Integer, List<RequestRecord>> counted = new TreeMap<>();
    for (RequestRecord record : records) {
      int concurrency = record.key().concurrency();
      if (record.key().phase().equals(COUNTED) && measured.contains((long) concurrency)) {
        counted.computeIfAbsent(concurrency, _ -> new ArrayList<>()).add(record);
      }
    }
    if (counted.isEmpty()) {
      return Optional.empty();
    }
    List<Integer> kept = Thinning.evenly(List.copyOf(counted.keySet()), POINTS);
    List<PointRequests> points = new ArrayList<>();
    for (int concurrency : kept) {
      points.add(
          PointRequests.of(concurrency, counted.getOrDefault(concurrency, List.of()), limits));
    }
    Lanes lanes = Lanes.of(firstTrial(counted.lastEntry().getValue()), limits);
    return Optional.of(new CellDigest(cellId, points, counted.size(), lanes));
  }

  private static List<RequestRecord> firstTrial(List<RequestRecord> records) {
    int first = records.stream().mapToInt(record -> record.key().trial()).min().orElse(1);
    return records.stream().filter(record -> record.key().trial() == first).toList();
  }
}
