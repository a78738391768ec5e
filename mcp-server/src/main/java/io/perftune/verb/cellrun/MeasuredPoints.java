package io.perftune.verb.cellrun;

import io.perftune.capture.Requests;
import io.perftune.value.Digest;
import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import io.perftune.value.RequestRecord;
import io.perftune.value.Row;
import io.perftune.value.Trial;
import io.perftune.workspace.AtomicFiles;
import io.perftune.workspace.CellDirectory;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The measured points of a cell as requests.jsonl and normalized.json hold them: records by trial,
/// rows by concurrency.
final class MeasuredPoints {
  private final CellDirectory cell;
  private final Map<Integer, Row> rows = new TreeMap<>();
  private final Map<Trial, List<RequestRecord>> requests = new TreeMap<>();

  private MeasuredPoints(CellDirectory cell) {
    this.cell = cell;
  }

  /// What is on disk of these trials, and the rows of the points that any of them is of.
  static MeasuredPoints load(CellDirectory cell, Set<Trial> kept) {
    MeasuredPoints results = new MeasuredPoints(cell);
    if (kept.isEmpty()) {
      return results;
    }
    Set<Integer> points = kept.stream().map(Trial::concurrency).collect(Collectors.toSet());
    for (Row row : results.storedRows()) {
      int concurrency = row.value("concurrency").intValue();
      if (points.contains(concurrency)) {
        results.rows.put(concurrency, row);
      }
    }
    if (Files.exists(cell.requests())) {
      for (RequestRecord request : Requests.read(cell.requests())) {
        Trial trial = new Trial(request.key().concurrency(), request.key().trial());
        if (kept.contains(trial)) {
          results.requests.computeIfAbsent(trial, _ -> new ArrayList<>()).add(request);
        }
      }
    }
    return results;
  }

  void put(Trial trial, List<RequestRecord> records) {
    requests.put(trial, List.copyOf(records));
  }

  void put(Row row) {
    rows.put(row.value("concurrency").intValue(), row);
  }

  void removeRow(int concurrency) {
    rows.remove(concurrency);
  }

  /// The records of a trial; none where it has none.
  List<RequestRecord> records(Trial trial) {
    return requests.getOrDefault(trial, List.of());
  }

  /// By concurrency, ascending.
  Map<Integer, Row> rows() {
    return new TreeMap<>(rows);
  }

  /// The hash over the columns of one point's row, whether on disk or still to be saved; that of
  /// nothing where there is none.
  String rowSha256(int concurrency) {
    Row row = rows.get(concurrency);
    return Digest.sha256(row == null ? "" : Json.line(row.columns()));
  }

  /// The hash over one trial's records, whether on disk or still to be saved.
  String sha256(Trial trial) {
    StringWriter text = new StringWriter();
    try {
      Requests.write(text, "", cell.cellId(), records(trial));
    } catch (IOException e) {
      throw new UncheckedIOException("a text in memory cannot fail", e);
    }
    return Digest.sha256(text.toString());
  }

  /// Keeps the requests of trials that are about to be measured again, and their points' rows, in a
  /// directory of evidence; where they cannot be read, the files as they are.
  static void setAside(CellDirectory cell, Set<Trial> trials, String campaignId, Path aside) {
    try {
      MeasuredPoints old = load(cell, trials);
      if (!old.rows.isEmpty() || !old.requests.isEmpty()) {
        old.save(campaignId, aside);
      }
    } catch (ProblemException _) {
      for (Path file : List.of(cell.requests(), cell.normalized())) {
        if (Files.isRegularFile(file)) {
          AtomicFiles.write(aside.resolve(file.getFileName()), out -> Files.copy(file, out));
        }
      }
    }
  }

  /// Writes both files; each is whole, the requests first, because rows are computed from them.
  void save(String campaignId) {
    save(campaignId, cell.root());
  }

  private void save(String campaignId, Path directory) {
    List<RequestRecord> all = requests.values().stream().flatMap(List::stream).toList();
    AtomicFiles.write(
        directory.resolve(cell.requests().getFileName()),
        out -> {
          Writer text = new OutputStreamWriter(out, StandardCharsets.UTF_8);
          Requests.write(text, campaignId, cell.cellId(), all);
          text.flush();
        });
    ArrayNode array = Json.array();
    rows.values().forEach(row -> array.add(row.columns()));
    AtomicFiles.write(directory.resolve(cell.normalized().getFileName()), Json.pretty(array));
  }

  private List<Row> storedRows() {
    if (!Files.exists(cell.normalized())) {
      return List.of();
    }
    try {
      JsonNode json = Json.MAPPER.readTree(Files.readString(cell.normalized()));
      List<Row> stored = new ArrayList<>();
      for (JsonNode row : json) {
        row.required("concurrency");
        stored.add(new Row((ObjectNode) row));
      }
      return stored;
    } catch (IOException | JacksonException | ClassCastException e) {
      throw new ProblemException(
          new Problem(
              "bad-rows",
              "normalized.json could not be read: %s.".formatted(e.getMessage()),
              cell.normalized().toString(),
              "Move it aside and call again: rows are made of the requests."),
          e);
    }
  }
}
