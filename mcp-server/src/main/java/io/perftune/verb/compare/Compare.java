package io.perftune.verb.compare;

import static java.util.Objects.requireNonNull;

import io.perftune.compare.Comparison;
import io.perftune.compare.MeasuredCampaign;
import io.perftune.config.Tables;
import io.perftune.tokens.O200k;
import io.perftune.value.Campaign;
import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import io.perftune.verb.Context;
import io.perftune.verb.Outcome;
import io.perftune.verb.Places;
import io.perftune.verb.Safety;
import io.perftune.verb.Verb;
import io.perftune.workspace.AtomicFiles;
import io.perftune.workspace.CampaignDirectory;
import io.perftune.workspace.Campaigns;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Compares two campaigns, the first one the baseline: what changed where both measured the same
/// workload, and what does not belong side by side.
///
/// The whole comparison lies in `comparisons/` of the second campaign; the reply holds as much of
/// it as an agent can read at once, and says how much.
public final class Compare implements Verb {
  /// Tokens of the reply's json, which stands in the reply twice where standard output is the json.
  private static final int JSON_TOKENS = 2_000;

  private static final int JSON_TWICE_TOKENS = 1_450;

  private static final int DIGEST_TOKENS = 1_300;

  private final Function<Path, Campaign> configuration;

  /// @param configuration reads a campaign's frozen config.yaml
  public Compare(Function<Path, Campaign> configuration) {
    this.configuration = requireNonNull(configuration, "configuration is null");
  }

  @Override
  public String name() {
    return "compare";
  }

  @Override
  public Safety safety() {
    return Safety.WRITES_ARTIFACTS;
  }

  @Override
  public Outcome run(ObjectNode input, Context context) throws InterruptedException {
    List<CampaignDirectory> directories = directories(input, context);
    String cell = Json.text(input, "cell");
    CampaignDirectory other = directories.getLast();
    List<MeasuredCampaign> campaigns =
        new ComparedCampaigns(configuration, flags(input)).campaigns(directories, cell);
    Comparison comparison =
        Comparison.of(
            campaigns.getFirst(),
            campaigns.getLast(),
            Tables.table(Tables.ATLAS),
            (done, total) -> {
              if (Thread.interrupted()) {
                throw new InterruptedException("cancelled");
              }
              context.progress().report(done, total, "comparing");
            });
    Path file = file(other, directories.getFirst().id(), cell);
    ObjectNode whole = Excerpt.whole(comparison.toJson(cell, file.toString()));
    List<Problem> problems = new ArrayList<>(written(file, whole, comparison));
    O200k tokens = new O200k();
    boolean twice = input.path("json").asBoolean(false);
    ObjectNode reply = new Excerpt(tokens, twice ? JSON_TWICE_TOKENS : JSON_TOKENS).of(whole);
    String digest = new ComparisonText(comparison, file.toString()).text(tokens, DIGEST_TOKENS);
    if (comparison.pairs().isEmpty()) {
      problems.add(
          Problem.of(
              "nothing-matches",
              "No row of the one campaign has the workload of a row of the other.",
              "The reasons stand with the unmatched rows."));
      return new Outcome.Failed(reply, digest, problems);
    }
    return new Outcome.Done(reply, digest, problems);
  }

  private static List<CampaignDirectory> directories(ObjectNode input, Context context) {
    Campaigns campaigns = Places.campaigns(input, context);
    List<CampaignDirectory> found = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    for (JsonNode named : input.required("campaign")) {
      try {
        found.add(campaigns.find(named.asString(), context.workingDirectory()));
      } catch (ProblemException e) {
        problems.addAll(e.problems());
      }
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
    if (found.getFirst().root().equals(found.getLast().root())) {
      throw new ProblemException(
          new Problem(
              "same-campaign",
              "Both name the campaign %s.".formatted(found.getFirst().id()),
              "--campaign",
              "Name two campaigns, the baseline first."));
    }
    return found;
  }

  /// The flags that another verb needs to find the same campaigns.
  private static String flags(ObjectNode input) {
    String named = Json.text(input, "campaigns_dir");
    return named == null ? "" : " --campaigns-dir " + named;
  }

  private static Path file(CampaignDirectory other, String baseline, @Nullable String cell) {
    return other
        .root()
        .resolve("comparisons")
        .resolve(baseline + (cell == null ? "" : "." + cell) + ".json");
  }

  /// Writes the comparison for machines, and beside it for readers.
  ///
  /// @return the problem of a disk that refuses: the comparison itself stands all the same
  private static List<Problem> written(Path file, ObjectNode whole, Comparison comparison) {
    String name = String.valueOf(file.getFileName());
    try {
      AtomicFiles.write(file, Json.pretty(whole));
      AtomicFiles.write(
          file.resolveSibling(name.substring(0, name.length() - ".json".length()) + ".txt"),
          new ComparisonText(comparison, file.toString()).whole());
      return List.of();
    } catch (ProblemException e) {
      return e.problems();
    }
  }
}
