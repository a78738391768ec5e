package io.perftune.report.content;

import static java.util.Objects.requireNonNull;

import io.perftune.report.request.CellDigest;
import io.perftune.report.request.Limits;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The requests behind a report's points, read cell by cell and reduced at once.
///
/// @param cells the first cells that kept any, at most [#CELLS]
/// @param unread cells after them, which were not read
record Requests(Subject subject, List<CellDigest> cells, int unread) {
  static final int CELLS = 12;

  Requests {
    requireNonNull(subject, "subject is null");
    cells = List.copyOf(cells);
  }

  static Requests of(Subject subject) {
    Map<String, Set<Long>> measured = new LinkedHashMap<>();
    for (Point point : subject.points().all()) {
      if (point.row() != null) {
        measured.computeIfAbsent(point.cellId(), _ -> new TreeSet<>()).add(point.concurrency());
      }
    }
    int drawn = measured.values().stream().limit(CELLS).mapToInt(Set::size).sum();
    Limits limits = Limits.sharedBy(drawn);
    List<CellDigest> digests = new ArrayList<>();
    int unread = measured.size();
    for (var cell : measured.entrySet()) {
      if (digests.size() == CELLS) {
        break;
      }
      unread--;
      CellDigest.of(
              cell.getKey(),
              subject.input().beside().requests().of(cell.getKey()),
              cell.getValue(),
              limits)
          .ifPresent(digests::add);
    }
    return new Requests(subject, digests, unread);
  }

  /// Why a page of requests is not there.
  Made missing(String page) {
    return Made.missing(
        page,
        "no cell keeps the requests behind its rows (cells/<cell_id>/requests.jsonl)",
        "Measure: " + subject.measure() + ".");
  }

  /// Which of the cells are shown; null where all are.
  @Nullable String partial(int shown) {
    long more = unread + (long) cells.size() - shown;
    return more == 0
        ? null
        : "the first "
            + Figures.counted(shown, "cell")
            + " that kept requests; "
            + Figures.count(more)
            + " more: cells/<cell_id>/requests.jsonl and the lake's requests_v1 hold every request";
  }

  /// What is equal over the points of a cell.
  String context(String cellId) {
    List<Point> points =
        subject.points().all().stream()
            .filter(point -> point.row() != null && point.cellId().equals(cellId))
            .toList();
    return "cell " + FreeText.line(cellId, 60) + " · " + ContextFields.of(points).shortLine();
  }

  /// Whether a model of the cell reasons, so that TTFO stands beside TTFT.
  boolean reasons(String cellId) {
    return subject.points().all().stream()
        .anyMatch(point -> point.cellId().equals(cellId) && point.reasons());
  }
}
