package io.perftune.verb.cellrun;

import io.perftune.value.Json;
import io.perftune.value.Trial;
import io.perftune.verb.CellHistory;
import io.perftune.workspace.AtomicFiles;
import io.perftune.workspace.CellDirectory;
import java.nio.file.Files;
import java.util.TreeMap;
import java.util.function.Predicate;
import tools.jackson.databind.node.ArrayNode;

/// spec_window.json: what the serving engine's counters say of each trial, as the journal has it.
final class SpecWindows {
  private final ArrayNode windows;

  private SpecWindows(ArrayNode windows) {
    this.windows = windows;
  }

  /// Those of the trials that stand.
  ///
  /// @param which of them
  static SpecWindows of(CellHistory history, Predicate<Trial> which) {
    ArrayNode windows = Json.array();
    new TreeMap<>(history.ended())
        .forEach((trial, ended) -> {
          if (which.test(trial)) {
            windows
                .addObject()
                .put("concurrency", trial.concurrency())
                .put("trial", trial.number())
                .put("attempt", ended.attempt())
                .setAll(ended.observed().server().json());
          }
        });
    return new SpecWindows(windows);
  }

  /// Writes the file; where nothing is to be said, only over one that is there.
  void save(CellDirectory cell) {
    if (!windows.isEmpty() || Files.exists(cell.specWindow())) {
      AtomicFiles.write(cell.specWindow(), Json.pretty(windows));
    }
  }
}
