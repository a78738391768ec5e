package io.perftune.verb.aggregate;

import static java.util.Objects.requireNonNull;

import io.perftune.atlas.Atlas;
import io.perftune.value.Campaign;
import io.perftune.value.Json;
import io.perftune.verb.Context;
import io.perftune.verb.Outcome;
import io.perftune.verb.Places;
import io.perftune.verb.Safety;
import io.perftune.verb.Verb;
import io.perftune.workspace.CampaignDirectory;
import java.nio.file.Path;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/// Joins the rows of all cells into atlas.jsonl and says how much of the campaign they cover.
///
/// Either every row is fit to be read and the atlas is replaced, or nothing is written and every
/// fault is named with its file and row.
public final class AtlasAggregate implements Verb {
  private final Function<Path, Campaign> configuration;

  /// @param configuration reads a campaign's frozen config.yaml
  public AtlasAggregate(Function<Path, Campaign> configuration) {
    this.configuration = requireNonNull(configuration, "configuration is null");
  }

  @Override
  public String name() {
    return "atlas_aggregate";
  }

  @Override
  public Safety safety() {
    return Safety.WRITES_ARTIFACTS;
  }

  @Override
  public Outcome run(ObjectNode input, Context context) {
    CampaignDirectory directory = Places.campaign(input, context);
    Campaign campaign = configuration.apply(directory.config());
    Aggregation aggregation = Aggregation.of(directory, campaign).write();
    Atlas atlas = aggregation.atlas();
    return new Outcome.Done(
        reply(directory, campaign, atlas), digest(directory, atlas), aggregation.gaps());
  }

  private static ObjectNode reply(CampaignDirectory directory, Campaign campaign, Atlas atlas) {
    ObjectNode json =
        Json.object()
            .put("campaign_dir", directory.root().toString())
            .put("atlas_path", directory.atlas().toString())
            .put("row_count", atlas.rows().size())
            .put("cell_count", campaign.cells().size());
    json.set("coverage", atlas.coverage().toJson());
    return json;
  }

  private static String digest(CampaignDirectory directory, Atlas atlas) {
    return "%s%nWrote %d rows to %s"
        .formatted(atlas.coverage().headerLine(), atlas.rows().size(), directory.atlas())
        .replace("\r\n", "\n");
  }
}
