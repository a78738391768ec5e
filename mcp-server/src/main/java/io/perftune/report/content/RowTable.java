package io.perftune.report.content;

import static java.util.Objects.requireNonNull;

import io.perftune.report.page.DataTable;
import io.perftune.report.page.Entry;
import io.perftune.report.page.Tone;
import io.perftune.value.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A table over rows of a lake table, with what its dashes mean below it.
record RowTable(List<Part> parts) {
  RowTable {
    parts = List.copyOf(parts);
  }

  /// One column: its head, and how a row's entry in it is made.
  record Part(DataTable.Column head, Function<Row, Entry> entry) {
    Part {
      requireNonNull(head, "head is null");
      requireNonNull(entry, "entry is null");
    }
  }

  /// A text.
  static Part text(String heading, String column) {
    return new Part(DataTable.Column.text(heading), row -> text(row, column));
  }

  /// A figure, divided by what turns the column's unit into the heading's.
  static Part figure(String heading, @Nullable String unit, String column, double divisor) {
    return new Part(
        new DataTable.Column(heading, unit, true, null),
        row -> {
          Double value = row.number(column);
          return value == null ? Entry.absent(row.whyNull(column)) : number(value / divisor, "");
        });
  }

  static Part figure(String heading, @Nullable String unit, String column) {
    return figure(heading, unit, column, 1);
  }

  /// A share of a ceiling: the figure, the ceiling's key, and the rigor.
  ///
  /// @param rigor L1 to L4; null for a figure that rests on no reading
  static Entry share(
      @Nullable Double percent, @Nullable String key, @Nullable String rigor, String whyNot) {
    if (percent == null) {
      return Entry.absent(key == null ? whyNot : key + ": " + whyNot);
    }
    String cited = key + ", " + (rigor == null ? "analytical" : rigor);
    Tone tone = percent > 100 ? Tone.BAD : Tone.PLAIN;
    return new Entry(Figures.number(percent) + " %", cited, percent, tone);
  }

  /// A plain figure with something behind it.
  static Entry number(double value, String suffix) {
    return new Entry(Figures.number(value) + suffix, null, value, Tone.PLAIN);
  }

  DataTable of(String caption, String context, List<Row> rows) {
    List<List<Entry>> entries = new ArrayList<>();
    Map<String, String> gaps = new LinkedHashMap<>();
    for (Row row : rows) {
      List<Entry> line = new ArrayList<>();
      for (Part part : parts) {
        Entry entry = part.entry().apply(row);
        line.add(entry);
        String why = entry.detail();
        if (entry.tone() == Tone.ABSENT && why != null) {
          gaps.putIfAbsent(why, part.head().heading());
        }
      }
      entries.add(line);
    }
    List<String> footnotes = new ArrayList<>();
    gaps.forEach((why, heading) -> footnotes.add("– " + heading + ": " + why));
    return new DataTable(
        caption, context, parts.stream().map(Part::head).toList(), entries, footnotes);
  }

  private static Entry text(Row row, String column) {
    String value = row.text(column);
    return value == null ? Entry.absent(row.whyNull(column)) : Entry.of(FreeText.line(value, 80));
  }
}
