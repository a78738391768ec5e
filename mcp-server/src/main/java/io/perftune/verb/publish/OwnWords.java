package io.perftune.verb.publish;

import static io.perftune.verb.publish.RequestRows.point;

import io.perftune.lake.Evidence;
import io.perftune.value.Json;
import io.perftune.value.Row;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/// Keeps from the lake what an endpoint or a program said in its own words: that may repeat a
/// prompt, an address or a person's name. It stays in the campaign.
final class OwnWords {
  private static final String INSTEAD = "words that the campaign keeps";

  /// How a reason leads over to somebody else's words.
  private static final Pattern LEAD =
      Pattern.compile("(, the first with (?:\\d{3} )?|could not be started: )");

  private OwnWords() {}

  /// The same evidence with rows whose reasons quote nobody.
  static Evidence withheld(Evidence evidence, RequestRows requests) throws IOException {
    Map<String, String> reasons = new HashMap<>();
    for (Row row : evidence.rows()) {
      String reason = row.text("status_reason");
      if (reason != null && LEAD.matcher(reason).find()) {
        reasons.put(point(row.columns()), reason);
      }
    }
    if (reasons.isEmpty()) {
      return evidence;
    }
    requests.whole((line, _) -> {
      String said = Json.text(line, "error_message");
      if (said != null && !said.isBlank()) {
        reasons.computeIfPresent(point(line), (_, reason) -> reason.replace(said, INSTEAD));
      }
    });
    List<Row> rows = evidence.rows().stream().map(row -> without(row, reasons)).toList();
    return new Evidence(
        evidence.campaignId(),
        evidence.campaign(),
        rows,
        evidence.reportStatus(),
        evidence.provenance(),
        evidence.hashes());
  }

  private static Row without(Row row, Map<String, String> reasons) {
    String reason = reasons.get(point(row.columns()));
    if (reason == null) {
      return row;
    }
    ObjectNode columns = row.columns().deepCopy();
    return new Row(columns.put("status_reason", unquoted(reason)));
  }

  /// Words that no request tells are cut off to the reason's end.
  private static String unquoted(String reason) {
    var lead = LEAD.matcher(reason);
    if (!lead.find() || reason.startsWith(INSTEAD, lead.end())) {
      return reason;
    }
    return reason.substring(0, lead.end()) + INSTEAD;
  }
}
