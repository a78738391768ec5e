package io.perftune.report.html;

import io.perftune.report.page.Bars;
import io.perftune.report.page.Chart;
import io.perftune.report.page.DataTable;
import io.perftune.report.page.Entry;
import io.perftune.report.page.Figure;
import io.perftune.report.page.Page;
import io.perftune.report.page.Remark;
import io.perftune.report.page.Timeline;
import io.perftune.report.page.Tone;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Writes one page: its statements, its figures, its tables.
final class PageMarkup {
  /// Characters of a word that is kept on one line.
  private static final int SHORT = 24;

  /// Characters of a name that is narrow enough for any column.
  private static final int WORD = 12;

  private final Markup html;

  PageMarkup(Markup html) {
    this.html = html;
  }

  void page(Page page) {
    String heading = "h-" + page.id();
    html.open("section", "id", "page-" + page.id(), "aria-labelledby", heading);
    html.open("h2", "id", heading);
    if (Character.isDigit(page.id().charAt(0))) {
      html.element("span", page.id(), "class", "number").text(" ");
    }
    html.text(page.title()).end("h2");
    if (page.context() != null) {
      context(page.context());
    }
    remarks(page.remarks());
    if (!page.figures().isEmpty()) {
      html.open("div", "class", "figures");
      page.figures().forEach(this::figure);
      html.end("div");
    }
    page.tables().forEach(this::table);
    html.end("section");
  }

  private void context(String context) {
    html.element("p", context, "class", "context").text("\n");
  }

  private void remarks(List<Remark> remarks) {
    if (remarks.isEmpty()) {
      return;
    }
    html.open("ul", "class", "remarks").text("\n");
    for (Remark remark : remarks) {
      html.open("li", "class", style(remark.tone()));
      String word = word(remark.tone());
      if (word != null) {
        html.element("strong", word).text(" ");
      }
      html.element("span", remark.text()).end("li");
    }
    html.end("ul");
  }

  private void figure(Figure chart) {
    String caption = "f-" + chart.id();
    html.open("figure", "aria-labelledby", caption).text("\n");
    html.open("figcaption", "id", caption).element("strong", chart.title());
    if (chart.remark() != null) {
      html.text(" ").element("span", chart.remark(), "class", "remark");
    }
    html.end("figcaption");
    html.open(
            "div",
            "class",
            "chart",
            "data-rows",
            rows(chart),
            "id",
            "chart-" + chart.id(),
            "role",
            "img",
            "aria-label",
            alternative(chart))
        .end("div");
    html.open("div", "class", "legend", "role", "group", "aria-label", "Legend of " + chart.title())
        .end("div");
    context(chart.context());
    html.end("figure");
  }

  private static @Nullable String rows(Figure figure) {
    return switch (figure) {
      case Chart _ -> null;
      case Bars bars -> String.valueOf(bars.bars().size());
      case Timeline timeline -> String.valueOf(timeline.lanes().size());
    };
  }

  private static String alternative(Figure figure) {
    return figure.title() + ". " + figure.alternative();
  }

  private void table(DataTable table) {
    html.open(
        "div", "class", "table", "tabindex", "0", "role", "region", "aria-label", table.caption());
    html.open("table").element("caption", table.caption()).open("thead").open("tr");
    for (DataTable.Column column : table.columns()) {
      html.open("th", "scope", "col", "class", side(column), "title", column.meaning());
      html.text(column.heading());
      if (column.unit() != null) {
        html.text(" ").element("small", column.unit());
      }
      html.close("th");
    }
    html.close("tr").close("thead").open("tbody").text("\n");
    table.rows().forEach(row -> row(table.columns(), row));
    html.close("tbody").close("table").end("div");
    if (table.context() != null) {
      context(table.context());
    }
    for (String footnote : table.footnotes()) {
      html.element("p", footnote, "class", "footnote").text("\n");
    }
  }

  private void row(List<DataTable.Column> columns, List<Entry> row) {
    html.open("tr");
    for (int i = 0; i < row.size(); i++) {
      Entry entry = row.get(i);
      String tag = i == 0 ? "th" : "td";
      Double number = entry.number();
      html.open(
          tag,
          "scope",
          i == 0 ? "row" : null,
          "class",
          style(columns.get(i), entry),
          "data-v",
          number == null ? null : number.toString(),
          "style",
          entry.shade() == null ? null : Shade.style(entry.shade()));
      if (i == 0 && entry.text().length() > WORD) {
        html.open("span").name(entry.text()).close("span");
      } else {
        html.element("span", entry.text());
      }
      if (entry.detail() != null) {
        html.element("small", entry.detail());
      }
      html.close(tag);
    }
    html.end("tr");
  }

  private static String side(DataTable.Column column) {
    return column.numeric() ? "figure" : "words";
  }

  private static String style(DataTable.Column column, Entry entry) {
    String width = entry.text().length() <= SHORT ? " short" : "";
    String tone = entry.tone() == Tone.PLAIN ? "" : " " + style(entry.tone());
    String shaded = entry.shade() == null ? "" : " shaded";
    return side(column) + width + tone + shaded;
  }

  private static String style(Tone tone) {
    return tone.name().toLowerCase(Locale.ROOT);
  }

  private static @Nullable String word(Tone tone) {
    return switch (tone) {
      case PLAIN, GOOD, ABSENT -> null;
      case CAUTION -> "Caution.";
      case BAD -> "Problem.";
    };
  }
}
