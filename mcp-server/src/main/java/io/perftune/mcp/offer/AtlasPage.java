package io.perftune.mcp.offer;

import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import io.perftune.value.Row;
import io.perftune.verb.AtlasFile;
import io.perftune.workspace.CampaignDirectory;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Some of a campaign's measured rows, and where the next ones are.
final class AtlasPage {
  private static final int LIMIT = 10;
  private static final int MOST = 100;

  private AtlasPage() {}

  /// The rows that `cell`, `offset` and `limit` of the URI ask for. A page ends early where its
  /// rows would be longer than a text may be.
  ///
  /// @throws RefusedRequestException where there is no atlas, or it is not as it must be
  static ObjectNode of(ResourceUri uri, CampaignDirectory directory) {
    String cell = uri.query().getOrDefault("cell", "");
    int offset = number(uri, "offset", 0);
    int limit = Math.min(number(uri, "limit", LIMIT), MOST);
    List<Row> rows =
        rows(directory).stream()
            .filter(row -> cell.isEmpty() || cell.equals(row.text("cell_id")))
            .toList();
    ArrayNode page = Json.array();
    int length = 0;
    for (Row row : rows.subList(Math.min(offset, rows.size()), rows.size())) {
      ObjectNode columns = row.columns();
      length += Json.line(columns).length();
      if (page.size() == limit || (!page.isEmpty() && length > Contents.TEXT_LIMIT / 2)) {
        break;
      }
      page.add(columns);
    }
    int next = offset + page.size();
    ObjectNode json =
        Json.object()
            .put("campaign_id", directory.id())
            .put("row_count", rows.size())
            .put("offset", offset)
            .put("next", next < rows.size() ? next(uri, next) : null);
    return json.set("rows", page);
  }

  private static String next(ResourceUri uri, int offset) {
    Map<String, String> query = new LinkedHashMap<>(uri.query());
    query.put("offset", Integer.toString(offset));
    return new ResourceUri(uri.kind(), uri.segments(), query).text();
  }

  private static int number(ResourceUri uri, String key, int otherwise) {
    String text = uri.query().get(key);
    if (text == null) {
      return otherwise;
    }
    try {
      return Math.max(0, Integer.parseInt(text));
    } catch (NumberFormatException _) {
      throw RefusedRequestException.invalid(
          "%s is \"%s\", but must be a whole number.".formatted(key, text));
    }
  }

  private static List<Row> rows(CampaignDirectory directory) {
    try {
      return AtlasFile.rows(directory);
    } catch (ProblemException e) {
      throw RefusedRequestException.invalid(
          e.problems().stream().limit(5).map(Problem::line).collect(Collectors.joining(" ")));
    } catch (IOException e) {
      throw RefusedRequestException.invalid("atlas.jsonl: %s.".formatted(e.getMessage()));
    }
  }
}
