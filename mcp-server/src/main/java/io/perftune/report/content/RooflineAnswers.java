package io.perftune.report.content;

import static java.util.Objects.requireNonNull;

import io.perftune.report.page.Remark;
import io.perftune.value.Row;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What page 7 is asked, answered with figures: when the tensor cores are busiest, whether decode
/// reaches its share of HBM, and which sharding serves most a GPU.
///
/// Points in doubt answer nothing.
record RooflineAnswers(Sweeps decode) {
  RooflineAnswers {
    requireNonNull(decode, "decode is null");
  }

  /// @param decode the rows of the phase, in doubt or not
  static List<Remark> of(Sweeps decode) {
    List<Remark> remarks = new ArrayList<>();
    List<Row> sound = decode.rows().stream().filter(row -> Sweeps.doubts(row).isEmpty()).toList();
    int doubted = decode.rows().size() - sound.size();
    RooflineAnswers answers = new RooflineAnswers(decode.with(sound));
    for (Sweeps.Line line : answers.decode.overConcurrency()) {
      remarks.add(tensor(line));
      remarks.add(hbm(line));
    }
    remarks.addAll(answers.sharding());
    if (doubted > 0) {
      remarks.add(
          Remark.caution(
              Figures.counted(doubted, "decode point")
                  + " in doubt, drawn hollow, left out of these answers; the table says why."));
    }
    return remarks;
  }

  private static Remark tensor(Sweeps.Line line) {
    return most(line.rows(), "tensor_active_pct")
        .map(row ->
            Remark.plain(
                "%s: tensor cores are busiest at c %s, %s %% of cycles."
                    .formatted(
                        line.name(),
                        Figures.count(Sweeps.concurrency(row)),
                        shown(row, "tensor_active_pct"))))
        .orElseGet(() ->
            Remark.plain(
                line.name()
                    + ": which concurrency uses tensor cores most is not known, because the sweep"
                    + " carries no DCGM reading of them."));
  }

  private static Remark hbm(Sweeps.Line line) {
    String delivered = reach(line, "hbm_delivered_pct", "delivered bytes", "of the HBM peak");
    String cycles = reach(line, "dram_active_pct", "the DRAM duty cycle", "of cycles");
    String key = String.valueOf(line.rows().getFirst().text("hbm_ceiling_key"));
    return Remark.plain(
        line.name()
            + ": "
            + (delivered == null ? "no delivered bytes are known" : delivered)
            + " ("
            + key
            + "); "
            + (cycles == null ? "no DCGM duty cycle stands beside it" : cycles)
            + ".");
  }

  /// `delivered bytes reach 75 % of the HBM peak from c 16, at most 83 % at c 64`; null without a
  /// figure.
  private static @Nullable String reach(
      Sweeps.Line line, String column, String what, String ofWhat) {
    boolean plural = what.endsWith("bytes");
    Row most = most(line.rows(), column).orElse(null);
    if (most == null) {
      return null;
    }
    String highest =
        "at most %s %% at c %s"
            .formatted(shown(most, column), Figures.count(Sweeps.concurrency(most)));
    return line.rows().stream()
        .filter(row -> value(row, column) >= RooflineCharts.TARGET)
        .findFirst()
        .map(row ->
            "%s %s 75 %% %s from c %s, %s"
                .formatted(
                    what,
                    plural ? "reach" : "reaches",
                    ofWhat,
                    Figures.count(Sweeps.concurrency(row)),
                    highest))
        .orElse(
            "%s %s below 75 %% %s, %s".formatted(what, plural ? "stay" : "stays", ofWhat, highest));
  }

  private List<Remark> sharding() {
    Map<List<String>, Map<String, Row>> groups = new LinkedHashMap<>();
    for (Row row : decode.rows()) {
      if (row.number("output_throughput") != null) {
        groups
            .computeIfAbsent(equal(row), _ -> new LinkedHashMap<>())
            .merge(degree(row), row, (a, b) -> perGpu(b) > perGpu(a) ? b : a);
      }
    }
    return groups.values().stream().map(RooflineAnswers::best).toList();
  }

  private static Remark best(Map<String, Row> degrees) {
    List<String> told = new ArrayList<>();
    degrees.entrySet().stream()
        .sorted(Comparator.comparingDouble((Map.Entry<String, Row> e) -> -perGpu(e.getValue())))
        .forEach(degree ->
            told.add(
                "%s with %s tok/s a GPU at c %s"
                    .formatted(
                        degree.getKey(),
                        Figures.number(perGpu(degree.getValue())),
                        Figures.count(Sweeps.concurrency(degree.getValue())))));
    Row first = degrees.values().iterator().next();
    String on =
        "%s on %s, ISL %s, OSL %s"
            .formatted(
                FreeText.line(String.valueOf(first.text("model")), 60),
                FreeText.line(String.valueOf(first.text("hardware")), 40),
                Figures.count(Sweeps.whole(first, "isl")),
                Figures.count(Sweeps.whole(first, "osl")));
    return Remark.plain(
        told.size() == 1
            ? on
                + ": one sharding degree only, "
                + told.getFirst()
                + "; import a sweep of another to compare."
            : on + ": best a GPU is " + String.join(", then ", told) + ".");
  }

  /// What must be equal for two degrees to be compared.
  private static List<String> equal(Row row) {
    List<String> values = new ArrayList<>();
    for (String column :
        List.of("model", "hbm_ceiling_key", "quant", "kv_dtype", "mtp", "isl", "osl")) {
      values.add(row.value(column).asString(""));
    }
    return values;
  }

  private static String degree(Row row) {
    return "TP %s, PP %s, DP %s"
        .formatted(
            Sweeps.whole(row, "tensor_parallel"),
            Sweeps.whole(row, "pipeline_parallel"),
            Sweeps.whole(row, "data_parallel"));
  }

  private static double perGpu(Row row) {
    return value(row, "output_throughput") / Math.max(1, Sweeps.whole(row, "num_gpus"));
  }

  private static Optional<Row> most(List<Row> rows, String column) {
    return rows.stream()
        .filter(row -> row.number(column) != null)
        .max(Comparator.comparingDouble(row -> value(row, column)));
  }

  private static String shown(Row row, String column) {
    return Figures.number(value(row, column));
  }

  private static double value(Row row, String column) {
    Double value = row.number(column);
    return value == null ? Double.NEGATIVE_INFINITY : value;
  }
}
