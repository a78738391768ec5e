package io.perftune.verb.cellrun;

import static java.util.Objects.requireNonNull;

import io.perftune.plan.prompts.Corpus;
import io.perftune.plan.prompts.GeneratedPrompts;
import io.perftune.plan.prompts.PromptFile;
import io.perftune.plan.prompts.PromptRequest;
import io.perftune.plan.prompts.PromptSource;
import io.perftune.tokens.O200k;
import io.perftune.value.Plan;
import io.perftune.value.PointPlan;
import io.perftune.value.Trial;
import io.perftune.verb.CellHistory;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The prompts of a cell's points for dataset-replay; no two points and no two trials share one,
/// and no attempt sends one of a user's file that an earlier one has sent.
final class Prompts {
  private final @Nullable PromptFile file;
  private final Map<Trial, Integer> firstRow = new LinkedHashMap<>();
  private @Nullable O200k o200k;
  private @Nullable Corpus corpus;

  private Prompts(@Nullable PromptFile file, Plan plan, int used) {
    this.file = file;
    int next = used;
    for (PointPlan point : plan.points()) {
      firstRow.put(point.key(), next);
      next += point.load().allRequests();
    }
  }

  /// The prompts of the points that are measured.
  ///
  /// @param file the user's own prompts; null: generated ones
  /// @throws io.perftune.value.ProblemException where the file has too few left for all points
  static Prompts of(@Nullable PromptFile file, Plan open, CellHistory history) {
    if (file == null) {
      return new Prompts(null, open, 0);
    }
    int used = history.usedRows().getOrDefault(file.sha256(), 0);
    Prompts prompts = new Prompts(file, open, used);
    if (!open.points().isEmpty()) {
      file.slice(used, Math.toIntExact(open.pointRequests()), prompts.tokens());
    }
    return prompts;
  }

  /// Which prompts of the user's file a point takes; null where they are generated.
  CellHistory.@Nullable FileRows rows(PointPlan point) {
    return file == null
        ? null
        : new CellHistory.FileRows(file.sha256(), first(point), point.load().allRequests());
  }

  /// The prompts of one point.
  PromptSource source(PointPlan point, int rows) {
    if (file != null) {
      return file.slice(first(point), rows, tokens());
    }
    return generated(new PromptRequest(point.load().inputTokens(), rows, point.prompts().seed()));
  }

  /// Prompts that are made for the request, whatever the points take.
  PromptSource generated(PromptRequest request) {
    return new GeneratedPrompts(wordnet(), request);
  }

  private int first(PointPlan point) {
    return requireNonNull(firstRow.get(point.key()), "the point is not in the plan");
  }

  private O200k tokens() {
    if (o200k == null) {
      o200k = new O200k();
    }
    return o200k;
  }

  private Corpus wordnet() {
    if (corpus == null) {
      corpus = Corpus.wordnet(tokens());
    }
    return corpus;
  }
}
