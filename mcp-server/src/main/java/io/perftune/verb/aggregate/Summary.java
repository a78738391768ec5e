package io.perftune.verb.aggregate;

import io.perftune.atlas.Atlas;
import io.perftune.config.Tables;
import io.perftune.report.content.FreeText;
import io.perftune.value.Campaign;
import io.perftune.value.ContextLine;
import io.perftune.value.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// summary.md: what the campaign found so far, as one table under its coverage and its context.
final class Summary {
  private static final List<String> HEADS =
      List.of(
          "cell",
          "c",
          "status",
          "n",
          "TTFT p50 ms",
          "TTFO p50 ms (coverage)",
          "output speed p50 tok/s",
          "output tok/s",
          "%SoL");

  private static final int LONGEST = 4_000;

  private Summary() {}

  /// The text of summary.md.
  static String markdown(String campaignId, Campaign campaign, Atlas atlas) {
    ContextLine context = ContextLine.of(Tables.table(Tables.ATLAS), atlas.rows());
    StringBuilder text = new StringBuilder("# ").append(campaignId).append("\n\n");
    String description = campaign.text("description");
    if (description != null && !description.isBlank()) {
      text.append(oneLine(description)).append("\n\n");
    }
    text.append(atlas.coverage().headerLine()).append("\n\n");
    if (atlas.rows().isEmpty()) {
      text.append("Nothing was measured yet.\n");
    } else {
      text.append("Context: ").append(oneLine(context.text())).append("\n\n");
      table(text, atlas.rows(), context.differing());
    }
    return text.append('\n').append(oneLine(campaign.nextLeverLine())).append('\n').toString();
  }

  private static void table(StringBuilder text, List<Row> rows, List<String> differing) {
    List<String> heads = new ArrayList<>(HEADS);
    heads.addAll(differing);
    line(text, heads);
    line(text, heads.stream().map(_ -> "---").toList());
    for (Row row : rows) {
      List<String> entries = new ArrayList<>(figures(row));
      differing.forEach(column -> entries.add(ContextLine.shown(row, column)));
      line(text, entries);
    }
  }

  private static List<String> figures(Row row) {
    Double coverage = row.number("ttfo_coverage");
    String answered =
        coverage == null ? "" : String.format(Locale.ROOT, " (%.0f %%)", 100 * coverage);
    return List.of(
        ContextLine.shown(row, "cell_id"),
        ContextLine.shown(row, "concurrency"),
        status(row),
        ContextLine.shown(row, "n"),
        figure(row, "ttft_p50_ms"),
        figure(row, "ttfo_p50_ms") + answered,
        figure(row, "output_speed_p50_tps"),
        figure(row, "output_tps"),
        figure(row, "sol_pct"));
  }

  private static String status(Row row) {
    String reason = row.text("status_reason");
    String status = ContextLine.shown(row, "status");
    return reason == null ? status : status + ": " + reason;
  }

  private static String figure(Row row, String column) {
    Double value = row.number(column);
    return value == null
        ? ContextLine.shown(row, column)
        : String.format(Locale.ROOT, "%.1f", value);
  }

  private static void line(StringBuilder text, List<String> entries) {
    text.append(
        entries.stream().map(Summary::oneLine).collect(Collectors.joining(" | ", "| ", " |\n")));
  }

  private static String oneLine(String text) {
    return FreeText.markdown(text, LONGEST);
  }
}
