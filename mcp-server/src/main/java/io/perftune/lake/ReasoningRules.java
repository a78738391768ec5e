package io.perftune.lake;

import io.perftune.value.Problem;
import io.perftune.value.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Every row says whether its model reasons, and a reasoning model's row says how its reasoning was
/// parsed and how many requests were answered.
///
/// Reasoning that was seen makes it a reasoning model, whatever was declared.
final class ReasoningRules {
  private static final List<String> PARSERS =
      List.of("reasoning_parser", "tool_call_parser", "auto_tool_choice");
  private static final Set<String> SEEN = Set.of("reasoning_content", "reasoning", "inline_think");

  private ReasoningRules() {}

  static List<Problem> problems(Evidence evidence) {
    List<Problem> problems = new ArrayList<>();
    problems.addAll(column(evidence.measured(), "reasoning"));
    List<Row> reasoning =
        evidence.measured().stream().filter(ReasoningRules::reasoningModel).toList();
    for (String column : PARSERS) {
      problems.addAll(column(reasoning, column));
    }
    reasoning.stream()
        .filter(row -> row.value("ttfo_coverage").isNull())
        .map(ReasoningRules::uncovered)
        .forEach(problems::add);
    return problems;
  }

  static boolean reasoningModel(Row row) {
    Double tokens = row.number("reasoning_token_count");
    String surface = row.text("reasoning_surface");
    return "true".equals(row.text("reasoning"))
        || (tokens != null && tokens > 0)
        || (surface != null && SEEN.contains(surface));
  }

  private static List<Problem> column(List<Row> rows, String column) {
    List<Row> open = rows.stream().filter(row -> Statement.gap(row, column).isPresent()).toList();
    if (open.isEmpty()) {
      return List.of();
    }
    Row first = open.getFirst();
    String cells = ContextRules.cells(open);
    return List.of(
        new Problem(
            "reasoning-state-missing",
            "%s %s in %s.".formatted(column, Statement.gap(first, column).orElseThrow(), cells),
            cells,
            Statement.remedy(first, column)));
  }

  private static Problem uncovered(Row row) {
    return new Problem(
        "reasoning-state-missing",
        "ttfo_coverage is null (%s) on a reasoning model.".formatted(row.whyNull("ttfo_coverage")),
        Evidence.place(row),
        "Measure the cell again with cell_run.");
  }
}
