package io.perftune.verb.lake;

import io.perftune.config.Tables;
import io.perftune.lake.ParquetRows;
import io.perftune.lake.read.Catalog;
import io.perftune.lake.read.LakeCampaign;
import io.perftune.lake.read.TableFiles;
import io.perftune.lake.store.Store.Entry;
import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import io.perftune.value.Table;
import io.perftune.verb.Outcome;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/// lake show: the rows of one table of a committed campaign, those that carry the publish_id of
/// campaign_v1 only, as a reader who joins sees them.
final class ShowRows {
  private static final String PUBLISH_ID = "publish_id";

  private ShowRows() {}

  /// @throws ProblemException where the campaign is not there, not committed, or lacks the table
  static Outcome run(LakeCall call, ObjectNode reply) throws IOException {
    String id = Objects.requireNonNull(call.campaign(), "show needs a campaign");
    String table = Objects.requireNonNullElse(Json.text(call.input(), "table"), Tables.ATLAS);
    LakeCampaign campaign = committed(call, id);
    TableFiles files = new TableFiles(call.store());
    String publishId = files.read(file(campaign, Tables.CAMPAIGN), (rows, _) -> publishId(rows));
    List<String> chosen = columns(call.input(), table);
    ArrayNode shown = Json.array();
    long count =
        files.read(
            file(campaign, table), (rows, _) -> collect(rows, publishId, call.limit(), shown));
    reply.put("campaign_id", id).put("table", table).put("row_count", count);
    reply.put("publish_id", publishId);
    reply.set("rows", call.input().has("columns") ? cut(shown, chosen) : shown);
    String head =
        "%s of %s, %d rows, publish_id %s".formatted(table, id, count, publishId.substring(0, 12));
    return new Outcome.Done(reply, head + "\n" + TextTable.of(chosen, shown, count), List.of());
  }

  private static LakeCampaign committed(LakeCall call, String id) throws IOException {
    LakeCampaign campaign =
        Catalog.campaign(call.store(), id)
            .orElseThrow(() ->
                new ProblemException(
                    new Problem(
                        "no-campaign",
                        "%s is not in %s.".formatted(id, call.store().location()),
                        "--campaign",
                        "Name one of those that lake ls lists.")));
    if (!new TableFiles(call.store()).committed(campaign)) {
      throw new ProblemException(
          new Problem(
              "half-published",
              id + " is not committed: a publish is under way or was cut off.",
              "--campaign",
              "Publish it again, or run lake verify --repair."));
    }
    return campaign;
  }

  private static Entry file(LakeCampaign campaign, String table) {
    return campaign
        .file(table)
        .orElseThrow(() ->
            new ProblemException(
                new Problem(
                    "missing-table",
                    "%s has no %s in this lake.".formatted(campaign.id(), table),
                    "--table",
                    "It has " + String.join(", ", campaign.tables()) + ".")));
  }

  private static String publishId(ParquetRows rows) throws IOException {
    int index = rows.columns().stream().map(ParquetRows.Column::name).toList().indexOf(PUBLISH_ID);
    if (index < 0) {
      throw new IOException("campaign_v1 has no publish_id: another program wrote it");
    }
    List<String> ids = new ArrayList<>();
    rows.forEach(values -> ids.add(String.valueOf(values[index])));
    if (ids.size() != 1) {
      throw new IOException("campaign_v1 has " + ids.size() + " rows, not one");
    }
    return ids.getFirst();
  }

  private static long collect(ParquetRows rows, String publishId, int limit, ArrayNode shown)
      throws IOException {
    long[] count = new long[1];
    List<ParquetRows.Column> columns = rows.columns();
    int index = columns.stream().map(ParquetRows.Column::name).toList().indexOf(PUBLISH_ID);
    rows.forEach(values -> {
      if (index >= 0 && publishId.equals(values[index]) && count[0]++ < limit) {
        ObjectNode row = shown.addObject();
        for (int column = 0; column < values.length; column++) {
          row.set(columns.get(column).name(), json(columns.get(column).type(), values[column]));
        }
      }
    });
    return count[0];
  }

  static @Nullable JsonNode json(Table.Type type, @Nullable Object value) {
    return switch (value) {
      case null -> null;
      case String text when type == Table.Type.JSON -> parsed(text);
      case Long micros when type == Table.Type.INSTANT ->
          StringNode.valueOf(Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString());
      default -> Json.MAPPER.valueToTree(value);
    };
  }

  private static JsonNode parsed(String text) {
    try {
      return Json.MAPPER.readTree(text);
    } catch (JacksonException _) {
      return StringNode.valueOf(text); // a file that another program wrote
    }
  }

  /// The columns that the reader chose, else the table's key and its most telling figures.
  static List<String> columns(ObjectNode input, String table) {
    Table declared = Tables.table(table);
    List<String> known =
        new ArrayList<>(declared.columns().stream().map(Table.Column::name).toList());
    known.add(PUBLISH_ID);
    String given = Json.text(input, "columns");
    if (given == null) {
      return TextTable.telling(declared);
    }
    List<String> chosen = List.of(given.split("\\s*,\\s*"));
    List<Problem> unknown =
        chosen.stream()
            .filter(name -> !known.contains(name))
            .map(name -> unknown(table, name))
            .toList();
    if (!unknown.isEmpty()) {
      throw new ProblemException(unknown);
    }
    return chosen;
  }

  private static Problem unknown(String table, String column) {
    return new Problem(
        "unknown-column",
        "%s has no column %s.".formatted(table, column),
        "--columns",
        "docs/rows.md lists them.");
  }

  /// Rows with these columns only.
  static ArrayNode cut(ArrayNode rows, List<String> columns) {
    ArrayNode cut = Json.array();
    for (JsonNode row : rows) {
      ObjectNode kept = cut.addObject();
      columns.forEach(
          column -> kept.set(column, row.path(column).isMissingNode() ? null : row.get(column)));
    }
    return cut;
  }
}
