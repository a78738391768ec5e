package io.perftune.atlas;

import io.perftune.value.AaWorkload;
import io.perftune.value.Cell;
import io.perftune.value.PointPlan;
import io.perftune.value.RequestRecord;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What was asked and what came back: tokens by both counts, the guarantee, the cache.
final class WorkloadColumns {
  private static final String NONE = "no request succeeded";
  private static final String NOT_COUNTED = "the engine did not count them";
  private static final String NO_USAGE = "the server sent no usage";

  private WorkloadColumns() {}

  /// What came back, and how it is read.
  ///
  /// @param minimumIgnored a preflight showed that the endpoint does not obey a minimum
  record Seen(Figures figures, Reasoning reasoning, boolean minimumIgnored) {}

  static void put(RowBuilder row, Cell cell, JudgedPoint point, Seen seen) {
    Figures figures = seen.figures();
    PointPlan plan = point.plan();
    AaWorkload aa = cell.aa();
    row.text("dataset", "aa")
        .text("aa_shape", aa.shape().label())
        .text("aa_mode", aa.mode().label())
        .text(
            "prompt_source",
            plan.prompts().source().equals(PointPlan.Prompts.UNKNOWN)
                ? null
                : plan.prompts().source(),
            "the imported export does not say")
        .integer("min_answer_tokens", aa.shape().answerTokens())
        .integer("max_output_tokens", plan.load().maxOutputTokens())
        .text(
            "dataset_sha256",
            point.combined(trial -> trial.raw().datasetSha256()),
            plan.run().imported()
                ? "the imported export does not say"
                : "the load generator made the prompts itself");
    if (plan.prompts().seed() == PointPlan.Prompts.NO_SEED) {
      row.unmeasured("seed", "the imported export does not say");
    } else {
      row.integer("seed", plan.prompts().seed());
    }
    switch (plan.prompts().source()) {
      case "file" -> row.unmeasured("target_input_tokens", "the prompts are the user's own");
      case PointPlan.Prompts.UNKNOWN ->
          row.unmeasured("target_input_tokens", "the imported export does not say");
      default -> row.integer("target_input_tokens", aa.shape().inputTokens());
    }
    tokens(row, figures);
    guarantee(row, aa, point, seen);
    cache(row, figures.ok());
  }

  private static void tokens(RowBuilder row, Figures figures) {
    boolean none = figures.ok().isEmpty();
    String why = none ? NONE : NOT_COUNTED;
    String whyServer = none ? NONE : NO_USAGE;
    row.number("mean_input_tokens", mean(figures, record -> record.tokens().input()), why)
        .number("mean_output_tokens", mean(figures, record -> record.tokens().output()), why)
        .number("mean_answer_tokens", mean(figures, record -> record.tokens().answer()), why)
        .number("reasoning_token_count", mean(figures, record -> record.tokens().reasoning()), why)
        .number("server_input_tokens", mean(figures, record -> record.server().input()), whyServer)
        .number(
            "server_output_tokens", mean(figures, record -> record.server().output()), whyServer);
  }

  private static @Nullable Double mean(
      Figures figures, Function<RequestRecord, @Nullable Integer> count) {
    return figures.counts(count).mean();
  }

  private static void guarantee(RowBuilder row, AaWorkload aa, JudgedPoint point, Seen seen) {
    int requests = point.requests();
    int floor = aa.shape().answerTokens();
    List<RequestRecord> ok = seen.figures().ok();
    long met = ok.stream().filter(record -> atLeast(record.tokens().answer(), floor)).count();
    row.text("output_control", outputControl(aa, seen, floor))
        .number("floor_met_share", ok.isEmpty() ? null : (double) met / ok.size(), NONE)
        .integer("requests", requests)
        .integer("requests_ok", ok.size())
        .integer("requests_failed", Math.max(0, requests - ok.size()))
        .integer("requests_answered", seen.figures().answered());
  }

  /// Guaranteed only where every answer is long enough: by o200k where reasoning is in the output,
  /// else by either count; never where a missing parser may have put reasoning into the answer, nor
  /// where the endpoint was seen to disobey a minimum, so that these answers were long by chance.
  private static String outputControl(AaWorkload aa, Seen seen, int floor) {
    if (!aa.output().extraOutputControls()) {
      return "cap";
    }
    List<RequestRecord> ok = seen.figures().ok();
    boolean all =
        !ok.isEmpty()
            && !seen.minimumIgnored()
            && !Reasoning.UNCONFIGURED_PARSER.equals(seen.reasoning().tiedReading())
            && ok.stream().allMatch(record -> longEnough(record, floor));
    return all ? "guaranteed" : "unverified";
  }

  private static boolean longEnough(RequestRecord record, int floor) {
    boolean thought =
        atLeast(record.tokens().reasoning(), 1) || atLeast(record.server().reasoning(), 1);
    return atLeast(record.tokens().answer(), floor)
        || (!thought && atLeast(record.server().output(), floor));
  }

  private static boolean atLeast(@Nullable Integer count, int floor) {
    return count != null && count >= floor;
  }

  private static void cache(RowBuilder row, List<RequestRecord> ok) {
    List<RequestRecord> told =
        ok.stream()
            .filter(record -> record.server().cached() != null && record.server().input() != null)
            .toList();
    Figures figures = new Figures(told);
    long prompt = figures.total(record -> record.server().input());
    row.number(
        "cached_token_share",
        prompt == 0 ? null : (double) figures.total(record -> record.server().cached()) / prompt,
        "the server reports no cached tokens");
  }
}
