package io.perftune.lake;

import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.value.VerdictRequirements;
import java.util.List;

/// A campaign that calls itself a verdict rests on what a verdict needs.
final class VerdictRules {
  private VerdictRules() {}

  static List<Problem> problems(Evidence evidence) {
    return "verdict".equals(Json.text(evidence.verdict(), "tier"))
        ? new VerdictRequirements(evidence.campaign(), evidence.provenance(), evidence.measured())
            .missing()
        : List.of();
  }
}
