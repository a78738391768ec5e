package io.perftune.lever;

import static java.util.Objects.requireNonNull;

import io.perftune.value.Lever;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// One rule of docs/levers.md: what in the figures suggests which change.
///
/// @param effort 1 (a flag or a further run) to 5 (a new kernel)
/// @param reading the places at which it holds; none where its inputs are lacking
record Rule(
    String name, Kind kind, Words words, int effort, Function<Figures, List<Finding>> reading) {
  private static final int SHOWN = 6;
  private static final String WHERE = "<where>";

  Rule {
    requireNonNull(name, "name is null");
    requireNonNull(kind, "kind is null");
    requireNonNull(words, "words is null");
    requireNonNull(reading, "reading is null");
    if (effort < 1 || effort > 5) {
      throw new IllegalArgumentException("effort of " + name + " is " + effort);
    }
  }

  /// What a lever is good for.
  enum Kind {
    /// Makes the figures trustworthy or comparable, before anything is concluded from them.
    TRUST,
    /// Makes the configuration better, or shows how good it can be.
    GAIN
  }

  /// A rule in words.
  ///
  /// @param when the condition, thresholds included
  /// @param reason why the thresholds are what they are
  /// @param gate the measurement that proves or refutes it; `<where>` stands for the place
  record Words(String when, String reason, String change, String gate) {
    Words {
      requireNonNull(when, "when is null");
      requireNonNull(reason, "reason is null");
      requireNonNull(change, "change is null");
      requireNonNull(gate, "gate is null");
    }
  }

  /// The lever that the figures suggest by this rule: sized by the place where it is worth most.
  Optional<Lever> lever(Figures figures) {
    List<Finding> findings =
        reading.apply(figures).stream()
            .sorted(
                Comparator.comparingDouble(
                    finding -> finding.worth() == null ? 0.0 : -finding.worth()))
            .toList();
    if (findings.isEmpty()) {
      return Optional.empty();
    }
    Finding best = findings.getFirst();
    return Optional.of(
        new Lever(
            name,
            Lever.State.OPEN,
            words.change(),
            best.unlock(),
            words.gate().replace(WHERE, best.where()),
            best.worth(),
            effort,
            evidence(findings),
            null));
  }

  private static List<Lever.Evidence> evidence(List<Finding> findings) {
    List<Lever.Evidence> evidence =
        new ArrayList<>(findings.stream().limit(SHOWN).map(Finding::evidence).toList());
    int more = findings.size() - SHOWN;
    if (more > 0) {
      evidence.add(new Lever.Evidence("elsewhere", "the same at " + more + " more"));
    }
    return evidence;
  }
}
