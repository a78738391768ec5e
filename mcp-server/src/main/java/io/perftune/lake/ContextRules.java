package io.perftune.lake;

import io.perftune.config.Tables;
import io.perftune.value.Problem;
import io.perftune.value.Row;
import io.perftune.value.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Every measured row states what makes its figures comparable: identity, parallelism, serving,
/// workload, cache mode, tier, image and engine.
final class ContextRules {
  private static final Set<String> GROUPS =
      Set.of("identity", "parallelism", "serving", "workload");
  private static final Set<String> COLUMNS =
      Set.of("cache_mode", "tier", "image", "serving_engine", "engine_version");

  /// Null where the server sends no usage: the row says so, and nobody can declare it.
  private static final Set<String> BY_THE_SERVER =
      Set.of("server_input_tokens", "server_output_tokens");

  private ContextRules() {}

  static List<Problem> problems(Evidence evidence) {
    List<Problem> problems = new ArrayList<>();
    for (Table.Column column : Tables.table(Tables.ATLAS).columns()) {
      if (GROUPS.contains(column.group()) || COLUMNS.contains(column.name())) {
        problems.addAll(column(column, evidence.measured()));
      }
    }
    return problems;
  }

  /// One problem for all cells that leave the same gap.
  private static List<Problem> column(Table.Column column, List<Row> rows) {
    Map<String, List<Row>> gaps = new LinkedHashMap<>();
    for (Row row : rows) {
      if (!exempt(column.name(), row)) {
        Statement.gap(row, column.name())
            .ifPresent(gap -> gaps.computeIfAbsent(gap, _ -> new ArrayList<>()).add(row));
      }
    }
    return gaps.entrySet().stream()
        .map(gap -> problem(column, gap.getKey(), gap.getValue()))
        .toList();
  }

  private static Problem problem(Table.Column column, String gap, List<Row> rows) {
    String cells = cells(rows);
    boolean measured = column.group().equals("workload");
    return new Problem(
        measured ? "workload-unmeasured" : "context-missing",
        "%s %s in %s.".formatted(column.name(), gap, cells),
        cells,
        measured
            ? "Measure the cell again with cell_run."
            : Statement.remedy(rows.getFirst(), column.name()));
  }

  static String cells(List<Row> rows) {
    return String.join(
        ", ", rows.stream().map(row -> String.valueOf(row.text("cell_id"))).distinct().toList());
  }

  /// Null by the nature of the workload, with a reason in the row.
  private static boolean exempt(String column, Row row) {
    @Nullable String source = row.text("prompt_source");
    boolean explained = row.value(column).isNull() && row.whyNull(column) != null;
    return explained
        && (BY_THE_SERVER.contains(column)
            || (column.equals("target_input_tokens") && "file".equals(source))
            || (column.equals("dataset_sha256") && "aiperf_synthetic".equals(source)));
  }
}
