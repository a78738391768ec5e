package io.perftune.compare;

import io.perftune.compare.Difference.Role;
import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.value.Row;
import io.perftune.value.VerdictRequirements;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Whether a comparison carries a verdict, or is a draft.
///
/// @param missing what a verdict lacks, each with its remedy; empty for a verdict
public record Verdict(List<Problem> missing) {
  private static final String CODE = "verdict";

  public Verdict {
    missing = List.copyOf(missing);
  }

  /// What the comparison amounts to.
  public enum Tier {
    DRAFT,
    VERDICT
  }

  /// By the rules of the strict gate for both campaigns, of the points that are compared, and by
  /// what only a comparison needs: points that match, one way of measuring, trusted clients, and an
  /// interval.
  ///
  /// @param pairs every pair with all its differences
  static Verdict of(MeasuredCampaign a, MeasuredCampaign b, List<Compared> pairs) {
    List<Problem> missing = new ArrayList<>();
    if (pairs.isEmpty()) {
      missing.add(
          Problem.of(
              CODE,
              "A verdict needs points of one workload in both campaigns; nothing matches.",
              "Look at the reasons of the unmatched rows, and run what is missing."));
    }
    VerdictRequirements first = requirements(a, pairs, Compared::a);
    List<Problem> baseline = new ArrayList<>(first.trials());
    baseline.addAll(first.sameNode());
    baseline.addAll(first.claims());
    baseline.addAll(first.source());
    missing.addAll(named(a, baseline));
    missing.addAll(named(b, requirements(b, pairs, Compared::b).missing()));
    missing.addAll(conditions(pairs));
    missing.addAll(
        each(
            pairs,
            Verdict::noisy,
            "A verdict needs clients that were not noisy.",
            "Give the client a machine of its own, and run the point again."));
    missing.addAll(
        each(
            pairs,
            Verdict::abovePeak,
            "A verdict needs points that are not above their hardware's peak.",
            "Mend the descriptors: quant, hardware, number of GPUs, speculative decoding."));
    missing.addAll(
        each(
            pairs,
            Verdict::withoutInterval,
            "A verdict needs an interval of the change.",
            "Run the point again with 8 requests or more."));
    return new Verdict(alike(missing));
  }

  /// What both campaigns lack is said once, with both places.
  private static List<Problem> alike(List<Problem> missing) {
    Map<Problem, List<String>> places = new LinkedHashMap<>();
    for (Problem problem : missing) {
      places
          .computeIfAbsent(unplaced(problem), _ -> new ArrayList<>())
          .add(Objects.requireNonNullElse(problem.where(), ""));
    }
    return places.entrySet().stream()
        .map(entry -> {
          String where = String.join("; ", entry.getValue());
          return where.isEmpty() ? entry.getKey() : entry.getKey().at(where);
        })
        .toList();
  }

  private static Problem unplaced(Problem problem) {
    return Problem.of(problem.code(), problem.message(), problem.remedy());
  }

  /// The tier.
  public Tier tier() {
    return missing.isEmpty() ? Tier.VERDICT : Tier.DRAFT;
  }

  private static VerdictRequirements requirements(
      MeasuredCampaign measured, List<Compared> pairs, Function<Compared, Row> side) {
    return new VerdictRequirements(
        measured.campaign(), measured.provenance(), pairs.stream().map(side).toList());
  }

  /// The problems of a campaign, those that say the same as one.
  private static List<Problem> named(MeasuredCampaign measured, List<Problem> problems) {
    Map<Problem, List<Problem>> alike =
        problems.stream()
            .collect(
                Collectors.groupingBy(Verdict::unplaced, LinkedHashMap::new, Collectors.toList()));
    return alike.entrySet().stream()
        .map(entry -> entry.getKey().at(measured.campaignId() + ": " + place(entry.getValue())))
        .toList();
  }

  private static String place(List<Problem> alike) {
    return alike.getFirst().where()
        + (alike.size() == 1 ? "" : " and %d more".formatted(alike.size() - 1));
  }

  private static List<Problem> conditions(List<Compared> pairs) {
    Map<String, List<Compared>> differing = new LinkedHashMap<>();
    for (Compared pair : pairs) {
      pair.differences().stream()
          .filter(difference -> difference.role() == Role.CONDITIONS)
          .forEach(difference ->
              differing.computeIfAbsent(difference.line(), _ -> new ArrayList<>()).add(pair));
    }
    return differing.entrySet().stream()
        .map(entry ->
            Problem.of(
                    CODE,
                    "A verdict needs one way of measuring; it differs in " + entry.getKey() + ".",
                    "Run one of the campaigns again under the other's conditions.")
                .at(places(entry.getValue())))
        .toList();
  }

  private static List<Problem> each(
      List<Compared> pairs, Predicate<Compared> lacks, String message, String remedy) {
    List<Compared> lacking = pairs.stream().filter(lacks).toList();
    return lacking.isEmpty()
        ? List.of()
        : List.of(Problem.of(CODE, message, remedy).at(places(lacking)));
  }

  private static String places(List<Compared> pairs) {
    return pairs.getFirst().place()
        + (pairs.size() == 1 ? "" : " and %d more".formatted(pairs.size() - 1));
  }

  private static boolean noisy(Compared pair) {
    return Stream.of(pair.a(), pair.b())
        .anyMatch(row -> "noisy".equals(row.text("client_verdict")));
  }

  private static boolean abovePeak(Compared pair) {
    return Stream.of(pair.a(), pair.b()).anyMatch(Cautions::abovePeak);
  }

  private static boolean withoutInterval(Compared pair) {
    return pair.changes().stream().allMatch(change -> change.interval() == null);
  }

  ObjectNode toJson() {
    ObjectNode json = Json.object().put("tier", tier().name());
    ArrayNode lacking = json.putArray("missing");
    missing.forEach(problem ->
        lacking
            .addObject()
            .put("what", problem.message())
            .put("where", problem.where())
            .put("how_to_fix", problem.remedy()));
    return json;
  }
}
