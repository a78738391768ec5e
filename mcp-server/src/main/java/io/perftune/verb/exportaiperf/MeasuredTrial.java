package io.perftune.verb.exportaiperf;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import io.perftune.capture.Requests;
import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import io.perftune.value.RequestRecord;
import io.perftune.value.Status;
import io.perftune.workspace.CellDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// One trial of a point, as requests.jsonl and normalized.json hold it.
///
/// @param row of the point, which has all its trials; an empty object where there is none
/// @param records its profiling requests, in the order of the file
record MeasuredTrial(int concurrency, int trial, JsonNode row, List<RequestRecord> records) {
  MeasuredTrial {
    requireNonNull(row, "row is null");
    records = List.copyOf(records);
  }

  /// @param trial null: the only one that there is
  /// @throws ProblemException `no-point` or `no-trial`, with what there is
  static MeasuredTrial of(CellDirectory cell, int concurrency, @Nullable Integer trial) {
    List<RequestRecord> point = point(cell, concurrency);
    int chosen = chosen(point, trial, concurrency);
    return new MeasuredTrial(
        concurrency,
        chosen,
        row(cell, concurrency),
        point.stream().filter(record -> record.key().trial() == chosen).toList());
  }

  /// The text of a column of the row, else what the campaign file says.
  String row(String column, String otherwise) {
    return requireNonNullElse(Json.text(row, column), otherwise);
  }

  /// Whether every request that was asked for is among the records. The row counts what was asked
  /// of all trials together, and each was asked for as many.
  boolean complete() {
    if (Status.FULL.label().equals(Json.text(row, "status"))) {
      return true;
    }
    Long asked = Json.integer(row, "requests");
    Long trials = Json.integer(row, "trials");
    return asked != null && records.size() >= asked / (trials == null ? 1 : Math.max(1, trials));
  }

  private static List<RequestRecord> point(CellDirectory cell, int concurrency) {
    List<RequestRecord> all =
        Files.exists(cell.requests()) ? Requests.read(cell.requests()) : List.of();
    List<RequestRecord> point =
        all.stream()
            .filter(record -> record.key().concurrency() == concurrency)
            .filter(record -> record.key().phase().equals("profiling"))
            .toList();
    if (point.isEmpty()) {
      SortedSet<Integer> measured = new TreeSet<>();
      all.forEach(record -> measured.add(record.key().concurrency()));
      throw refusal(
          "no-point",
          "Cell %s has no request records at concurrency %d.".formatted(cell.cellId(), concurrency),
          "concurrency",
          measured.isEmpty()
              ? "Measure the cell first, with cell_run."
              : "Name one of those that it has: %s.".formatted(listed(measured)));
    }
    return point;
  }

  private static int chosen(List<RequestRecord> point, @Nullable Integer trial, int concurrency) {
    SortedSet<Integer> trials = new TreeSet<>();
    point.forEach(record -> trials.add(record.key().trial()));
    if (trial == null && trials.size() == 1) {
      return trials.first();
    }
    if (trial == null || !trials.contains(trial)) {
      throw refusal(
          "no-trial",
          trial == null
              ? "c=%d has %d trials, and an AIPerf export is of one."
                  .formatted(concurrency, trials.size())
              : "c=%d has no records of trial %d.".formatted(concurrency, trial),
          "trial",
          "Name one of: %s.".formatted(listed(trials)));
    }
    return trial;
  }

  private static JsonNode row(CellDirectory cell, int concurrency) {
    if (!Files.exists(cell.normalized())) {
      return Json.object();
    }
    try {
      for (JsonNode row : Json.MAPPER.readTree(Files.readString(cell.normalized()))) {
        if (row.path("concurrency").asInt(0) == concurrency) {
          return row;
        }
      }
      return Json.object();
    } catch (IOException | JacksonException e) {
      throw new ProblemException(
          new Problem(
              "bad-rows",
              "normalized.json could not be read: %s.".formatted(e.getMessage()),
              cell.normalized().toString(),
              "Mend it or move it aside, then call again."),
          e);
    }
  }

  private static String listed(SortedSet<Integer> numbers) {
    return numbers.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }

  private static ProblemException refusal(
      String code, String message, String where, String remedy) {
    return new ProblemException(new Problem(code, message, where, remedy));
  }
}
