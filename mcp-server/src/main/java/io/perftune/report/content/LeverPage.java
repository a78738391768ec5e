package io.perftune.report.content;

import io.perftune.report.page.DataTable;
import io.perftune.report.page.Entry;
import io.perftune.report.page.Page;
import io.perftune.report.page.Remark;
import io.perftune.value.Json;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// The last page: the next lever, as the campaign declares it.
final class LeverPage {
  static final String ID = "next-lever";

  private static final String DECLARE =
      "Declare it in the campaign file before campaign_init: next_lever: {change: <what to change>,"
          + " unlock: <direction and size>, gate: <the measurement that proves or refutes it>}.";

  private LeverPage() {}

  static Page of(JsonNode lever) {
    List<Remark> remarks = new ArrayList<>();
    List<DataTable> tables = new ArrayList<>();
    if (lever.isObject()) {
      tables.add(table(lever));
    } else if (lever.isString()) {
      remarks.add(Remark.plain(FreeText.line(lever.asString(), 600)));
    } else {
      remarks.add(Remark.caution("No next lever is declared. " + DECLARE));
    }
    return new Page(ID, "The next lever", null, remarks, List.of(), tables);
  }

  private static DataTable table(JsonNode lever) {
    List<List<Entry>> rows = new ArrayList<>();
    rows.add(row("change", "change", lever));
    rows.add(row("expected unlock", "unlock", lever));
    rows.add(row("gate that proves or refutes it", "gate", lever));
    return DataTable.of(
        "Declared by the campaign",
        List.of(DataTable.Column.text("part"), DataTable.Column.text("declared")),
        rows);
  }

  private static List<Entry> row(String heading, String member, JsonNode lever) {
    String text = Json.text(lever, member);
    return List.of(
        Entry.of(heading),
        text == null ? Entry.absent("not declared") : Entry.of(FreeText.line(text, 600)));
  }
}
