package io.perftune.value;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What a verdict rests on: repeats, one node, a named baseline, the data of its claims, and clean
/// pinned source. Each method gives what is missing, with its remedy; an empty list where nothing
/// is.
///
/// @param campaign config.yaml with every default
/// @param provenance provenance.json
/// @param measured the rows of atlas_v1 that the verdict would rest on
public record VerdictRequirements(ObjectNode campaign, ObjectNode provenance, List<Row> measured) {
  private static final int TRIALS = 3;
  private static final Set<String> DECODE_METRICS = Set.of("tpot", "itl");

  public VerdictRequirements {
    requireNonNull(campaign, "campaign is null");
    requireNonNull(provenance, "provenance is null");
    measured = List.copyOf(measured);
  }

  /// All that is missing.
  public List<Problem> missing() {
    List<Problem> problems = new ArrayList<>(trials());
    problems.addAll(sameNode());
    problems.addAll(baseline());
    problems.addAll(claims());
    problems.addAll(source());
    return problems;
  }

  /// Three trials at every point; one problem a point.
  public List<Problem> trials() {
    List<Problem> problems = new ArrayList<>();
    for (Row row : measured) {
      long trials = requireNonNull(row.integer("trials"), "trials is required");
      if (trials < TRIALS) {
        problems.add(
            gap(
                    "A verdict needs at least 3 trials; this point has " + trials + ".",
                    "Call cell_run with --trials 3, then aggregate again: trials that are complete are"
                        + " kept.")
                .at(row.text("cell_id") + " c=" + row.integer("concurrency")));
      }
    }
    return problems;
  }

  /// That the arms ran on one node, declared of the campaign or of every cell.
  public List<Problem> sameNode() {
    return verdict().path("same_node").asBoolean(false) || everyRow("same_node")
        ? List.of()
        : need("that the arms ran on the same node", "Declare provenance.verdict.same_node: true.");
  }

  /// The name of the baseline, declared of the campaign or of every cell.
  public List<Problem> baseline() {
    return present(verdict().path("baseline")) || everyRow("baseline")
        ? List.of()
        : need("a named baseline", "Declare provenance.verdict.baseline.");
  }

  /// The data that the declared claims need.
  public List<Problem> claims() {
    List<Problem> problems = new ArrayList<>();
    if (verdict().path("latency_claim").asBoolean(false) && !decodeMeasured()) {
      problems.addAll(
          need(
              "tpot or itl for its latency claim",
              "Declare provenance.verdict.decode_metric: tpot or itl, and measure it in every row."));
    }
    if (verdict().path("which_kernel_claim").asBoolean(false)
        && !present(verdict().path("per_kernel_ref"))) {
      problems.addAll(
          need(
              "per-kernel data for its kernel claim",
              "Bring the per-kernel data and declare provenance.verdict.per_kernel_ref."));
    }
    return problems;
  }

  /// A clean pinned commit: of the served source where the campaign declares one, else of the
  /// checkout that holds the campaign file.
  public List<Problem> source() {
    JsonNode declared = campaign.path("provenance").path("source");
    boolean clean =
        declared.isEmpty()
            ? pinned(provenance.path("config_git"))
            : declared.valueStream().allMatch(VerdictRequirements::pinned);
    return clean
        ? List.of()
        : need(
            "a clean, pinned source commit",
            "Commit the source and declare its full commit with dirty: false in"
                + " provenance.source.");
  }

  private JsonNode verdict() {
    return campaign.path("provenance").path("verdict");
  }

  private boolean decodeMeasured() {
    @Nullable String metric = Json.text(verdict(), "decode_metric");
    return metric != null
        && DECODE_METRICS.contains(metric)
        && measured.stream()
            .allMatch(
                row -> row.number("tpot_median_ms") != null || row.number("itl_p50_ms") != null);
  }

  private static boolean pinned(JsonNode source) {
    String commit = Json.text(source, "commit");
    return commit != null
        && commit.matches("[0-9a-f]{40}([0-9a-f]{24})?")
        && Boolean.FALSE.equals(Json.bool(source, "dirty"));
  }

  private boolean everyRow(String column) {
    return !measured.isEmpty() && measured.stream().allMatch(row -> present(row.value(column)));
  }

  private static boolean present(JsonNode value) {
    return value.isBoolean()
        ? value.booleanValue()
        : value.isString() && !value.asString().isBlank();
  }

  private static List<Problem> need(String what, String remedy) {
    return List.of(gap("A verdict needs " + what + ".", remedy).at("provenance.verdict"));
  }

  private static Problem gap(String message, String remedy) {
    return Problem.of("verdict", message, remedy);
  }
}
