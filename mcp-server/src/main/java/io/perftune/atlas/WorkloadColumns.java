package io.perftune.atlas;

import io.perftune.value.AaWorkload;
import io.perftune.value.Cell;
import io.perftune.value.Measured;
import io.perftune.value.PointPlan;
import io.perftune.value.RequestRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What was asked and what came back: tokens by both counts, the guarantee, the cache.
final class WorkloadColumns {
  private static final String NONE = "no request succeeded";
  private static final String NO_USAGE = "the server sent no usage";

  private WorkloadColumns() {}

  static void put(RowBuilder row, Cell cell, Measured measured, Figures figures) {
    PointPlan plan = measured.plan();
    AaWorkload aa = cell.aa();
    row.text("dataset", "aa")
        .text("aa_shape", aa.shape().label())
        .text("aa_mode", aa.mode().label())
        .text("prompt_source", plan.prompts().source())
        .integer("min_answer_tokens", aa.shape().answerTokens())
        .integer("max_output_tokens", plan.load().maxOutputTokens())
        .text(
            "dataset_sha256",
            measured.raw().datasetSha256(),
            "the load generator made the prompts itself")
        .integer("seed", plan.prompts().seed());
    if (plan.prompts().source().equals("file")) {
      row.unmeasured("target_input_tokens", "the prompts are the user's own");
    } else {
      row.integer("target_input_tokens", aa.shape().inputTokens());
    }
    tokens(row, figures);
    guarantee(row, aa, plan, figures);
    cache(row, figures.ok());
  }

  private static void tokens(RowBuilder row, Figures figures) {
    row.number("mean_input_tokens", figures.counts(record -> record.tokens().input()).mean(), NONE)
        .number(
            "mean_output_tokens", figures.counts(record -> record.tokens().output()).mean(), NONE)
        .number(
            "mean_answer_tokens", figures.counts(record -> record.tokens().answer()).mean(), NONE)
        .number(
            "reasoning_token_count",
            figures.counts(record -> record.tokens().reasoning()).mean(),
            NONE)
        .number(
            "server_input_tokens",
            figures.counts(record -> record.server().input()).mean(),
            NO_USAGE)
        .number(
            "server_output_tokens",
            figures.counts(record -> record.server().output()).mean(),
            NO_USAGE);
  }

  private static void guarantee(RowBuilder row, AaWorkload aa, PointPlan plan, Figures figures) {
    int floor = aa.shape().answerTokens();
    List<RequestRecord> ok = figures.ok();
    long met = ok.stream().filter(record -> atLeast(record.tokens().answer(), floor)).count();
    row.text("output_control", outputControl(aa, ok, floor))
        .number("floor_met_share", ok.isEmpty() ? null : (double) met / ok.size(), NONE)
        .integer("requests", plan.load().requests())
        .integer("requests_ok", ok.size())
        .integer("requests_failed", Math.max(0, plan.load().requests() - ok.size()))
        .integer("requests_answered", figures.answered());
  }

  /// Guaranteed only where every answer is long enough: by o200k where reasoning is in the output,
  /// else by either count.
  private static String outputControl(AaWorkload aa, List<RequestRecord> ok, int floor) {
    if (!aa.output().extraOutputControls()) {
      return "cap";
    }
    boolean all = !ok.isEmpty() && ok.stream().allMatch(record -> longEnough(record, floor));
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
