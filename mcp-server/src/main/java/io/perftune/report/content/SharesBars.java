package io.perftune.report.content;

import io.perftune.report.page.Axis;
import io.perftune.report.page.Bars;
import io.perftune.report.page.Series;
import io.perftune.value.Row;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Stacks a figure of each category into one bar a capture; what comes after the largest categories
/// is put together.
record SharesBars(SolFigures figures, String column, double whole) {
  private static final int NAMED = 7;

  /// @param id of the figure
  /// @param rest the name of what is missing to the whole; null where nothing is
  Bars of(String id, String title, Axis axis, @Nullable String remark, @Nullable String rest) {
    List<String> named = largest();
    List<Bars.Part> parts = new ArrayList<>();
    named.forEach(name -> parts.add(new Bars.Part(FreeText.line(name, 40), parts.size())));
    int others = parts.size();
    parts.add(new Bars.Part("other categories", Series.GREY));
    if (rest != null) {
      parts.add(new Bars.Part(rest, Series.GREY));
    }
    List<Bars.Bar> bars = new ArrayList<>();
    figures
        .captures()
        .forEach((name, rows) -> bars.add(new Bars.Bar(name, pieces(rows, named, others, rest))));
    String alternative =
        title + ": " + Figures.counted(bars.size(), "bar") + ", each by category of kernel.";
    return new Bars(id, title, alternative, figures.context(), remark, axis, parts, bars);
  }

  private List<Bars.Piece> pieces(
      List<Row> rows, List<String> named, int others, @Nullable String rest) {
    Map<Integer, Double> lengths = new LinkedHashMap<>();
    Map<Integer, List<String>> tips = new LinkedHashMap<>();
    double sum = 0;
    for (Row row : rows) {
      double value = value(row);
      sum += value;
      int at = named.indexOf(String.valueOf(row.text("category")));
      int part = at < 0 ? others : at;
      lengths.merge(part, value, Double::sum);
      tips.computeIfAbsent(part, _ -> new ArrayList<>()).add(tip(row, value));
    }
    List<Bars.Piece> pieces = new ArrayList<>();
    lengths.keySet().stream()
        .sorted()
        .forEach(part ->
            pieces.add(
                new Bars.Piece(part, number(lengths, part), tips.getOrDefault(part, List.of()))));
    double missing = whole - sum;
    if (rest != null && missing > 0) {
      pieces.add(
          new Bars.Piece(
              others + 1, missing, List.of(rest + " " + Figures.number(missing) + " %")));
    }
    return pieces;
  }

  private static double number(Map<Integer, Double> lengths, Integer part) {
    return lengths.getOrDefault(part, 0.0);
  }

  private static String tip(Row row, double value) {
    return FreeText.line(String.valueOf(row.text("category")), 60)
        + " "
        + Figures.number(value)
        + " %";
  }

  private List<String> largest() {
    Map<String, Double> sums = new LinkedHashMap<>();
    figures
        .rows()
        .forEach(row -> sums.merge(String.valueOf(row.text("category")), value(row), Double::sum));
    return sums.entrySet().stream()
        .sorted(Comparator.comparingDouble((Map.Entry<String, Double> e) -> -e.getValue()))
        .limit(NAMED)
        .map(Map.Entry::getKey)
        .toList();
  }

  private double value(Row row) {
    Double value = row.number(column);
    return value == null ? 0 : value;
  }
}
