package io.perftune.capture.export;

import static java.util.Objects.requireNonNull;

import io.perftune.capture.AiperfExport;
import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import io.perftune.value.RequestRecord;
import io.perftune.workspace.AtomicFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// The files of an AIPerf 0.13.0 export that were written of request records.
///
/// @param summary null where no request ended well: AIPerf writes none either
public record AiperfFiles(Path rows, @Nullable Path summary) {
  /// The release whose format is written.
  public static final String VERSION = "0.13.0";

  public AiperfFiles {
    requireNonNull(rows, "rows is null");
  }

  /// Writes them into a directory that is empty or not there yet, the summary last.
  ///
  /// @throws ProblemException `out-not-empty` where something is there
  public static AiperfFiles write(ExportedRun run, Path directory) {
    refuseNonEmpty(directory);
    Map<RequestRecord.Key, Integer> sessions = sessions(run.records());
    Path rows = directory.resolve(AiperfExport.ROWS);
    AtomicFiles.write(
        rows,
        out -> {
          for (RequestRecord record : run.records()) {
            ObjectNode row = ExportRow.of(record, sessions.getOrDefault(record.key(), 0));
            out.write((Json.line(row) + "\n").getBytes(StandardCharsets.UTF_8));
          }
        });
    if (run.ok().isEmpty()) {
      return new AiperfFiles(rows, null);
    }
    Path summary = directory.resolve(AiperfExport.SUMMARY);
    AtomicFiles.write(summary, Json.pretty(ExportSummary.of(run, VERSION)));
    return new AiperfFiles(rows, summary);
  }

  private static Map<RequestRecord.Key, Integer> sessions(List<RequestRecord> records) {
    Map<RequestRecord.Key, Integer> sessions = new HashMap<>();
    records.stream()
        .sorted(Comparator.comparingLong(record -> record.timing().startNs()))
        .forEach(record -> sessions.put(record.key(), sessions.size()));
    return sessions;
  }

  private static void refuseNonEmpty(Path directory) {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> entries = Files.list(directory)) {
      if (entries.findAny().isPresent()) {
        throw new ProblemException(
            new Problem(
                "out-not-empty",
                "%s is not empty.".formatted(directory),
                directory.toString(),
                "Name a directory that is empty or not there yet; nothing is ever overwritten."));
      }
    } catch (IOException e) {
      throw new ProblemException(
          new Problem(
              "no-directory",
              "%s cannot hold an export: %s.".formatted(directory, e),
              directory.toString(),
              "Name a directory that is empty or not there yet."),
          e);
    }
  }
}
