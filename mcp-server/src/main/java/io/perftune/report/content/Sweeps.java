package io.perftune.report.content;

import static java.util.Objects.requireNonNull;

import io.perftune.report.page.DataTable;
import io.perftune.value.Json;
import io.perftune.value.Row;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The rows of roofline_v1 of a phase, sorted into curves: one sweep at one pair of token counts
/// each, by concurrency or by input length.
///
/// @param configurations the sweeps of the whole page in their order: a sweep's place is its colour
record Sweeps(List<Row> rows, List<String> configurations) {
  /// Columns that make points comparable -> how readers call them.
  private static final Map<String, String> CONTEXT = context();

  Sweeps {
    rows = List.copyOf(rows);
    configurations = List.copyOf(configurations);
  }

  static Sweeps of(List<Row> rows) {
    return new Sweeps(rows, rows.stream().map(Sweeps::configuration).distinct().toList());
  }

  Sweeps phase(String phase) {
    return with(rows.stream().filter(row -> phase.equals(row.text("phase"))).toList());
  }

  Sweeps with(List<Row> some) {
    return new Sweeps(some, configurations);
  }

  /// One curve: what a line may join.
  ///
  /// @param colour of its configuration
  /// @param rows by concurrency, then by input length
  record Line(String name, int colour, List<Row> rows) {
    Line {
      requireNonNull(name, "name is null");
      rows = List.copyOf(rows);
    }
  }

  /// The decode lines: the concurrency differs along each.
  List<Line> overConcurrency() {
    return lines(List.of("isl", "osl"));
  }

  /// The prefill lines: the input length differs along each.
  List<Line> overInput() {
    return lines(List.of("sweep_concurrency", "osl"));
  }

  private List<Line> lines(List<String> fixed) {
    Map<List<Object>, List<Row>> groups = new LinkedHashMap<>();
    Map<String, Set<Object>> kinds = new LinkedHashMap<>();
    for (Row row : rows) {
      List<Object> at =
          new ArrayList<>(fixed.stream().map(column -> row.value(column).asString()).toList());
      kinds.computeIfAbsent(configuration(row), _ -> new LinkedHashSet<>()).add(List.copyOf(at));
      at.addFirst(configuration(row));
      groups.computeIfAbsent(at, _ -> new ArrayList<>()).add(row);
    }
    List<Line> lines = new ArrayList<>();
    groups.forEach((at, group) -> {
      Row first = group.getFirst();
      String configuration = configuration(first);
      boolean several = kinds.getOrDefault(configuration, Set.of()).size() > 1;
      String told =
          fixed.stream()
              .map(column -> CONTEXT.get(column) + " " + first.value(column).asString())
              .collect(Collectors.joining(", "));
      lines.add(
          new Line(
              several ? configuration + " · " + told : configuration,
              Math.max(0, configurations.indexOf(configuration)),
              group.stream()
                  .sorted(
                      Comparator.comparingLong(Sweeps::concurrency)
                          .thenComparingLong(row -> whole(row, "isl")))
                  .toList()));
    });
    return lines;
  }

  /// The sweep that a row is of: its cell without the phase.
  static String configuration(Row row) {
    String cell = String.valueOf(row.text("cell_id"));
    return FreeText.line(cell.replaceFirst("-(decode|prefill)$", ""), 60);
  }

  /// In flight in the sweep.
  static long concurrency(Row row) {
    return whole(row, "sweep_concurrency");
  }

  static long whole(Row row, String column) {
    Long value = row.integer(column);
    return value == null ? 0 : value;
  }

  /// Why a point's figures are in doubt; empty where they are not.
  static List<String> doubts(Row row) {
    List<String> doubts = new ArrayList<>();
    if (Boolean.TRUE.equals(row.bool("steady_window_undercount"))) {
      doubts.add("fewer than 2 requests a sequence in flight: throughput is under-counted");
    }
    for (var figure : Json.members(row.value("above_peak"))) {
      doubts.add(name(figure.getKey()) + ": " + reasons(figure.getValue()));
    }
    return doubts;
  }

  private static String name(String column) {
    return switch (column) {
      case "hbm_delivered_pct" -> "HBM above 100 % of its peak";
      case "compute_pct" -> "compute above 100 % of its peak";
      default -> column + " above 100 %";
    };
  }

  private static String reasons(JsonNode reasons) {
    String text =
        reasons.isArray()
            ? reasons.valueStream().map(JsonNode::asString).collect(Collectors.joining(", "))
            : reasons.isObject() ? Json.line(reasons) : reasons.asString("");
    return FreeText.line(text, 300);
  }

  /// The share of the ceiling that a point is nearer to.
  static RowTable.Part sol() {
    return new RowTable.Part(
        new DataTable.Column("%SoL", null, true, "Share of the nearer of the two ceilings."),
        row -> {
          Double hbm = row.number("hbm_delivered_pct");
          Double compute = row.number("compute_pct");
          boolean memory = compute == null || (hbm != null && hbm >= compute);
          return RowTable.share(
              memory ? hbm : compute,
              row.text(memory ? "hbm_ceiling_key" : "compute_ceiling_key"),
              row.text("sol_rigor"),
              String.valueOf(row.whyNull("hbm_delivered_pct")));
        });
  }

  /// What is equal over the rows; what differs is named as such.
  String contextLine() {
    List<String> equal = new ArrayList<>();
    List<String> differing = new ArrayList<>();
    CONTEXT.forEach((column, name) -> {
      Set<String> values =
          rows.stream()
              .map(row -> described(row, column))
              .collect(Collectors.toCollection(LinkedHashSet::new));
      if (values.size() > 1) {
        differing.add(name);
      } else if (!values.isEmpty()) {
        equal.add(name + " " + values.iterator().next());
      }
    });
    String line = String.join(" · ", equal);
    return differing.isEmpty() ? line : line + " · differing: " + String.join(", ", differing);
  }

  private static String described(Row row, String column) {
    @Nullable String value = row.text(column);
    return value == null ? "not stated" : FreeText.line(value, 60);
  }

  private static Map<String, String> context() {
    Map<String, String> names = new LinkedHashMap<>();
    names.put("model", "model");
    names.put("hardware", "hardware");
    names.put("quant", "quant");
    names.put("kv_dtype", "KV cache dtype");
    names.put("compute_dtype", "compute dtype");
    names.put("tensor_parallel", "TP");
    names.put("pipeline_parallel", "PP");
    names.put("data_parallel", "DP");
    names.put("parallel_strategy", "parallel strategy");
    names.put("num_gpus", "GPUs");
    names.put("mtp", "mtp");
    names.put("sweep_concurrency", "c");
    names.put("isl", "ISL");
    names.put("osl", "OSL");
    return names;
  }
}
