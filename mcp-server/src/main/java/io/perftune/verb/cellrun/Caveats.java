package io.perftune.verb.cellrun;

import io.perftune.atlas.AtlasRows;
import io.perftune.atlas.CrossCheck;
import io.perftune.plan.prompts.PromptFile;
import io.perftune.plan.prompts.Seeds;
import io.perftune.value.AaMode;
import io.perftune.value.AaWorkload;
import io.perftune.value.Cell;
import io.perftune.value.Problem;
import io.perftune.value.Row;
import io.perftune.value.Trial;
import io.perftune.verb.CellHistory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import tools.jackson.databind.node.ObjectNode;

/// What a reader must know of a run's figures and would not see in them; warnings, never refusals.
final class Caveats {
  private static final String TRUE = "true";
  private static final String OFF = "none";

  private Caveats() {}

  /// What can be said before anything is measured.
  static List<Problem> ofPlan(CellCall call, Decision decision) {
    List<Problem> caveats = new ArrayList<>();
    Cell cell = call.cell();
    if (cell.endpointKind().equals("in_cluster") && !asksToSettle(cell)) {
      caveats.add(firstAfterDeploy(cell));
    }
    if (cell.declared().path("reasoning").asString("").equals(TRUE) && generated(cell.aa())) {
      caveats.add(illPosed(cell));
    }
    if (unifiedParser(cell)) {
      caveats.add(notOff(cell));
    }
    caveats.addAll(sharedPrompts(call));
    caveats.addAll(repeatedFile(call, decision));
    return caveats;
  }

  /// A reasoning parser that is declared off beside a tool-call parser that is on.
  private static boolean unifiedParser(Cell cell) {
    ObjectNode declared = cell.declared();
    String tools = declared.path("tool_call_parser").asString("");
    return declared.path("reasoning_parser").asString("").equals(OFF)
        && !List.of("", OFF, "undisclosed").contains(tools);
  }

  private static Problem notOff(Cell cell) {
    return new Problem(
        "reasoning-parser-not-off",
        "Cell %s declares reasoning_parser none beside tool_call_parser %s: a parser of tool calls that also splits reasoning keeps it split, so this may be no arm without a parser."
            .formatted(cell.cellId(), cell.declared().path("tool_call_parser").asString("")),
        cell.cellId(),
        "For such an arm start the server without --reasoning-parser, --tool-call-parser and --enable-auto-tool-choice.");
  }

  private static boolean asksToSettle(Cell cell) {
    AaWorkload.Settle settle = cell.aa().checks().settle();
    return settle.burnIn() && !settle.prewarmShapes().isEmpty();
  }

  private static Problem firstAfterDeploy(Cell cell) {
    return new Problem(
        "first-after-deploy",
        "Cell %s is in a cluster: %s without prewarm and burn-in."
            .formatted(cell.cellId(), AtlasRows.FIRST_AFTER_DEPLOY),
        cell.cellId(),
        "Set aa.prewarm_shapes and aa.burn_in, or keep the note beside every figure.");
  }

  /// What the rows show: a model that thinks though it was not declared as one, a server that was
  /// to be settled and was not.
  static List<Problem> ofRows(CellCall call, Collection<Row> rows) {
    Cell cell = call.cell();
    List<Problem> caveats = new ArrayList<>();
    if (asksToSettle(cell) && rows.stream().anyMatch(Caveats::firstAfterDeploy)) {
      caveats.add(firstAfterDeploy(cell));
    }
    boolean thinks =
        rows.stream().map(row -> row.number("reasoning_token_count")).anyMatch(Caveats::some);
    boolean said = cell.declared().path("reasoning").asString("").equals(TRUE);
    if (thinks && !said && generated(cell.aa())) {
      caveats.add(illPosed(cell));
    }
    if (thinks && cell.aa().output().asksNotToThink()) {
      caveats.add(
          new Problem(
              "thinking-not-disabled",
              "Cell %s asks the model not to think by extra_body.chat_template_kwargs, and its answers hold reasoning."
                  .formatted(cell.cellId()),
              cell.cellId(),
              "Read the figures as those of a reasoning model, or use the key that this model's chat template knows."));
    }
    return caveats;
  }

  private static boolean firstAfterDeploy(Row row) {
    return String.valueOf(row.text("notes")).contains(AtlasRows.FIRST_AFTER_DEPLOY);
  }

  /// What the engine's own summary says otherwise than the records of a measured point, by the call
  /// that measured it or an earlier one.
  ///
  /// @param kept which trials this is asked of
  static List<Problem> crossCheck(CellCall call, Predicate<Trial> kept) {
    List<Problem> differences = new ArrayList<>();
    new TreeMap<>(call.history().ended())
        .forEach((trial, ended) -> {
          if (kept.test(trial)) {
            ended
                .verdict()
                .crossCheck()
                .forEach(text -> differences.add(CrossCheck.problem(trial, text)));
          }
        });
    return differences;
  }

  /// The points that the campaign asks of the cell, or this call does, and that no run has
  /// measured, or not as often as they are asked for.
  ///
  /// @param planned points that the call is still to measure
  static List<Problem> unmeasured(CellCall call, Set<Integer> planned) {
    CellHistory history = call.history();
    Set<Integer> open = new TreeSet<>(call.configured());
    open.addAll(call.cell().concurrencies());
    open.removeAll(planned);
    List<Problem> problems = new ArrayList<>();
    for (int concurrency : open) {
      int measured = history.trials(concurrency).size();
      if (measured > 0 && measured < call.trials(concurrency)) {
        problems.add(missingTrials(call, concurrency, measured));
      }
    }
    open.removeAll(history.concurrencies());
    if (!open.isEmpty()) {
      problems.add(
          new Problem(
              "points-not-measured",
              "Cell %s also has concurrency %s, which %s not measured."
                  .formatted(
                      call.cell().cellId(),
                      String.join(", ", open.stream().map(String::valueOf).toList()),
                      open.size() == 1 ? "is" : "are"),
              call.cell().cellId(),
              "Call cell_run without --concurrencies to measure the whole cell; until then it is not full."));
    }
    return problems;
  }

  private static Problem missingTrials(CellCall call, int concurrency, int measured) {
    return new Problem(
        "trials-not-measured",
        "Cell %s has %d of %d trials at concurrency %d."
            .formatted(call.cell().cellId(), measured, call.trials(concurrency), concurrency),
        "c=" + concurrency,
        "Call cell_run again to measure the others; until then the point is not full.");
  }

  private static boolean some(@org.jspecify.annotations.Nullable Double count) {
    return count != null && count > 0;
  }

  private static boolean generated(AaWorkload aa) {
    return aa.mode() == AaMode.SYNTHETIC || aa.load().inputFile() == null;
  }

  private static Problem illPosed(Cell cell) {
    return new Problem(
        "ill-posed-workload",
        "Cell %s measures a reasoning model on generated prompts: they are filler, and how long it thinks about them says little about a real question."
            .formatted(cell.cellId()),
        cell.cellId(),
        "Run dataset-replay with --input-file of real questions, and aa.max_output_tokens above the floor of %d."
            .formatted(cell.aa().shape().answerTokens()));
  }

  /// Cells that send the same prompts to the same model of the same endpoint: whichever runs second
  /// may meet them in a prefix cache.
  private static List<Problem> sharedPrompts(CellCall call) {
    Cell cell = call.cell();
    List<String> sharing =
        call.campaign().cells().stream()
            .filter(other -> !other.cellId().equals(cell.cellId()))
            .filter(other -> samePrompts(call, other))
            .map(Cell::cellId)
            .toList();
    return sharing.isEmpty()
        ? List.of()
        : List.of(
            new Problem(
                "prompts-shared",
                "Cell %s sends the same prompts as %s to the same model of %s, so a prefix cache may answer whichever runs second."
                    .formatted(
                        cell.cellId(), String.join(", ", sharing), cell.aa().endpoint().origin()),
                cell.cellId(),
                "Restart or flush the server between them, or measure them in campaigns of different seed."));
  }

  private static boolean samePrompts(CellCall call, Cell other) {
    AaWorkload one = call.cell().aa();
    AaWorkload two = other.aa();
    Seeds seeds =
        Seeds.of(call.campaign().text("seed"), two.mode(), call.directory().id(), other.cellId());
    boolean server =
        one.endpoint().origin().equals(two.endpoint().origin())
            && one.endpoint().model().equals(two.endpoint().model());
    if (one.load().inputFile() != null) {
      // Each cell begins with the first prompt of the file, whatever its shape.
      return server && one.load().inputFile().equals(two.load().inputFile());
    }
    return server
        && two.load().inputFile() == null
        && one.shape() == two.shape()
        && one.mode() == two.mode()
        && call.planner().seeds().equals(seeds)
        && call.cell().concurrencies().stream().anyMatch(other.concurrencies()::contains);
  }

  /// The prompts of one file are never sent twice; those of another file may be the same again.
  private static List<Problem> repeatedFile(CellCall call, Decision decision) {
    PromptFile file = call.planner().file();
    if (file == null || decision.open().points().isEmpty()) {
      return List.of();
    }
    Set<String> before = new TreeSet<>(call.history().usedRows().keySet());
    before.remove(file.sha256());
    return before.isEmpty()
        ? List.of()
        : List.of(
            new Problem(
                "prompts-repeat",
                "Cell %s has sent prompts of another input file before; a prefix cache may answer those that both files hold."
                    .formatted(call.cell().cellId()),
                call.cell().cellId(),
                "Restart or flush the server, or see that the files have no prompt in common."));
  }
}
