package io.perftune.report;

import io.perftune.report.page.Axis;
import io.perftune.report.page.Bars;
import io.perftune.report.page.Chart;
import io.perftune.report.page.DataTable;
import io.perftune.report.page.Document;
import io.perftune.report.page.Entry;
import io.perftune.report.page.Page;
import io.perftune.report.page.Remark;
import io.perftune.report.page.Series;
import io.perftune.report.page.Timeline;
import io.perftune.report.page.Tone;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// A document that uses every form of figure, mark and entry.
final class Showcase {
  private static final String CONTEXT = "model m on h100 x 8, fp8, TP 8, engine 0.9.1, aa-1k";

  private Showcase() {}

  static Document document() {
    return new Document(
        "Every form",
        List.of("a-campaign-20260102T030405Z, 2026-01-02 03:04:05 UTC"),
        List.of(
            page("1", "Lines and ceilings", List.of(roofline(), steps())),
            page("2", "Shares", List.of(bars(12), bars(30))),
            page("12", "Requests", List.of(timeline(64))),
            new Page("2b", "Heat", CONTEXT, remarks(), List.of(), List.of(heat(8, 9)))),
        "Made from a test.");
  }

  static Document of(Page page) {
    return new Document("One page", List.of(), List.of(page), "Made from a test.");
  }

  static Page page(
      String id, String title, List<? extends io.perftune.report.page.Figure> figures) {
    return new Page(id, title, CONTEXT, remarks(), figures, List.of());
  }

  static Chart roofline() {
    Axis x = new Axis("Arithmetic intensity (FLOP/byte)", Axis.Scale.LOG, 1, 1000, 10);
    Axis y = new Axis("Attained (TFLOP/s)", Axis.Scale.LOG, 1, 2000, 10);
    List<Series.Mark> decode = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      int concurrency = 1 << i;
      Series.Look look = new Series.Look(i / 7.0, i == 6);
      decode.add(
          new Series.Mark(
              2.0 * concurrency,
              3.1 * concurrency,
              "c" + concurrency,
              null,
              null,
              List.of("concurrency " + concurrency),
              look));
    }
    return new Chart(
        "roofline",
        "Roofline",
        "Decode rises along the bandwidth ceiling.",
        CONTEXT,
        "Hollow marks are in doubt.",
        x,
        y,
        List.of(
            new Series(
                "HBM 3.35 TB/s, then dense FP8 peak",
                Series.GREY,
                Series.Form.BOUND,
                false,
                List.of(
                    mark(1, 3.35, null), mark(590, 1979, null), mark(1000, 1979, "1,979 TFLOP/s"))),
            new Series("decode, by concurrency", 0, Series.Form.POINTS, false, decode),
            new Series(
                "prefill",
                1,
                false,
                List.of(mark(300, 620, "ISL 1k"), mark(420, 810, "ISL 10k")))));
  }

  static Chart steps() {
    Axis x = new Axis("TTFT (ms)", Axis.Scale.LINEAR, 0, 1000, 200);
    Axis y = new Axis("Share of requests", Axis.Scale.LINEAR, 0, 1, 0.2);
    List<Series> series = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      List<Series.Mark> marks = new ArrayList<>();
      for (int j = 0; j <= 20; j++) {
        marks.add(mark(120 + 150 * i + 20 * j, j / 20.0, null));
      }
      series.add(new Series("concurrency " + (1 << (2 * i)), i, Series.Form.STEPS, i == 2, marks));
    }
    series.add(
        new Series(
            "trials",
            3,
            Series.Form.LINE,
            true,
            List.of(
                new Series.Mark(150, 0.3, "1", 0.2, 0.4, List.of("one")),
                new Series.Mark(700, 0.6, "4", 0.5, 0.65, List.of("four")))));
    return new Chart("ecdf", "Distribution", "Three staircases.", CONTEXT, null, x, y, series);
  }

  static Bars bars(int rows) {
    List<Bars.Bar> bars =
        IntStream.range(0, rows)
            .mapToObj(i ->
                new Bars.Bar(
                    "kernel_with_a_long_name<" + i + ", bf16, 128x256>",
                    List.of(
                        new Bars.Piece(0, 60.0 / (i + 1), List.of("own")),
                        new Bars.Piece(1, 20.0 / (i + 1), List.of("waiting")))))
            .toList();
    return new Bars(
        "bars-" + rows,
        "GPU time by kernel",
        "The first kernel takes most.",
        CONTEXT,
        null,
        new Axis("Share of GPU time (%)", Axis.Scale.LINEAR, 0, 100, 20),
        List.of(new Bars.Part("running", 0), new Bars.Part("waiting", Series.GREY)),
        bars);
  }

  static Timeline timeline(int lanes) {
    List<Timeline.Lane> rows =
        IntStream.range(0, lanes)
            .mapToObj(i ->
                new Timeline.Lane(
                    "",
                    List.of(
                        new Timeline.Span(0, i * 0.1, i * 0.1 + 0.4, List.of("queue")),
                        new Timeline.Span(
                            i % 9 == 0 ? 2 : 1, i * 0.1 + 0.4, i * 0.1 + 2, List.of("rest")))))
            .toList();
    return new Timeline(
        "timeline",
        "Requests over time",
        "Requests follow each other; some fail.",
        CONTEXT,
        null,
        new Axis("Seconds from the start", Axis.Scale.LINEAR, 0, 60, 10),
        List.of(
            new Bars.Part("queue and prefill", 4),
            new Bars.Part("answer", 2),
            new Bars.Part("failed", 1)),
        rows);
  }

  static DataTable heat(int rows, int columns) {
    List<DataTable.Column> heads = new ArrayList<>(List.of(DataTable.Column.text("Configuration")));
    for (int i = 0; i < columns; i++) {
      heads.add(new DataTable.Column("c " + (1 << i), "tok/s", true, "throughput"));
    }
    List<List<Entry>> body = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      List<Entry> entries = new ArrayList<>(List.of(Entry.of("configuration-" + row)));
      for (int column = 0; column < columns; column++) {
        double value = 100.0 * (row + 1) * (column + 1) + 0.5;
        double shade = (row + 1.0) * (column + 1) / (rows * columns);
        entries.add(new Entry(String.valueOf(value), "± 2", value, Tone.PLAIN, shade));
      }
      body.add(entries);
    }
    return new DataTable("Throughput", CONTEXT, heads, body, List.of("A dash: not measured."));
  }

  private static List<Remark> remarks() {
    return List.of(Remark.plain("All is well."), Remark.caution("Look twice."));
  }

  private static Series.Mark mark(
      double x, double y, @org.jspecify.annotations.Nullable String label) {
    return new Series.Mark(x, y, label, null, null, List.of("x " + x, "y " + y));
  }
}
