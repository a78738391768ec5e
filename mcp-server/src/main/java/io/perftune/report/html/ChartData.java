package io.perftune.report.html;

import io.perftune.report.page.Axis;
import io.perftune.report.page.Bars;
import io.perftune.report.page.Chart;
import io.perftune.report.page.Document;
import io.perftune.report.page.Figure;
import io.perftune.report.page.Page;
import io.perftune.report.page.Series;
import io.perftune.report.page.Timeline;
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
      page.figures().forEach(figure -> charts.set(figure.id(), figure(figure)));
    }
    ArrayNode texts = json.putArray("tips");
    tips.keySet().forEach(tip -> texts.add(Json.strings(tip)));
    return json;
  }

  private ObjectNode figure(Figure figure) {
    return switch (figure) {
      case Chart chart -> chart(chart);
      case Bars bars -> bars(bars);
      case Timeline timeline -> timeline(timeline);
    };
  }

  private ObjectNode chart(Chart chart) {
    ObjectNode json = Json.object().put("form", "chart").put("title", chart.title());
    json.set("x", axis(chart.x()));
    json.set("y", axis(chart.y()));
    ArrayNode series = json.putArray("series");
    chart.series().forEach(line -> series.add(series(line)));
    return json;
  }

  /// Bars as rows of spans, each from where the one before it ends.
  private ObjectNode bars(Bars bars) {
    ObjectNode json = rows(bars.title(), bars.value(), bars.parts());
    ArrayNode labels = json.putArray("labels");
    ArrayNode spans = json.putArray("spans");
    for (int row = 0; row < bars.bars().size(); row++) {
      labels.add(bars.bars().get(row).label());
      double end = 0;
      for (Bars.Piece piece : bars.bars().get(row).pieces()) {
        spans.add(span(row, piece.part(), end, end + piece.length(), piece.tip()));
        end += piece.length();
      }
    }
    return json;
  }

  private ObjectNode timeline(Timeline timeline) {
    ObjectNode json = rows(timeline.title(), timeline.time(), timeline.phases());
    ArrayNode labels = json.putArray("labels");
    ArrayNode spans = json.putArray("spans");
    for (int row = 0; row < timeline.lanes().size(); row++) {
      labels.add(timeline.lanes().get(row).label());
      for (Timeline.Span span : timeline.lanes().get(row).spans()) {
        spans.add(span(row, span.phase(), span.from(), span.to(), span.tip()));
      }
    }
    return json;
  }

  private static ObjectNode rows(String title, Axis value, List<Bars.Part> parts) {
    ObjectNode json = Json.object().put("form", "rows").put("title", title);
    json.set("x", axis(value));
    ArrayNode kinds = json.putArray("series");
    parts.forEach(part -> kinds.addObject().put("name", part.name()).put("colour", part.colour()));
    return json;
  }

  /// A span as row, kind, from, to, number of its tip.
  private ArrayNode span(int row, int kind, double from, double to, List<String> tip) {
    return Json.array().add(row).add(kind).add(from).add(to).add(number(tip));
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
            .put("form", series.form().name().toLowerCase(Locale.ROOT))
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
    if (mark.look().shade() != null) {
      json.put("shade", mark.look().shade());
    }
    if (mark.look().hatched()) {
      json.put("hatched", true);
    }
    return json.put("tip", number(mark.tip()));
  }

  private int number(List<String> tip) {
    return tips.computeIfAbsent(tip, _ -> tips.size());
  }
}
