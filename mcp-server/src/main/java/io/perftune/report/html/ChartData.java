package io.perftune.report.html;

import io.perftune.report.page.Axis;
import io.perftune.report.page.Chart;
import io.perftune.report.page.Document;
import io.perftune.report.page.Page;
import io.perftune.report.page.Series;
import io.perftune.value.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The charts of a document as the JSON that is embedded in it once; what a mark tells a reader is
/// held once and named by its number.
final class ChartData {
  private final Map<List<String>, Integer> tips = new LinkedHashMap<>();

  private ChartData() {}

  /// JSON that is inert inside a script element: no `<`, `>`, `&` or line separator in it.
  static String embedded(Document document) {
    return Json.line(new ChartData().json(document))
        .replace("&", "\\u0026")
        .replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029");
  }

  private ObjectNode json(Document document) {
    ObjectNode json = Json.object();
    ObjectNode charts = json.putObject("charts");
    for (Page page : document.pages()) {
      for (Chart chart : page.charts()) {
        charts.set(chart.id(), chart(chart));
      }
    }
    ArrayNode texts = json.putArray("tips");
    tips.keySet().forEach(tip -> texts.add(Json.strings(tip)));
    return json;
  }

  private ObjectNode chart(Chart chart) {
    ObjectNode json = Json.object().put("title", chart.title());
    json.set("x", axis(chart.x()));
    json.set("y", axis(chart.y()));
    ArrayNode series = json.putArray("series");
    chart.series().forEach(line -> series.add(series(line)));
    return json;
  }

  private static ObjectNode axis(Axis axis) {
    return Json.object()
        .put("title", axis.title())
        .put("scale", axis.scale().name().toLowerCase(Locale.ROOT))
        .put("min", axis.min())
        .put("max", axis.max())
        .put("step", axis.step());
  }

  private ObjectNode series(Series series) {
    ObjectNode json =
        Json.object()
            .put("name", series.name())
            .put("colour", series.colour())
            .put("dashed", series.dashed());
    ArrayNode marks = json.putArray("marks");
    series.marks().forEach(mark -> marks.add(mark(mark)));
    return json;
  }

  private ObjectNode mark(Series.Mark mark) {
    ObjectNode json = Json.object().put("x", mark.x()).put("y", mark.y());
    if (mark.label() != null) {
      json.put("label", mark.label());
    }
    if (mark.low() != null && mark.high() != null) {
      json.put("low", mark.low()).put("high", mark.high());
    }
    return json.put("tip", tips.computeIfAbsent(mark.tip(), _ -> tips.size()));
  }
}
