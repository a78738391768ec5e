package io.perftune.atlas;

import io.perftune.config.Schema;
import io.perftune.value.Campaign;
import io.perftune.value.Cell;
import io.perftune.value.Coverage;
import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import io.perftune.value.Row;
import io.perftune.value.Status;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/// All rows of a campaign in one order, and how much of the campaign they cover.
///
/// @param rows by the configuration's order of cells, then by concurrency
public record Atlas(List<Row> rows, Coverage coverage) {
  public Atlas {
    rows = List.copyOf(rows);
  }

  /// The atlas of what the cells left.
  ///
  /// @param schema of atlas_v1
  /// @param results of the cells that left something; every other configured cell counts as failed
  /// @throws ProblemException everything that makes a row unfit to be read, all at once
  public static Atlas of(
      Campaign campaign, String campaignId, Schema schema, List<CellResult> results) {
    Map<String, CellResult> byCell =
        results.stream().collect(Collectors.toMap(CellResult::cellId, Function.identity()));
    List<Problem> problems = new ArrayList<>(foreign(campaign, results));
    List<CellResult> ordered =
        cells(campaign, results).stream().map(byCell::get).filter(Objects::nonNull).toList();
    RowChecks checks = new RowChecks(schema, campaignId);
    // Every row is looked at by itself, on every core; the order stays.
    ordered.parallelStream().map(checks::problems).toList().forEach(problems::addAll);
    List<Row> rows = ordered.stream().flatMap(result -> sorted(result).stream()).toList();
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
    return new Atlas(rows, coverage(campaign, cells(campaign, results), byCell, rows));
  }

  /// The text of atlas.jsonl: a row a line; empty without rows.
  public String lines() {
    return rows.stream().map(Atlas::line).collect(Collectors.joining());
  }

  /// A row's line, its end included.
  public static String line(Row row) {
    return Json.line(row.columns()) + "\n";
  }

  /// True for a point that a chart can show.
  public static boolean plotReady(Row row) {
    boolean measured =
        switch (Status.labelled(String.valueOf(row.text("status")))) {
          case FULL, PARTIAL -> true;
          case FAILED, EVICTED -> false;
        };
    return measured
        && row.number("ttft_p50_ms") != null
        && row.number("request_throughput_avg") != null;
  }

  /// The configured cells in their order, then the imported ones by name.
  private static List<String> cells(Campaign campaign, List<CellResult> results) {
    return Stream.concat(
            campaign.cells().stream().map(Cell::cellId),
            results.stream().filter(CellResult::imported).map(CellResult::cellId).sorted())
        .distinct()
        .toList();
  }

  private static List<Row> sorted(CellResult result) {
    return result.rows().stream()
        .filter(ObjectNode.class::isInstance)
        .map(row -> new Row((ObjectNode) row))
        .sorted(Comparator.comparingLong(row -> row.columns().path("concurrency").asLong(0)))
        .toList();
  }

  private static List<Problem> foreign(Campaign campaign, List<CellResult> results) {
    return results.stream()
        .filter(result -> !result.imported() && campaign.cell(result.cellId()).isEmpty())
        .map(result ->
            new Problem(
                "foreign-cell",
                "Cell %s is on disk but not in the campaign's configuration."
                    .formatted(result.cellId()),
                result.source(),
                "Move its directory out of cells/, or aggregate the campaign that it belongs to."))
        .toList();
  }

  private static Coverage coverage(
      Campaign campaign, List<String> all, Map<String, CellResult> byCell, List<Row> rows) {
    Map<Status, Long> cells =
        all.stream()
            .collect(Collectors.groupingBy(cell -> status(byCell, cell), Collectors.counting()));
    Map<String, List<Row>> own =
        rows.stream().collect(Collectors.groupingBy(row -> String.valueOf(row.text("cell_id"))));
    List<String> unready =
        all.stream()
            .filter(cell -> status(byCell, cell) == Status.FULL)
            .filter(cell ->
                !allPlotReady(configured(campaign, cell), own.getOrDefault(cell, List.of())))
            .toList();
    return new Coverage(
        all.size(),
        cells.getOrDefault(Status.FULL, 0L).intValue(),
        cells.getOrDefault(Status.PARTIAL, 0L).intValue(),
        cells.getOrDefault(Status.FAILED, 0L).intValue(),
        cells.getOrDefault(Status.EVICTED, 0L).intValue(),
        (int) rows.stream().filter(Atlas::plotReady).count(),
        unready);
  }

  /// The concurrencies that the campaign file asks for; an imported cell brings its own.
  private static List<Integer> configured(Campaign campaign, String cell) {
    return campaign.cell(cell).map(Cell::concurrencies).orElse(List.of());
  }

  private static Status status(Map<String, CellResult> byCell, String cell) {
    CellResult result = byCell.get(cell);
    return result == null ? Status.FAILED : result.status();
  }

  /// Every configured concurrency has a row, and every row of the cell can be shown.
  private static boolean allPlotReady(List<Integer> configured, List<Row> own) {
    List<Integer> measured = own.stream().map(row -> row.value("concurrency").intValue()).toList();
    return measured.containsAll(configured) && own.stream().allMatch(Atlas::plotReady);
  }
}
