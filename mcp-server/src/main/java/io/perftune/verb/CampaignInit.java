package io.perftune.verb;

import static java.util.Objects.requireNonNullElse;

import io.perftune.config.CampaignFile;
import io.perftune.config.yaml.YamlText;
import io.perftune.value.Campaign;
import io.perftune.value.Cell;
import io.perftune.value.Digest;
import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import io.perftune.value.UtcStamp;
import io.perftune.workspace.AtomicFiles;
import io.perftune.workspace.CampaignDirectory;
import io.perftune.workspace.NewCampaign;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Checks a campaign file and makes its directory: the file frozen, and where it came from.
public final class CampaignInit implements Verb {
  @Override
  public String name() {
    return "campaign_init";
  }

  @Override
  public Safety safety() {
    return Safety.WRITES_ARTIFACTS;
  }

  @Override
  public Outcome run(ObjectNode input, Context context) {
    Path file = context.resolve(input.required("config").asString());
    String text = YamlText.read(file);
    Campaign campaign = CampaignFile.parse(text, file.toString());
    ModelConfigs models = ModelConfigs.of(campaign, file);
    Identity identity = Identity.of(input, campaign, context.clock().instant());
    byte[] config = text.getBytes(StandardCharsets.UTF_8);
    ObjectNode provenance = provenance(identity, file, config, context);
    CampaignDirectory made =
        NewCampaign.make(
            Places.campaigns(input, context),
            identity.id(),
            directory -> {
              AtomicFiles.write(directory.provenance(), Json.pretty(provenance));
              AtomicFiles.write(directory.source(), source(identity, file, provenance));
              AtomicFiles.write(directory.summary(), summary(identity, campaign));
              models.freeze(directory);
              // Last, because a directory with it is a campaign.
              AtomicFiles.write(directory.config(), config);
            });
    return new Outcome.Done(
        reply(made, identity, campaign), digest(made, campaign), campaign.notices());
  }

  /// What a campaign is called.
  ///
  /// @param id the directory's name
  private record Identity(
      String id,
      String slug,
      @Nullable String experimentId,
      @Nullable String family,
      @Nullable String evidenceBundle,
      Instant made) {
    static Identity of(ObjectNode input, Campaign campaign, Instant now) {
      String slug = requireNonNullElse(Json.text(input, "slug"), campaign.name());
      String experiment = either(input, "experiment_id", campaign, "experiment_id");
      if (experiment != null && UtcStamp.in(experiment).isEmpty()) {
        throw new ProblemException(
            new Problem(
                "no-date",
                "The experiment id %s holds no date: its UTC stamp is none.".formatted(experiment),
                "--experiment-id",
                "Put the campaign's time into it as YYYYMMDDTHHMMSSZ."));
      }
      return new Identity(
          experiment == null ? CampaignDirectory.stamp(now) + "-" + slug : experiment,
          slug,
          experiment,
          either(input, "family", campaign, "family"),
          either(input, "evidence_bundle", campaign, "evidence_bundle_path"),
          now);
    }

    private static @Nullable String either(
        ObjectNode input, String argument, Campaign campaign, String key) {
      String given = Json.text(input, argument);
      return given == null ? campaign.text(key) : given;
    }
  }

  private static ObjectNode provenance(
      Identity identity, Path file, byte[] config, Context context) {
    ObjectNode provenance =
        Json.object()
            .put("schema", "campaign_provenance_v1")
            .put("campaign_id", identity.id())
            .put("slug", identity.slug())
            .put("experiment_id", identity.experimentId())
            .put("family", identity.family())
            .put("evidence_bundle_path", identity.evidenceBundle())
            .put("made_at", identity.made().toString());
    provenance
        .putObject("config")
        .put("file", file.getFileName().toString())
        .put("sha256", Digest.sha256(config));
    Path parent = file.toAbsolutePath().getParent();
    provenance.set("config_git", Provenance.git(parent == null ? file : parent));
    provenance.set("code_git", Provenance.git(context.repositoryRoot()));
    provenance.set("host", Provenance.host());
    return provenance;
  }

  private static String source(Identity identity, Path file, ObjectNode provenance) {
    ObjectNode git = (ObjectNode) provenance.required("config_git");
    return """
    # Source of %s

    - Made: %s
    - Campaign file: %s, frozen beside this page as config.yaml, sha256 %s
    - Git: %s
    - Host: %s
    """
        .formatted(
            identity.id(),
            identity.made(),
            file.getFileName(),
            provenance.at("/config/sha256").asString(),
            gitLine(git),
            Json.line(provenance.required("host")));
  }

  private static String gitLine(ObjectNode git) {
    String why = Json.text(git, "why");
    return why != null
        ? why
        : "%s, branch %s, commit %s, %s"
            .formatted(
                requireNonNullElse(Json.text(git, "repo"), "no remote"),
                git.path("branch").asString(""),
                requireNonNullElse(Json.text(git, "commit"), "none yet"),
                git.path("dirty").asBoolean() ? "with uncommitted changes" : "clean");
  }

  private static String summary(Identity identity, Campaign campaign) {
    StringBuilder text = new StringBuilder("# " + identity.id() + "\n\n");
    String description = campaign.text("description");
    if (description != null && !description.isBlank()) {
      text.append(description.strip()).append("\n\n");
    }
    text.append("Nothing is measured yet. Cells:\n\n");
    for (Cell cell : campaign.cells()) {
      text.append(
          "- %s: %s at concurrency %s\n"
              .formatted(cell.cellId(), cell.aa().shape().label(), cell.concurrencies()));
    }
    return text.toString();
  }

  private static ObjectNode reply(CampaignDirectory made, Identity identity, Campaign campaign) {
    ObjectNode json =
        Json.object()
            .put("campaign_id", made.id())
            .put("campaign_dir", made.root().toString())
            .put("slug", identity.slug())
            .put("experiment_id", identity.experimentId())
            .put("family", identity.family())
            .put("cell_count", campaign.cells().size());
    List<String> cells = campaign.cells().stream().map(Cell::cellId).toList();
    json.set("cells", Json.strings(cells));
    json.set("problems", Json.problems(campaign.notices()));
    return json;
  }

  private static String digest(CampaignDirectory made, Campaign campaign) {
    String next =
        campaign.cells().isEmpty()
            ? "It has no cells."
            : "Next: cell_run --campaign %s --cell %s --dry-run"
                .formatted(made.id(), campaign.cells().getFirst().cellId());
    return "Made %s with %d cells.\n%s".formatted(made.root(), campaign.cells().size(), next);
  }
}
