package io.perftune.report;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.fixtures.Chromium;
import io.perftune.report.html.HtmlReport;
import io.perftune.report.page.Chart;
import io.perftune.report.page.Document;
import io.perftune.report.page.Page;
import io.perftune.report.page.Series;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;

/// report.html as a reader meets it: opened from disk in a real browser.
class ReportInChromiumIT {
  private static final Document FULL = FullCampaign.report().document();
  private static final Map<String, Document> DOCUMENTS =
      Map.of("full", FULL, "mixed", Reports.mixed().document(), "showcase", Showcase.document());

  @TempDir static Path directory;

  private static Chromium chromium;
  private static OpenReport report;

  @BeforeAll
  static void start() throws IOException {
    chromium = Chromium.start();
    report = new OpenReport(chromium, directory);
    report.emulate("", "light");
    for (var each : DOCUMENTS.entrySet()) {
      Files.write(directory.resolve(each.getKey() + ".html"), HtmlReport.render(each.getValue()));
    }
  }

  @AfterAll
  static void stop() {
    if (chromium != null) {
      chromium.close();
    }
  }

  /// Whatever a test did, nothing was asked of a network and nothing was complained of.
  @AfterEach
  void emulateNothing() {
    report.emulate("", "light");
  }

  @AfterEach
  void asksNoNetworkAndComplainsOfNothing() {
    assertThat(chromium.requests()).isNotEmpty().allMatch(ReportInChromiumIT::local);
    assertThat(chromium.console()).isEmpty();
  }

  private static boolean local(String address) {
    return address.startsWith("file:") || address.startsWith("data:");
  }

  @Test
  void tooltipShowsTheValuesOfThePointUnderThePointer() {
    report.open("mixed");
    Chart chart = document("mixed").pages().getFirst().charts().getFirst();
    Series series = chart.series().getFirst();
    assertThat(series.marks()).hasSizeGreaterThan(1);
    for (Series.Mark mark : series.marks()) {
      report.point(chart.id(), mark.x(), mark.y());
      List<String> tip = new ArrayList<>(List.of(series.name()));
      tip.addAll(mark.tip());
      chromium.await(
          "[...document.querySelectorAll('.tip')].some((tip) => tip.checkVisibility()"
              + " && [...tip.children].map((line) => line.textContent).join('|') === given[0])",
          String.join("|", tip));
    }
  }

  @Test
  void tooltipOfASpanNamesIt() {
    report.open("showcase");
    report.point("bars-12", 18, 0);
    chromium.await(
        "[...document.querySelectorAll('.tip')].some((tip) => tip.checkVisibility()"
            + " && tip.innerText === 'running\\nown')");
  }

  @Test
  void legendHidesACurveAndBringsItBackByMouseAndKeyboard() {
    report.open("showcase");
    String drawn = "document.querySelectorAll('#chart-ecdf path[stroke=\"#009E73\" i]').length > 0";
    chromium.await(drawn);
    report.click("#chart-ecdf + .legend button:nth-child(3)");
    chromium.await("!(" + drawn + ")");
    assertThat(report.attribute("#chart-ecdf + .legend button:nth-child(3)", "aria-pressed"))
        .isEqualTo("false");
    chromium.hands().sendKeys(Keys.SPACE).perform();
    chromium.await(drawn);
    assertThat(report.attribute("#chart-ecdf + .legend button:nth-child(3)", "aria-pressed"))
        .isEqualTo("true");
  }

  @Test
  void zoomChangesTheAxesAndResets() {
    report.open("showcase");
    List<String> whole = report.chartTexts("ecdf");
    assertThat(whole).contains("1,000", "TTFT (ms)");
    report.click("#chart-ecdf ~ .zoom button:nth-child(1)");
    chromium.await(OpenReport.changed("ecdf", true), String.join("|", whole));
    assertThat(report.chartTexts("ecdf")).doesNotContain("1,000");
    report.click("#chart-ecdf ~ .zoom button:nth-child(3)");
    chromium.await(OpenReport.changed("ecdf", false), String.join("|", whole));
    report.wheel("ecdf", 500, 0.5);
    chromium.await(OpenReport.changed("ecdf", true), String.join("|", whole));
    report.click("#chart-ecdf ~ .zoom button:nth-child(3)");
    chromium.await(OpenReport.changed("ecdf", false), String.join("|", whole));
  }

  @Test
  void labelOfEveryBoundIsShownAtItsEnd() {
    for (String name : List.of("showcase", "full")) {
      report.open(name);
      for (Chart chart : charts(document(name))) {
        List<String> texts = report.chartTexts(chart.id());
        chart.series().stream()
            .filter(series -> series.form() == Series.Form.BOUND)
            .map(series -> series.marks().getLast().label())
            .filter(label -> label != null)
            .forEach(label -> assertThat(texts).as(chart.id()).contains(label));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"full", "mixed", "showcase"})
  void noTwoTextsOfAChartCoverEachOther(String name) {
    report.open(name);
    for (int width : new int[] {1400, 400}) {
      report.width(width);
      assertThat(
              chromium.texts(
                  """
                  return [...document.querySelectorAll(".chart svg")].flatMap((svg) => {
                    const texts = [...svg.querySelectorAll("text")].map((text) => ({ text, at: text.getBoundingClientRect() }))
                      .filter(({ at }) => at.width > 0);
                    const covers = (a, b) => a.left < b.right - 2 && b.left < a.right - 2 && a.top < b.bottom - 4 && b.top < a.bottom - 4;
                    return texts.flatMap((a, i) => texts.slice(i + 1).filter((b) => covers(a.at, b.at))
                      .map((b) => svg.closest(".chart").id + ": " + a.text.textContent + " / " + b.text.textContent));
                  });
                  """))
          .as("%d px", width)
          .isEmpty();
    }
  }

  @Test
  void labelsOfAHiddenCurveGoWithIt() {
    report.open("showcase");
    assertThat(report.chartTexts("roofline")).contains("ISL 1k", "ISL 10k");
    report.click("#chart-roofline + .legend button:nth-child(3)");
    chromium.await(
        "![...document.querySelectorAll('#chart-roofline svg text')]"
            + ".some((text) => text.textContent.startsWith('ISL'))");
    report.click("#chart-roofline + .legend button:nth-child(3)");
    chromium.await(
        "[...document.querySelectorAll('#chart-roofline svg text')]"
            + ".some((text) => text.textContent === 'ISL 10k')");
  }

  @Test
  void pictureIsSavedAsTheChartStands() {
    report.open("showcase");
    assertThat(
            chromium.texts(
                "const saved = []; HTMLAnchorElement.prototype.click = function () {"
                    + " saved.push(this.download, decodeURIComponent(this.href)); };"
                    + "document.querySelector('#chart-ecdf ~ .zoom button:nth-child(4)').click();"
                    + "return saved;"))
        .satisfiesExactly(
            name -> assertThat(name).isEqualTo("Distribution.svg"),
            svg -> assertThat(svg).startsWith("data:image/svg+xml").contains("TTFT (ms)"));
  }

  /// The table of every point of a large campaign is sorted while a reader waits.
  @Test
  void tableOfTenThousandRowsSorts() throws IOException {
    Page page =
        new Page(
            "points", "All points", null, List.of(), List.of(), List.of(Showcase.heat(10_000, 20)));
    Files.write(directory.resolve("many.html"), HtmlReport.render(Showcase.of(page)));
    chromium.open(directory.resolve("many.html"));
    String first = "document.querySelector('tbody tr').cells[5].textContent";
    assertThat(chromium.script("return document.querySelectorAll('tbody tr').length;"))
        .isEqualTo(10_000L);
    assertThat(chromium.script("return " + first + ";")).isEqualTo("500.5± 2");
    String press = "document.querySelectorAll('thead button')[5].click();";
    String shown =
        "return [...document.querySelectorAll('tbody tr')].filter((row) => row.checkVisibility()).length;";
    Object _ = chromium.script(press + press);
    assertThat(report.number(shown)).isEqualTo(200);
    assertThat(chromium.script("return " + first + ";")).isEqualTo("5000000.5± 2");
    report.click(".table + .footnote button");
    assertThat(report.number(shown)).isEqualTo(10_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"full", "mixed", "showcase"})
  void noTextOfAChartIsCutAtAnyWidth(String name) {
    report.open(name);
    for (int width : new int[] {1400, 900, 400}) {
      report.width(width);
      assertThat(
              chromium.texts(
                  """
                  return [...document.querySelectorAll(".chart svg")].flatMap((svg) => {
                    const box = svg.getBoundingClientRect();
                    return [...svg.querySelectorAll("text")].filter((text) => {
                      const at = text.getBoundingClientRect();
                      return at.width > 0 && (at.left < box.left - 1 || at.right > box.right + 1
                        || at.top < box.top - 1 || at.bottom > box.bottom + 1);
                    }).map((text) => svg.closest(".chart").id + ": " + text.textContent);
                  });
                  """))
          .as("%d px", width)
          .isEmpty();
    }
  }

  @Test
  void tableSortsNumbersByNumberByMouseAndKeyboard() {
    report.open("showcase");
    String head = "#page-2b thead th:nth-child(6)";
    List<String> ascending =
        IntStream.rangeClosed(1, 8)
            .mapToObj(row -> 500.0 * row + 0.5)
            .map(String::valueOf)
            .toList();
    report.click(head + " button");
    assertThat(report.column()).isEqualTo(ascending);
    assertThat(report.attribute(head, "aria-sort")).isEqualTo("ascending");
    chromium.hands().sendKeys(Keys.ENTER).perform();
    assertThat(report.column()).isEqualTo(ascending.reversed());
    assertThat(report.attribute(head, "aria-sort")).isEqualTo("descending");
    report.click("#page-2b thead th:nth-child(1) button");
    assertThat(report.column()).isEqualTo(ascending);
    assertThat(report.attribute(head, "aria-sort")).isEqualTo("null");
  }

  @ParameterizedTest
  @ValueSource(strings = {"mixed", "showcase"})
  void tabulatorReachesEverythingInOrderAndShowsWhereItIs(String name) {
    report.open(name);
    long count =
        report.number(
            """
            const reachable = [...document.querySelectorAll("a[href], button, [tabindex='0']")]
              .filter((each) => each.checkVisibility());
            reachable.forEach((each, index) => { each.dataset.reach = index; });
            return reachable.length;
            """);
    assertThat(count).isGreaterThan(20);
    for (long i = 0; i < count; i++) {
      chromium.hands().sendKeys(Keys.TAB).perform();
      assertThat(report.number("return Number(document.activeElement.dataset.reach ?? -1);"))
          .isEqualTo(i);
      assertThat(chromium.script("return getComputedStyle(document.activeElement).outlineStyle;"))
          .isNotEqualTo("none");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"light", "dark"})
  void everyTextStandsOutFromItsGround(String scheme) {
    report.emulate("", scheme);
    for (String name : DOCUMENTS.keySet()) {
      report.open(name);
      assertThat(chromium.texts(OpenReport.FAINT)).as(name).isEmpty();
      boolean dark =
          Boolean.TRUE.equals(
              chromium.script(
                  "return getComputedStyle(document.body).backgroundColor.match(/\\d+/g)"
                      + ".every((channel) => channel < 60);"));
      assertThat(dark).isEqualTo(scheme.equals("dark"));
    }
  }

  @Test
  void buttonTurnsDarkAndBack() {
    report.open("mixed");
    String ground = "return getComputedStyle(document.body).backgroundColor;";
    Object light = chromium.script(ground);
    report.click("#theme");
    assertThat(chromium.script(ground)).isNotEqualTo(light);
    report.click("#theme");
    assertThat(chromium.script(ground)).isEqualTo(light);
  }

  @Test
  void printsOnWhiteLandscapePaperEvenWhenItIsDark() throws IOException {
    report.emulate("", "dark");
    report.open("full");
    String data =
        String.valueOf(
            chromium.tell("Page.printToPDF", Map.of("preferCSSPageSize", true)).get("data"));
    try (PDDocument pdf = Loader.loadPDF(Base64.getDecoder().decode(data))) {
      String text = new PDFTextStripper().getText(pdf).replaceAll("\\s+", "");
      for (Page page : FULL.pages()) {
        assertThat(text).contains(page.title().replaceAll("\\s+", ""));
      }
      assertThat(text).doesNotContain("Resetzoom", "\u2195");
      assertThat(text).contains("arithmeticintensity(FLOP/byte)");
      assertThat(pdf.getPage(0).getMediaBox().getWidth())
          .isGreaterThan(pdf.getPage(0).getMediaBox().getHeight());
      BufferedImage first = new PDFRenderer(pdf).renderImageWithDPI(0, 30);
      assertThat(brightness(first)).isGreaterThan(0.9);
    }
  }

  @Test
  void printMediaHidesWhatPaperCannotDo() {
    report.open("mixed");
    report.emulate("print", "light");
    assertThat(
            chromium.texts(
                "return [...document.querySelectorAll('nav, #theme, .zoom, thead button')]"
                    + ".filter((each) => each.checkVisibility()).map((each) => each.outerHTML);"))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"full", "mixed", "showcase"})
  void narrowPageNeverScrollsSideways(String name) {
    report.open(name);
    for (int width : new int[] {400, 320}) {
      report.width(width);
      assertThat(report.number("return document.documentElement.scrollWidth;"))
          .isEqualTo(report.number("return document.documentElement.clientWidth;"))
          .isLessThanOrEqualTo(width);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"full", "mixed", "showcase"})
  void everyPartHasAnAccessibleName(String name) {
    report.open(name);
    Map<String, Integer> named = new java.util.TreeMap<>();
    for (Object node :
        (List<?>)
            chromium
                .tell("Accessibility.getFullAXTree", Map.of())
                .getOrDefault("nodes", List.of())) {
      Map<?, ?> values = (Map<?, ?>) node;
      String role = value(values.get("role"));
      if (List.of(
              "image", "img", "figure", "table", "region", "link", "button", "group", "navigation")
          .contains(role)) {
        assertThat(value(values.get("name"))).as("%s %s", role, values).isNotBlank();
        named.merge(role.equals("img") ? "image" : role, 1, Integer::sum);
      }
    }
    Document document = document(name);
    assertThat(named.getOrDefault("image", 0))
        .isEqualTo(document.pages().stream().mapToInt(page -> page.figures().size()).sum());
    assertThat(named.getOrDefault("table", 0))
        .isEqualTo(document.pages().stream().mapToInt(page -> page.tables().size()).sum());
  }

  private static String value(@org.jspecify.annotations.Nullable Object of) {
    return of instanceof Map<?, ?> map ? String.valueOf(map.get("value")) : "";
  }

  private static Document document(String name) {
    return requireNonNull(DOCUMENTS.get(name), name);
  }

  private static List<Chart> charts(Document document) {
    return document.pages().stream().flatMap(page -> page.charts().stream()).toList();
  }

  private static double brightness(BufferedImage picture) {
    return IntStream.range(0, picture.getWidth() * picture.getHeight())
            .map(i -> picture.getRGB(i % picture.getWidth(), i / picture.getWidth()) >> 8 & 0xFF)
            .average()
            .orElse(0)
        / 255;
  }
}
