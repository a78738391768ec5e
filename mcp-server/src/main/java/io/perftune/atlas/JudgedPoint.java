package io.perftune.atlas;

import static java.util.Objects.requireNonNull;

import io.perftune.value.ClientHealth;
import io.perftune.value.Digest;
import io.perftune.value.EngineMetrics;
import io.perftune.value.PointPlan;
import io.perftune.value.RequestRecord;
import io.perftune.value.Status;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One point: the trials that were measured of it, of as many as are planned.
///
/// @param trials by number, ascending; at least one
/// @param planned how many the point is to have
public record JudgedPoint(List<JudgedTrial> trials, int planned) {
  public JudgedPoint {
    trials =
        trials.stream().sorted(Comparator.comparingInt(trial -> trial.plan().trial())).toList();
    if (trials.isEmpty()) {
      throw new IllegalArgumentException("a point has a trial at least");
    }
  }

  /// The point of one trial.
  public static JudgedPoint of(JudgedTrial trial) {
    return new JudgedPoint(List.of(trial), 1);
  }

  public int concurrency() {
    return plan().concurrency();
  }

  /// What is the same in all trials but the paths and seeds: the first one's plan.
  PointPlan plan() {
    return trials.getFirst().plan();
  }

  PointStatus status() {
    SortedMap<Integer, PointStatus> byNumber = new TreeMap<>();
    trials.forEach(trial -> byNumber.put(trial.plan().trial(), trial.status()));
    return union(byNumber, planned);
  }

  /// The status of a point by those of its trials.
  ///
  /// failed: every trial that was measured failed. full: as many as planned were measured and all
  /// are full. partial: otherwise. The reasons name their trial where there is more than one.
  ///
  /// @param trials number -> status; at least one
  public static PointStatus union(SortedMap<Integer, PointStatus> trials, int planned) {
    List<String> reasons = new ArrayList<>();
    trials.forEach((number, trial) -> {
      if (trial.reason() != null) {
        reasons.add((planned > 1 ? "trial " + number + ": " : "") + trial.reason());
      }
    });
    if (trials.size() < planned) {
      reasons.add("%d of %d trials measured".formatted(trials.size(), planned));
    }
    String reason = reasons.isEmpty() ? null : String.join("; ", reasons);
    if (trials.values().stream().allMatch(trial -> trial.status() == Status.FAILED)) {
      return new PointStatus(Status.FAILED, reason);
    }
    boolean full =
        trials.size() >= planned
            && trials.values().stream().allMatch(trial -> trial.status() == Status.FULL);
    return new PointStatus(full ? Status.FULL : Status.PARTIAL, reason);
  }

  /// The requests that the figures are of.
  List<RequestRecord> counted() {
    return countedTrials().stream().flatMap(trial -> trial.records().stream()).toList();
  }

  /// The trials that the figures are of: those that did not fail; all where all did.
  List<JudgedTrial> countedTrials() {
    List<JudgedTrial> good =
        trials.stream().filter(trial -> trial.status().status() != Status.FAILED).toList();
    return good.isEmpty() ? trials : good;
  }

  /// Requests that were asked for, in all trials.
  int requests() {
    return trials.stream().mapToInt(trial -> trial.plan().load().requests()).sum();
  }

  /// How late the client was in the trials that the figures are of.
  List<ClientHealth> clients() {
    return countedTrials().stream().map(JudgedTrial::client).filter(Objects::nonNull).toList();
  }

  /// What the serving engine's counters say of the trials that the figures are of.
  EngineMetrics server() {
    SortedMap<Integer, EngineMetrics> windows = new TreeMap<>();
    countedTrials().forEach(trial -> windows.put(trial.plan().trial(), trial.observed().server()));
    return EngineMetrics.union(windows);
  }

  /// Where the engine's summaries say otherwise, by trial where there is more than one.
  List<String> differences() {
    if (trials.size() == 1) {
      return trials.getFirst().differences();
    }
    return trials.stream()
        .flatMap(trial ->
            trial.differences().stream()
                .map(text -> "trial %d: %s".formatted(trial.plan().trial(), text)))
        .toList();
  }

  /// Of one trial the directory of its raw files; of several the one that holds theirs. Null where
  /// the engine left nothing in any.
  @Nullable String rawPath() {
    List<String> paths =
        trials.stream()
            .filter(trial -> !trial.raw().sha256().isEmpty())
            .map(trial -> trial.raw().path())
            .toList();
    if (paths.size() < 2) {
      return paths.isEmpty() ? null : paths.getFirst();
    }
    return requireNonNull(Path.of(paths.getFirst()).getParent(), "a raw path has a parent")
        .toString()
        .replace('\\', '/');
  }

  /// The hash of one trial as it is; of several the sha256 over theirs, a line each in the order of
  /// the trials. Null where no trial has one.
  @Nullable String combined(Function<JudgedTrial, @Nullable String> hash) {
    List<String> hashes =
        trials.stream().map(hash).filter(Objects::nonNull).filter(text -> !text.isEmpty()).toList();
    if (hashes.size() < 2) {
      return hashes.isEmpty() ? null : hashes.getFirst();
    }
    return Digest.sha256(hashes.stream().map(text -> text + "\n").collect(Collectors.joining()));
  }
}
