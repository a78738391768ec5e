package io.perftune.report.content;

import io.perftune.report.page.DataTable;
import io.perftune.report.page.Entry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What makes points comparable: the fields that are equal over all of them are said once, those
/// that differ become columns.
final class ContextFields {
  /// Column of the row -> the words for it, in reading order.
  private static final Map<String, String> NAMES = names();

  /// Seen in the answers, so that a point without one is no difference.
  private static final Set<String> OBSERVED = Set.of("reasoning_surface");

  private final List<Point> points;
  private final Map<String, String> equal = new LinkedHashMap<>();
  private final List<String> differing = new ArrayList<>();

  private ContextFields(List<Point> points) {
    this.points = points;
  }

  static ContextFields of(List<Point> points) {
    ContextFields fields = new ContextFields(points);
    int field = -1;
    for (String column : NAMES.keySet()) {
      field++;
      Set<String> values = fields.values(column, field);
      if (Shapes.implies(column, points)) {
        continue;
      }
      if (values.size() > 1) {
        fields.differing.add(column);
      } else {
        fields.equal.put(column, values.isEmpty() ? "" : values.iterator().next());
      }
    }
    return fields;
  }

  /// Only what is equal: values first, then what is undisclosed or was never stated, and why.
  String line() {
    List<String> parts = new ArrayList<>();
    Map<String, List<String>> absent = new LinkedHashMap<>();
    equal.forEach((column, value) -> {
      String name = name(column);
      switch (value) {
        case "" -> absent.computeIfAbsent(why(column), _ -> new ArrayList<>()).add(name);
        case Point.UNDISCLOSED, Point.NOT_APPLICABLE ->
            absent.computeIfAbsent(value.replace('_', ' '), _ -> new ArrayList<>()).add(name);
        default -> parts.add(name + " " + FreeText.line(value, 120));
      }
    });
    absent.forEach((why, names) -> parts.add(why + ": " + String.join(", ", names)));
    return String.join(" · ", parts);
  }

  /// The same, with the fields that nobody stated counted instead of named.
  String shortLine() {
    List<String> parts = new ArrayList<>();
    List<String> undisclosed = new ArrayList<>();
    int unstated = 0;
    for (var field : equal.entrySet()) {
      switch (field.getValue()) {
        case "", Point.NOT_APPLICABLE -> unstated++;
        case Point.UNDISCLOSED -> undisclosed.add(name(field.getKey()));
        default -> parts.add(name(field.getKey()) + " " + FreeText.line(field.getValue(), 60));
      }
    }
    if (!undisclosed.isEmpty()) {
      parts.add("undisclosed: " + String.join(", ", undisclosed));
    }
    if (unstated > 0) {
      parts.add(Figures.counted(unstated, "field") + " not stated (named at the run)");
    }
    return String.join(" · ", parts);
  }

  /// Why a column is null in every row.
  private String why(String column) {
    return points.stream()
        .filter(point -> point.row() != null)
        .findFirst()
        .map(point -> FreeText.line(point.whyNull(column), 80))
        .orElse("not known before a run");
  }

  /// The row columns that differ, in reading order.
  List<String> differing() {
    return List.copyOf(differing);
  }

  /// The heads of the columns that differ.
  List<DataTable.Column> columns() {
    return differing.stream().map(column -> DataTable.Column.text(name(column))).toList();
  }

  /// A point's entries in the columns that differ.
  List<Entry> entries(Point point) {
    return differing.stream().map(column -> entry(point, column)).toList();
  }

  /// The entries of several points that share a row: every value that occurs among them.
  List<Entry> entries(List<Point> of) {
    return differing.stream().map(column -> entry(of, column)).toList();
  }

  private static Entry entry(List<Point> of, String column) {
    Set<String> values = new LinkedHashSet<>();
    for (Point point : of) {
      String value = point.describes(column);
      if (value != null) {
        values.add(FreeText.line(value, 120));
      }
    }
    return values.isEmpty()
        ? Entry.absent(of.getFirst().whyNull(column))
        : Entry.of(String.join(" / ", values));
  }

  /// The row columns that are context, in reading order.
  static Set<String> columnNames() {
    return NAMES.keySet();
  }

  /// The words for a column.
  static String name(String column) {
    return NAMES.getOrDefault(column, column.replace('_', ' '));
  }

  private static Entry entry(Point point, String column) {
    String value = point.describes(column);
    if (value == null) {
      return Entry.absent(point.row() == null ? null : point.whyNull(column));
    }
    return Entry.of(FreeText.line(value, 120));
  }

  /// The distinct values; "" is a row's null. What a point leaves open because it was not run or
  /// gave no answer is no difference.
  private Set<String> values(String column, int field) {
    Set<String> values = new LinkedHashSet<>();
    String before = null;
    for (Point point : points) {
      String value = point.describes(field);
      if (value != null) {
        if (!value.equals(before)) {
          values.add(value);
          before = value;
        }
      } else if (point.row() != null && !OBSERVED.contains(column)) {
        values.add("");
      }
    }
    return values;
  }

  private static Map<String, String> names() {
    Map<String, String> names = new LinkedHashMap<>();
    for (String column : List.of("model", "model_path", "hardware")) {
      names.put(column, column.replace('_', ' '));
    }
    names.put("num_gpus", "GPUs");
    names.put("quant", "quant");
    names.put("kv_cache_dtype", "KV cache dtype");
    names.put("tensor_parallel", "TP");
    names.put("data_parallel", "DP");
    names.put("pipeline_parallel", "PP");
    names.put("expert_parallel", "EP");
    for (String column :
        List.of(
            "parallel_strategy",
            "ep_mode",
            "max_num_seqs",
            "max_num_batched_tokens",
            "gpu_memory_utilization",
            "max_model_len",
            "cudagraph_mode",
            "enforce_eager",
            "async_scheduling",
            "enable_prefix_caching",
            "mtp",
            "num_speculative_tokens",
            "router_policy",
            "reasoning",
            "reasoning_parser",
            "tool_call_parser",
            "auto_tool_choice",
            "reasoning_surface",
            "dataset",
            "aa_shape",
            "aa_mode",
            "prompt_source",
            "target_input_tokens",
            "min_answer_tokens",
            "max_output_tokens",
            "output_control",
            "cache_mode",
            "tier",
            "prewarmed",
            "burn_in",
            "settle_s",
            "image",
            "serving_engine",
            "engine_version",
            "endpoint_kind",
            "endpoint_origin",
            "load_engine",
            "bench_version",
            "trials",
            "same_node",
            "baseline",
            "tool_version")) {
      names.put(column, column.replace('_', ' '));
    }
    return names;
  }
}
