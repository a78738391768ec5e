package io.perftune.verb.cellrun;

import static java.util.Objects.requireNonNull;

import io.perftune.atlas.JudgedPoint;
import io.perftune.atlas.JudgedTrial;
import io.perftune.atlas.PointStatus;
import io.perftune.capture.AiperfSetup;
import io.perftune.value.Measured;
import io.perftune.value.PointPlan;
import io.perftune.value.RequestRecord;
import io.perftune.value.Trial;
import io.perftune.verb.CellHistory;
import io.perftune.workspace.CellDirectory;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The trials of which a cell's rows are made: those that stand from earlier calls, and those that
/// this one measures.
final class PointRows {
  private final CellCall call;
  private final SortedMap<Trial, JudgedTrial> trials = new TreeMap<>();
  private final SortedMap<Trial, CellHistory.Engine> engines = new TreeMap<>();

  PointRows(CellCall call) {
    this.call = requireNonNull(call, "call is null");
  }

  /// How many trials a point has or is to have: those that are asked for, and those beyond that
  /// were measured.
  static int planned(CellCall call, int concurrency, Set<Integer> measured) {
    Set<Integer> numbers = new TreeSet<>(measured);
    IntStream.rangeClosed(1, call.trials(concurrency)).forEach(numbers::add);
    return numbers.size();
  }

  /// A trial that stands, as the journal has it.
  ///
  /// @param records what requests.jsonl has of it
  void kept(Trial trial, CellHistory.Ended ended, List<RequestRecord> records) {
    CellDirectory cell = call.cellDirectory();
    Path raw = cell.raw(trial.concurrency(), trial.number());
    trials.put(
        trial,
        new JudgedTrial(
            plan(trial, ended),
            new PointStatus(ended.status(), ended.verdict().reason()),
            records,
            ended.verdict().crossCheck(),
            ended.observed(),
            new Measured.Raw(
                call.directory().root().relativize(raw).toString(),
                ended.hashes().raw(),
                ended.hashes().dataset(),
                null)));
    engines.put(trial, ended.engine());
  }

  private PointPlan plan(Trial trial, CellHistory.Ended ended) {
    PointPlan plan = call.planner().point(call.cell(), trial, ended.attempt());
    return ended.engine().imported()
        ? AiperfSetup.read(call.cellDirectory().raw(trial.concurrency(), trial.number())).plan(plan)
        : plan;
  }

  /// A trial that was measured now.
  JudgedTrial measured(Measured measured, CellHistory.Engine engine) {
    JudgedTrial trial = JudgedTrial.of(measured, call.cell().aa().output().extraOutputControls());
    trials.put(measured.plan().key(), trial);
    engines.put(measured.plan().key(), engine);
    return trial;
  }

  /// The point with the trials that it has; empty where it has none.
  Optional<JudgedPoint> point(int concurrency) {
    List<JudgedTrial> own =
        trials.values().stream()
            .filter(trial -> trial.plan().concurrency() == concurrency)
            .toList();
    Set<Integer> numbers =
        own.stream().map(trial -> trial.plan().trial()).collect(Collectors.toSet());
    return own.isEmpty()
        ? Optional.empty()
        : Optional.of(new JudgedPoint(own, planned(call, concurrency, numbers)));
  }

  /// Whether the point was measured elsewhere.
  boolean imported(int concurrency) {
    return engines.entrySet().stream()
        .filter(entry -> entry.getKey().concurrency() == concurrency)
        .anyMatch(entry -> entry.getValue().imported());
  }

  /// The versions of the programs that measured the point; null where none of them told.
  @Nullable String versions(int concurrency) {
    String versions =
        engines.entrySet().stream()
            .filter(entry -> entry.getKey().concurrency() == concurrency)
            .map(entry -> entry.getValue().version())
            .filter(Objects::nonNull)
            .distinct()
            .collect(Collectors.joining(", "));
    return versions.isEmpty() ? null : versions;
  }
}
