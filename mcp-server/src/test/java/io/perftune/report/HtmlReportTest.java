package io.perftune.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.fixtures.SampleRows;
import io.perftune.report.html.HtmlReport;
import io.perftune.value.AaShape;
import io.perftune.value.Campaign;
import io.perftune.value.Json;
import io.perftune.value.Row;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class HtmlReportTest {
  private static final String HOSTILE =
      "</script><!--<img src=x onerror=alert(1)>\u202Egnp.\u2028\u2029'\"&\u0000\uD800\n\nend";

  @Test
  void sameInputGivesTheSameBytesInAnyLocaleAndTimeZone() {
    byte[] here = HtmlReport.render(Reports.mixed().document());
    String status = Json.pretty(Reports.mixed().status().toJson());
    Locale locale = Locale.getDefault();
    TimeZone zone = TimeZone.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati"));

      assertThat(HtmlReport.render(Reports.mixed().document())).isEqualTo(here);
      assertThat(Json.pretty(Reports.mixed().status().toJson())).isEqualTo(status);
    } finally {
      Locale.setDefault(locale);
      TimeZone.setDefault(zone);
    }
  }

  @Test
  void asksNothingOfAnyNetwork() {
    String markup = Reports.ownMarkup(Reports.mixed());

    assertThat(markup).contains("default-src &#39;none&#39;");
    assertThat(
            Pattern.compile("(?i)(src|href|action|data)\\s*=\\s*[\"']?\\s*(https?:)?//")
                .matcher(markup)
                .results())
        .isEmpty();
    assertThat(markup).doesNotContain("@import", "url(");
  }

  @Test
  void everyScriptIsAllowedByItsHash() throws Exception {
    String html = Reports.html(Reports.plain());
    var scripts = Pattern.compile("(?s)<script>(.*?)</script>").matcher(html).results().toList();

    assertThat(scripts).hasSize(2);
    for (var script : scripts) {
      byte[] hash =
          java.security.MessageDigest.getInstance("SHA-256")
              .digest(script.group(1).getBytes(java.nio.charset.StandardCharsets.UTF_8));
      assertThat(html).contains("sha256-" + java.util.Base64.getEncoder().encodeToString(hash));
    }
  }

  @Test
  void hostileTextIsInertInEveryField() {
    String markup = Reports.ownMarkup(hostile());

    assertThat(markup).doesNotContain("<img", "<!--", "\u0000", "\u2028", "?end");
    assertThat(count(markup, "</script")).isEqualTo(1);
    assertThat(markup).contains("&lt;img src=x onerror=alert(1)&gt;");
  }

  @Test
  void textOfAnotherDirectionStaysInsideItsOwnElement() {
    Row row =
        SampleRows.point("a", AaShape.AA_1K, 1).set("notes", "\u05E9\u05DC\u05D5\u05DD").row();
    Campaign campaign =
        GatewayCampaign.empty().set("description", "\u05E9\u05DC\u05D5\u05DD").campaign();
    String markup =
        Reports.ownMarkup(Reports.of(campaign, List.of(row), GatewayCampaign.full(1, 1)));

    assertThat(markup).contains("\u05E9\u05DC\u05D5\u05DD");
    assertThat(markup.replaceAll("(?s)<bdi>.*?</bdi>", "")).doesNotContain("\u05E9");
    assertThat(Reports.html(hostile())).doesNotContain("\u202E");
  }

  @Test
  void embeddedDataSurviveHostileText() {
    String html = Reports.html(hostile());
    int start = html.indexOf("id=\"data\">") + "id=\"data\">".length();
    JsonNode data = Json.MAPPER.readTree(html.substring(start, html.indexOf("</script>", start)));

    assertThat(
            data.required("charts")
                .required("ttft")
                .required("series")
                .get(0)
                .required("marks")
                .isEmpty())
        .isFalse();
  }

  @Test
  void tenThousandCharactersAreCutAndCounted() {
    Row row = SampleRows.point("a", AaShape.AA_1K, 1).set("notes", "n".repeat(10_000)).row();
    Campaign campaign = GatewayCampaign.empty().set("description", "d".repeat(10_000)).campaign();
    String markup =
        Reports.ownMarkup(Reports.of(campaign, List.of(row), GatewayCampaign.full(1, 1)));

    assertThat(markup).contains("… (9,400 more characters)").doesNotContain("n".repeat(601));
  }

  @Test
  void tablesAreRealAndNamed() {
    String markup = Reports.ownMarkup(Reports.plain());

    assertThat(count(markup, "<table>")).isEqualTo(count(markup, "<caption>")).isPositive();
    assertThat(markup).contains("<th scope=\"col\"", "<th scope=\"row\"", "<html lang=\"en\">");
    assertThat(count(markup, "role=\"img\"")).isEqualTo(count(markup, "<figure ")).isPositive();
  }

  private static Report hostile() {
    SampleRows row = SampleRows.point(HOSTILE, AaShape.AA_1K, 1);
    for (String column :
        List.of(
            "model",
            "hardware",
            "quant",
            "image",
            "notes",
            "serving_engine",
            "variant_key",
            "endpoint_origin",
            "reasoning_parser",
            "status_reason",
            "tool_version")) {
      row.set(column, HOSTILE + column);
    }
    Campaign campaign =
        GatewayCampaign.empty()
            .set("name", HOSTILE)
            .set("description", HOSTILE)
            .lever(HOSTILE, HOSTILE, HOSTILE)
            .campaign();
    Row other = SampleRows.point("other", AaShape.AA_1K, 2).row();
    return Reports.of(campaign, List.of(row.row(), other), GatewayCampaign.full(2, 2));
  }

  private static int count(String text, String part) {
    return text.split(Pattern.quote(part), -1).length - 1;
  }
}
