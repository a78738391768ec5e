package io.perftune.verb.aggregate;

import io.perftune.atlas.CellResult;
import io.perftune.atlas.DcgmReadings;
import io.perftune.value.Campaign;
import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import io.perftune.value.Status;
import io.perftune.verb.CellHistory;
import io.perftune.workspace.CampaignDirectory;
import io.perftune.workspace.CellDirectory;
import io.perftune.workspace.Journal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads what every cell directory of a campaign holds; everything unreadable is collected, and
/// nothing is skipped but rows of points that are being measured again.
public final class CellResults {
  /// NaN is read so that the row and the column that hold it can be named.
  private static final JsonMapper READER =
      Json.MAPPER.rebuild().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  private static final String AGAIN = "Run the cell again, or move its directory out of cells/.";

  private final CampaignDirectory directory;
  private final Campaign campaign;
  private final SharedTexts texts;
  private final List<Problem> problems = new ArrayList<>();

  private CellResults(CampaignDirectory directory, Campaign campaign, SharedTexts texts) {
    this.directory = directory;
    this.campaign = campaign;
    this.texts = texts;
  }

  /// The results of the cells that have a directory, sorted by name; one that the campaign file
  /// does not name counts from its first file on.
  ///
  /// @param problems receives what could not be read
  public static List<CellResult> read(
      CampaignDirectory directory, Campaign campaign, List<Problem> problems) {
    SharedTexts texts = new SharedTexts();
    List<CellResult> results = new ArrayList<>();
    // Every cell is read by itself, on every core; the order stays.
    directory.cellsOnDisk().parallelStream()
        .map(directory::cell)
        .filter(cell -> campaign.cell(cell.cellId()).isPresent() || cell.holdsFiles())
        .map(cell -> new CellResults(directory, campaign, texts).read(cell))
        .toList()
        .forEach(read -> {
          problems.addAll(read.problems());
          results.addAll(read.results());
        });
    return results;
  }

  /// What was read of one cell.
  ///
  /// @param results one; none of a cell that has no part in the atlas
  private record Read(List<CellResult> results, List<Problem> problems) {}

  private Read read(CellDirectory cell) {
    JsonNode status = json(cell.status());
    // A prefill cell of an imported sweep holds rows of roofline_v1.
    List<CellResult> results =
        imported(status, "prefill") ? List.of() : List.of(result(cell, status));
    return new Read(results, problems.stream().distinct().toList());
  }

  private CellResult result(CellDirectory cell, @Nullable JsonNode status) {
    List<JsonNode> rows = grounded(cell.cellId(), rows(cell.normalized()));
    return status == null
        ? unfinished(cell, rows)
        : new CellResult(
            cell.cellId(),
            place(cell.normalized()),
            rows,
            ended(cell, status),
            imported(status, "decode"),
            points(cell, status));
  }

  /// Whether the cell is that phase of an imported sweep.
  private static boolean imported(@Nullable JsonNode status, String phase) {
    return status != null && phase.equals(Json.text(status, "imported_phase"));
  }

  /// The rows with the DCGM readings that the cell holds.
  private List<JsonNode> grounded(String cellId, List<JsonNode> rows) {
    DcgmReadings readings = CellReadings.read(directory, campaign, cellId, problems);
    return readings == null ? rows : rows.stream().map(readings::filled).toList();
  }

  private List<JsonNode> rows(Path file) {
    JsonNode json = json(file);
    if (json == null) {
      return List.of();
    }
    if (json instanceof ArrayNode array) {
      array.forEach(texts::share);
      return array.valueStream().map(CellResults::packed).toList();
    }
    problems.add(new Problem("not-rows", "The file is no array of rows.", place(file), AGAIN));
    return List.of();
  }

  private static JsonNode packed(JsonNode row) {
    return row instanceof ObjectNode object ? Json.packed(object) : row;
  }

  /// Without a status the cell was ended from outside, or never began. Its rows may be older than
  /// its journal, which then says that their points are measured again: those are not results.
  private CellResult unfinished(CellDirectory cell, List<JsonNode> rows) {
    String source = place(cell.normalized());
    Journal journal = new Journal(cell.journal());
    try {
      Set<Integer> stand = CellHistory.read(journal).concurrencies();
      return new CellResult(
          cell.cellId(),
          source,
          rows.stream().filter(row -> stands(row, stand)).toList(),
          journal.events().isEmpty() ? Status.FAILED : Status.EVICTED,
          Map.of());
    } catch (ProblemException e) {
      problems.addAll(e.problems());
      return new CellResult(cell.cellId(), source, List.of(), Status.FAILED, Map.of());
    }
  }

  /// A row that does not say of which point it is stays, to be named as a fault.
  private static boolean stands(JsonNode row, Set<Integer> stand) {
    JsonNode concurrency = row.path("concurrency");
    return !concurrency.isInt() || stand.contains(concurrency.intValue());
  }

  private Status ended(CellDirectory cell, JsonNode json) {
    String owner = Json.text(json, "cell_id");
    if (owner != null && !owner.equals(cell.cellId())) {
      problems.add(
          new Problem(
              "other-cell",
              "The status belongs to cell %s.".formatted(owner),
              place(cell.status()),
              AGAIN));
    }
    return status(json, cell);
  }

  private Map<Integer, Status> points(CellDirectory cell, JsonNode json) {
    Map<Integer, Status> points = new LinkedHashMap<>();
    for (JsonNode point : json.path("points")) {
      points.put(point.path("concurrency").asInt(0), status(point, cell));
    }
    return points;
  }

  private Status status(JsonNode holder, CellDirectory cell) {
    String word = Json.text(holder, "status");
    for (Status status : Status.values()) {
      if (status.label().equals(word)) {
        return status;
      }
    }
    problems.add(
        new Problem(
            "bad-status",
            "The status %s is none of full, partial, failed, evicted.".formatted(word),
            place(cell.status()),
            AGAIN));
    return Status.FAILED;
  }

  /// The JSON in the file; null where there is no file or it cannot be read, which is a problem.
  private @Nullable JsonNode json(Path file) {
    if (!Files.exists(file)) {
      return null;
    }
    try {
      JsonNode json = tree(Files.readAllBytes(file));
      if (json instanceof ObjectNode || json instanceof ArrayNode) {
        return json;
      }
      problems.add(unreadable(file, "it holds neither an object nor an array"));
    } catch (JacksonException e) {
      var at = e.getLocation();
      String where =
          at == null ? "" : " at line %d, column %d".formatted(at.getLineNr(), at.getColumnNr());
      problems.add(unreadable(file, e.getOriginalMessage() + where));
    } catch (CharacterCodingException e) {
      problems.add(unreadable(file, "it is not UTF-8"));
    } catch (IOException e) {
      problems.add(unreadable(file, String.valueOf(e.getMessage())));
    }
    return null;
  }

  /// Bytes of ASCII are read as they are, which spares two copies of every text.
  private static JsonNode tree(byte[] bytes) throws CharacterCodingException {
    for (byte each : bytes) {
      if (each <= 0) {
        return READER.readTree(
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
      }
    }
    return READER.readTree(bytes);
  }

  private Problem unreadable(Path file, String why) {
    return new Problem(
        "unreadable", "The file cannot be read as JSON: %s.".formatted(why), place(file), AGAIN);
  }

  /// The file as a reader of the campaign names it.
  private String place(Path file) {
    return directory.root().relativize(file).toString().replace('\\', '/');
  }
}
