package io.perftune.verb.publish;

import io.perftune.lake.RowSource;
import io.perftune.value.Problem;
import io.perftune.value.Row;
import io.perftune.workspace.CampaignDirectory;
import io.perftune.workspace.CellDirectory;
import io.perftune.workspace.JsonLines;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The requests behind the atlas's rows, streamed from cells/<cell_id>/requests.jsonl in the
/// atlas's order of cells; a request of a point that has no row is not published, nor is what an
/// endpoint said in its own words, because that may repeat what it was sent.
final class RequestRows implements RowSource {
  private final CampaignDirectory directory;
  private final List<Row> atlas;
  private final Map<String, Long> counted = new HashMap<>();
  private final Set<String> points = new LinkedHashSet<>();
  private final Set<String> cells = new LinkedHashSet<>();

  RequestRows(CampaignDirectory directory, List<Row> atlas) {
    this.directory = directory;
    this.atlas = List.copyOf(atlas);
    for (Row row : atlas) {
      points.add(point(row.columns()));
      cells.add(String.valueOf(row.text("cell_id")));
    }
  }

  /// What a request and its row have in common.
  static String point(ObjectNode columns) {
    return columns.path("cell_id").asString("") + " c=" + columns.path("concurrency").asInt(0);
  }

  /// How many requests the atlas says there are.
  long expected() {
    return atlas.stream()
        .map(row -> row.integer("requests"))
        .filter(Objects::nonNull)
        .mapToLong(Long::longValue)
        .sum();
  }

  /// Counts on the way.
  @Override
  public void forEach(Sink sink) throws IOException {
    counted.clear();
    whole((line, where) -> {
      if (text(line, "result").equals("ok") && text(line, "phase").equals("profiling")) {
        counted.merge(point(line), 1L, Long::sum);
      }
      sink.accept(line.putNull("error_message"), where);
    });
  }

  /// The requests as their files have them.
  void whole(Sink sink) throws IOException {
    for (String cell : cells) {
      CellDirectory files = directory.cell(cell);
      if (Files.exists(files.requests())) {
        String name = "cells/" + cell + "/requests.jsonl";
        new JsonLines(files.requests(), name, "Run cell_run for the cell again.")
            .forEach((line, where) -> {
              if (points.contains(point(line))) {
                sink.accept(line, where);
              }
            });
      }
    }
  }

  /// Points whose successful requests, when they were last gone through, were not as many as their
  /// row counts.
  List<Problem> gaps() {
    List<Problem> gaps = new ArrayList<>();
    for (Row row : atlas) {
      String point = point(row.columns());
      long found = counted.getOrDefault(point, 0L);
      Long expected = row.integer("n");
      if (expected != null && expected != found) {
        gaps.add(
            new Problem(
                "requests-differ",
                "The row counts %d successful requests, requests.jsonl holds %d."
                    .formatted(expected, found),
                point,
                "Run cell_run for the cell again, then atlas_aggregate and report_render."));
      }
    }
    return gaps;
  }

  private static String text(ObjectNode line, String member) {
    JsonNode value = line.path(member);
    return value.isString() ? value.stringValue() : "";
  }
}
