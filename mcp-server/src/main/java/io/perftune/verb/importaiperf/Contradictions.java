package io.perftune.verb.importaiperf;

import io.perftune.capture.AiperfSetup;
import io.perftune.value.AaMode;
import io.perftune.value.AaWorkload;
import io.perftune.value.Cell;
import io.perftune.value.PointPlan;
import io.perftune.value.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What an export says of its run held against the cell and the call; what it does not say cannot
/// contradict.
final class Contradictions {
  private final List<Problem> problems = new ArrayList<>();

  private Contradictions() {}

  static List<Problem> of(AiperfSetup setup, Cell cell, PointPlan plan) {
    AaWorkload aa = cell.aa();
    Contradictions all = new Contradictions();
    all.check("load generator", "aiperf", aa.engine());
    all.check("concurrency", setup.concurrency(), (long) plan.concurrency());
    all.check("number of requests", setup.requests(), (long) plan.load().requests());
    all.check("model", setup.model(), aa.endpoint().model());
    all.check("endpoint", plain(setup.url()), plain(aa.endpoint().origin().toString()));
    all.check("kind of endpoint", setup.endpointType(), aa.endpoint().type());
    all.check("streaming", setup.streaming(), true);
    all.check("synthetic prompts", setup.synthetic(), aa.mode() == AaMode.SYNTHETIC);
    all.check("input tokens", setup.inputTokens(), (long) aa.shape().inputTokens());
    all.check("output tokens", setup.outputTokens(), (long) plan.load().maxOutputTokens());
    if (setup.tellsExtras()) {
      boolean sent = aa.output().extraOutputControls();
      Long minimum = setup.minTokens();
      all.check(
          "min_tokens",
          Objects.toString(minimum, "none"),
          sent ? String.valueOf(plan.load().floor()) : "none");
    }
    return all.problems;
  }

  private void check(String what, @Nullable Object theirs, @Nullable Object ours) {
    if (theirs != null && !theirs.equals(ours)) {
      problems.add(
          new Problem(
              "contradiction",
              "The export's %s is %s, the cell's is %s.".formatted(what, theirs, ours),
              "export",
              "Import it into a cell that says what was run."));
    }
  }

  /// Without a last slash and without the version's path, which both may have or not.
  private static @Nullable String plain(@Nullable String url) {
    return url == null ? null : url.replaceFirst("/+$", "").replaceFirst("/v1$", "");
  }
}
