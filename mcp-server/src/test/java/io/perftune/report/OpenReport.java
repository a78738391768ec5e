package io.perftune.report;

import static java.util.Objects.requireNonNull;

import io.perftune.fixtures.Chromium;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.openqa.selenium.Keys;
import org.openqa.selenium.interactions.WheelInput;

/// A report in a browser, and what a reader does to it.
///
/// @param directory of the reports
record OpenReport(Chromium chromium, Path directory) {
  /// Texts that stand out from their ground by less than 4.5, WCAG 2.2's least contrast ratio of
  /// text; what is switched off is left out.
  static final String FAINT =
      """
      const channels = (colour) => colour.match(/[\\d.]+/g).map(Number);
      const linear = (c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
      const light = (of) => [0.2126, 0.7152, 0.0722]
        .reduce((sum, weight, i) => sum + weight * linear(of[i] / 255), 0.05);
      const ground = (element) => {
        for (let each = element; each; each = each.parentElement) {
          const colour = channels(getComputedStyle(each).backgroundColor);
          if (colour.length === 3 || colour[3] === 1) { return colour; }
        }
        return [255, 255, 255];
      };
      const words = (element) => [...element.childNodes]
        .some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
      const faint = [];
      for (const element of document.body.querySelectorAll("*")) {
        if (!words(element) || !element.checkVisibility() || element.closest("script, noscript, [aria-disabled=true]")) {
          continue;
        }
        const style = getComputedStyle(element);
        const svg = element.namespaceURI.endsWith("svg");
        const own = light(channels(svg ? style.fill : style.color));
        const behind = light(ground(element));
        const ratio = Math.max(own, behind) / Math.min(own, behind);
        if (ratio < 4.5) { faint.push(ratio.toFixed(2) + " " + element.outerHTML.slice(0, 200)); }
      }
      return faint;
      """;

  OpenReport {
    requireNonNull(chromium, "chromium is null");
    requireNonNull(directory, "directory is null");
  }

  /// Opens one, as wide as the window.
  void open(String name) {
    chromium.tell("Emulation.clearDeviceMetricsOverride", Map.of());
    chromium.open(directory.resolve(name + ".html"));
    chromium.await(
        "[...document.querySelectorAll('.chart')]"
            + ".every((chart) => chart.querySelector('svg[viewBox]'))");
  }

  /// Makes the window so wide, and waits until the charts follow.
  void width(int pixels) {
    chromium.tell(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", pixels, "height", 900, "deviceScaleFactor", 1, "mobile", false));
    chromium.await(
        "innerWidth === given[0] && [...document.querySelectorAll('.chart')].every((chart) =>"
            + " chart.querySelector('svg').getAttribute('viewBox')"
            + " === `0 0 ${chart.clientWidth} ${chart.clientHeight}`)",
        pixels);
  }

  /// Shows the report on a medium, `""` for the screen, to a reader who prefers a scheme of colours
  /// and stillness.
  void emulate(String medium, String scheme) {
    chromium.tell(
        "Emulation.setEmulatedMedia",
        Map.of(
            "media",
            medium,
            "features",
            List.of(
                Map.of("name", "prefers-color-scheme", "value", scheme),
                Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
  }

  void click(String selector) {
    List<Long> at =
        place(
            "const at = document.querySelector(arguments[0]); at.scrollIntoView({block: 'center'});"
                + "const box = at.getBoundingClientRect();"
                + "return [box.left + box.width / 2, box.top + box.height / 2].map(Math.round);",
            selector);
    chromium.hands().moveToLocation(x(at), y(at)).click().perform();
  }

  /// Puts the pointer on a place of a chart, in the units of its axes.
  void point(String chart, double x, double y) {
    List<Long> at = onChart(chart, x, y);
    chromium.hands().moveToLocation(0, 0).moveToLocation(x(at), y(at)).perform();
  }

  /// Turns the wheel with Ctrl over a place of a chart.
  void wheel(String chart, double x, double y) {
    List<Long> at = onChart(chart, x, y);
    chromium
        .hands()
        .moveToLocation(x(at), y(at))
        .keyDown(Keys.CONTROL)
        .scrollFromOrigin(WheelInput.ScrollOrigin.fromViewport(x(at), y(at)), 0, -200)
        .keyUp(Keys.CONTROL)
        .perform();
  }

  private List<Long> onChart(String chart, double x, double y) {
    return place(
        "const box = document.getElementById('chart-' + arguments[0]);"
            + "box.scrollIntoView({block: 'center'});"
            + "const [x, y] = echarts.getInstanceByDom(box)"
            + ".convertToPixel({xAxisIndex: 0, yAxisIndex: 0}, [arguments[1], arguments[2]]);"
            + "const {left, top} = box.getBoundingClientRect();"
            + "return [left + x, top + y].map(Math.round);",
        chart,
        x,
        y);
  }

  private List<Long> place(String javaScript, Object... arguments) {
    return chromium.texts(javaScript, arguments).stream().map(Long::valueOf).toList();
  }

  private static int x(List<Long> place) {
    return Math.toIntExact(place.getFirst());
  }

  private static int y(List<Long> place) {
    return Math.toIntExact(place.getLast());
  }

  /// The value of an attribute, `null` where it is not there.
  String attribute(String selector, String name) {
    return String.valueOf(
        chromium.script(
            "return document.querySelector(arguments[0]).getAttribute(arguments[1]);",
            selector,
            name));
  }

  long number(String javaScript) {
    return Long.parseLong(String.valueOf(chromium.script(javaScript)));
  }

  /// The texts that a chart shows.
  List<String> chartTexts(String chart) {
    return chromium.texts(
        "return [...document.querySelectorAll('#chart-' + arguments[0] + ' svg text')]"
            + ".map((text) => text.textContent).sort();",
        chart);
  }

  /// The condition that a chart shows other texts than those given, or just those.
  static String changed(String chart, boolean changed) {
    return "([...document.querySelectorAll('#chart-"
        + chart
        + " svg text')].map((text) => text.textContent).sort().join('|') !== given[0]) === "
        + changed;
  }

  /// The figures of the sixth column of the table of page 2b.
  List<String> column() {
    return chromium.texts(
        "return [...document.querySelectorAll('#page-2b tbody td:nth-child(6) > span')]"
            + ".map((cell) => cell.textContent);");
  }
}
