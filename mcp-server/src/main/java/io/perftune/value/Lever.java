package io.perftune.value;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// One change that may make a configuration better: declared by the campaign, or suggested by its
/// data.
///
/// @param rule the rule of docs/levers.md that suggests it; `declared` for the campaign's own
/// @param change what to change
/// @param unlock what it is expected to bring, direction and size
/// @param gate the measurement that proves or refutes it
/// @param worth expected relative gain of the figure that the gate names, 0.2 being a fifth; null
///   where it was declared, and for what only makes figures trustworthy
/// @param effort how much it takes, 1 (a flag) to 5 (a new kernel); null where it was declared
///   without one
/// @param evidence the figures that speak for it, each with its cell
/// @param why it won or was refuted; null while it is open
public record Lever(
    String rule,
    State state,
    String change,
    String unlock,
    String gate,
    @Nullable Double worth,
    @Nullable Integer effort,
    List<Evidence> evidence,
    @Nullable String why) {
  /// The rule of a lever that the campaign declares.
  public static final String DECLARED = "declared";

  public Lever {
    requireNonNull(rule, "rule is null");
    requireNonNull(state, "state is null");
    requireNonNull(change, "change is null");
    requireNonNull(unlock, "unlock is null");
    requireNonNull(gate, "gate is null");
    evidence = List.copyOf(evidence);
  }

  /// The lever with all that it says.
  public ObjectNode toJson() {
    ObjectNode json =
        Json.object()
            .put("rule", rule)
            .put("state", state.label())
            .put("change", change)
            .put("unlock", unlock)
            .put("gate", gate)
            .put("worth", worth)
            .put("effort", effort)
            .put("why", why);
    ArrayNode array = json.putArray("evidence");
    evidence.forEach(at -> array.addObject().put("where", at.where()).put("figure", at.figure()));
    return json;
  }

  /// What became of it.
  public enum State {
    OPEN,
    /// It is the new floor.
    WON,
    REFUTED;

    /// The word in files.
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// Whether the campaign says it, and not its figures.
  public boolean declared() {
    return rule.equals(DECLARED);
  }

  /// A figure that speaks for a lever.
  ///
  /// @param where the cell and concurrency
  /// @param figure the number with its unit, in words
  public record Evidence(String where, String figure) {
    public Evidence {
      requireNonNull(where, "where is null");
      requireNonNull(figure, "figure is null");
    }
  }
}
