package io.perftune.report.content;

import io.perftune.report.page.Axis;
import io.perftune.report.page.Bars;
import io.perftune.report.page.DataTable;
import io.perftune.report.page.Entry;
import io.perftune.report.page.Page;
import io.perftune.report.page.Remark;
import io.perftune.report.page.Tone;
import io.perftune.value.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Page 2b: tokens per minute at the operating points, and what a million tokens cost there where
/// prices are declared.
final class CapacityPage {
  static final String ID = "2b";

  private static final List<String> DEPLOYMENT =
      List.of(
          "model",
          "hardware",
          "num_gpus",
          "quant",
          "tensor_parallel",
          "data_parallel",
          "pipeline_parallel",
          "parallel_strategy",
          "mtp",
          "serving_engine",
          "aa_shape",
          "aa_mode");

  private static final int BARS = 40;
  private static final int ROWS = 500;

  private final List<Row> tpm;
  private final List<Row> cost;
  private final Map<List<String>, Point> points = new HashMap<>();

  private CapacityPage(Subject subject) {
    this.tpm = first(subject.input().beside().tpm());
    this.cost = first(subject.input().beside().cost());
    for (Point point : subject.points().all()) {
      points.put(List.of(point.cellId(), Figures.count(point.concurrency())), point);
    }
  }

  static Made of(Subject subject) {
    int rows = subject.input().beside().tpm().size();
    if (rows == 0) {
      return Made.missing(
          ID,
          subject.curves().isEmpty()
              ? LatencyPage.NOTHING
              : "no operating point gives tokens per minute",
          "Measure: " + subject.measure() + ".");
    }
    String partial =
        rows > ROWS
            ? "the first " + ROWS + " of " + Figures.count(rows) + " operating points"
            : null;
    return new Made.Drawn(new CapacityPage(subject).page(), partial);
  }

  private static List<Row> first(List<Row> rows) {
    return rows.subList(0, Math.min(ROWS, rows.size()));
  }

  private Page page() {
    List<Remark> remarks = new ArrayList<>();
    remarks.add(
        Remark.plain(
            "Operating points are measured points: peak gives the most tokens a minute, sla the most"
                + " among those within both limits; nothing is drawn between points. On the basis"
                + " as_measured the figures are what the endpoint gave; on per_gpu_x_node they are the"
                + " measured tokens of a GPU times gpus_per_node."));
    List<DataTable> tables = new ArrayList<>();
    List<String> describing = new ArrayList<>(DEPLOYMENT);
    describing.addAll(
        List.of(
            "basis", "gpus_per_node", "cache_mode", "ttft_sla_ms", "tpot_sla_ms", "tpot_source"));
    tables.add(table("Tokens per minute of every operating point", tpm, describing, capacity()));
    if (cost.isEmpty()) {
      remarks.add(
          Remark.caution(
              "No cost: no price of a GPU hour is declared. Declare it in the campaign file before"
                  + " campaign_init, as cost: {usd_per_gpu_hour: <price>}."));
    } else {
      tables.add(table("Cost of every operating point", cost, DEPLOYMENT, cost()));
    }
    return new Page(ID, Omissions.title(ID), null, remarks, bars(), tables);
  }

  private List<Bars> bars() {
    List<Bars.Bar> bars = new ArrayList<>();
    double most = 0;
    for (Row row : tpm) {
      Double output = row.number("output_tpm");
      if (output != null && bars.size() < BARS) {
        most = Math.max(most, output);
        List<String> tip =
            List.of(label(row), "output " + Figures.number(output) + " tokens a minute");
        bars.add(new Bars.Bar(label(row), List.of(new Bars.Piece(0, output, tip))));
      }
    }
    if (bars.isEmpty()) {
      return List.of();
    }
    Axis value = Ranges.linear("output tokens per minute", List.of(most));
    return List.of(
        new Bars(
            "tokens-per-minute",
            "Output tokens per minute",
            "Output tokens per minute of " + Figures.counted(bars.size(), "operating point") + ".",
            RowFields.of(tpm, DEPLOYMENT).line(),
            bars.size() < tpm.size() ? "The first " + bars.size() + " operating points." : null,
            value,
            List.of(new Bars.Part("output", 0)),
            bars));
  }

  /// `aa-1k c 8, peak`.
  private static String label(Row row) {
    return "%s c %s, %s"
        .formatted(
            FreeText.line(String.valueOf(row.text("cell_id")), 60),
            row.integer("concurrency"),
            FreeText.line(String.valueOf(row.text("operating_point")), 20));
  }

  /// Its name; below a peak without a point within the limits, why there is none.
  private static Entry operatingPoint(Row row) {
    String unmet = row.columns().has("sla_unmet") ? row.text("sla_unmet") : null;
    return new Entry(
        FreeText.line(String.valueOf(row.text("operating_point")), 20),
        unmet == null ? null : "no sla point: " + FreeText.line(unmet, 200),
        null,
        unmet == null ? Tone.PLAIN : Tone.CAUTION);
  }

  private DataTable table(
      String caption, List<Row> rows, List<String> describing, List<Figure> figures) {
    RowFields fields = RowFields.of(rows, describing);
    List<DataTable.Column> columns = new ArrayList<>();
    columns.add(Measure.CELL.head());
    columns.add(DataTable.Column.text("operating point"));
    columns.add(Measure.CONCURRENCY.head());
    columns.addAll(fields.columns());
    figures.forEach(f -> columns.add(new DataTable.Column(f.heading, f.unit, true, null)));
    columns.add(Measure.SOL.head());
    List<List<Entry>> entries = new ArrayList<>();
    for (Row row : rows) {
      List<Entry> line = new ArrayList<>();
      line.add(Entry.of(FreeText.line(String.valueOf(row.text("cell_id")), 60)));
      line.add(operatingPoint(row));
      line.add(number(row, "concurrency"));
      line.addAll(fields.entries(row));
      figures.forEach(figure -> line.add(number(row, figure.column)));
      line.add(sol(row));
      entries.add(line);
    }
    return new DataTable(
        caption, "Equal over this table: " + fields.line(), columns, entries, List.of());
  }

  /// The %SoL of the measured point behind an operating point.
  private Entry sol(Row row) {
    Long concurrency = row.integer("concurrency");
    Point point =
        points.get(
            List.of(
                String.valueOf(row.text("cell_id")),
                Figures.count(concurrency == null ? 0 : concurrency)));
    return point == null
        ? Entry.absent("not a point of this atlas")
        : Measure.SOL.entry().apply(point);
  }

  private static Entry number(Row row, String column) {
    Double value = row.number(column);
    String why = row.whyNull(column);
    return value == null
        ? Entry.absent(why == null ? "not known" : FreeText.line(why, 120))
        : new Entry(Figures.number(value), null, value, Tone.PLAIN);
  }

  private static List<Figure> capacity() {
    return List.of(
        new Figure("output", "tokens/min", "output_tpm"),
        new Figure("input and output", "tokens/min", "total_tpm"),
        new Figure("TTFT mean", "ms", "ttft_avg_ms"),
        new Figure("TPOT median", "ms", "tpot_median_ms"),
        new Figure("mean input", "tokens", "mean_isl"),
        new Figure("mean output", "tokens", "mean_osl"));
  }

  private static List<Figure> cost() {
    return List.of(
        new Figure("GPU hour", "USD", "usd_per_gpu_hour"),
        new Figure("1M output tokens", "USD", "usd_per_1m_output_tokens"),
        new Figure("1M tokens", "USD", "usd_per_1m_total_tokens"),
        new Figure("power of a GPU", "W", "power_watts_per_gpu"),
        new Figure("tokens a watt", null, "tokens_per_watt"));
  }

  private record Figure(String heading, @Nullable String unit, String column) {}
}
