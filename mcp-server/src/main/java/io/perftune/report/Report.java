package io.perftune.report;

import static java.util.Objects.requireNonNull;

import io.perftune.report.content.Content;
import io.perftune.report.content.Focus;
import io.perftune.report.content.FreeText;
import io.perftune.report.content.PartialPage;
import io.perftune.report.content.ReportInput;
import io.perftune.report.page.Document;
import io.perftune.report.page.Page;
import io.perftune.value.Json;
import io.perftune.value.UtcStamp;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A report as it is before it is drawn: its document, and its status for machines.
///
/// The same input gives the same report: no clock, no locale, no randomness.
public record Report(Document document, ReportStatus status) {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  public Report {
    requireNonNull(document, "document is null");
    requireNonNull(status, "status is null");
  }

  /// The report of a campaign.
  public static Report of(ReportInput input) {
    Content content = Content.of(input);
    String source =
        "Made from atlas.jsonl of %s, sha256 %s, rows: %s."
            .formatted(
                input.campaignId(), input.atlasSha256(), String.valueOf(input.rows().size()));
    Document document = new Document(title(input), subtitles(input), content.pages(), source);
    return new Report(document, status(input, content));
  }

  private static ReportStatus status(ReportInput input, Content content) {
    ReportStatus.Pages pages =
        new ReportStatus.Pages(
            content.pages().stream().map(Page::id).toList(),
            content.omitted(),
            content.partial().stream().map(PartialPage::page).toList());
    return new ReportStatus(
        input.campaignId(),
        input.atlasSha256(),
        input.rows().size(),
        Focus.of(input.campaign(), input.rows()),
        content.grounding(),
        input.coverage(),
        pages,
        input.campaign().nextLever(),
        input.beside().levers().stream().filter(lever -> !lever.declared()).toList());
  }

  private static String title(ReportInput input) {
    String declared =
        Json.text(input.campaign().json().path("provenance").path("identity"), "title");
    String title = input.words().title();
    String chosen = title != null ? title : declared != null ? declared : input.campaign().name();
    return FreeText.line(chosen, 200);
  }

  private static List<String> subtitles(ReportInput input) {
    List<String> lines = new ArrayList<>();
    lines.add(input.campaignId() + date(input.campaignId()));
    add(lines, "", input.campaign().text("description"));
    add(lines, "Variants: ", input.words().variants());
    add(lines, "Data source: ", input.words().dataSource());
    return lines;
  }

  private static String date(String campaignId) {
    return UtcStamp.in(campaignId).map(instant -> ", " + DATE.format(instant)).orElse("");
  }

  private static void add(List<String> lines, String prefix, @Nullable String text) {
    if (text != null && !text.isBlank()) {
      lines.add(prefix + FreeText.line(text, 600));
    }
  }
}
