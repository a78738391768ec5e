package io.perftune.verb.valueview;

import static java.util.Objects.requireNonNull;

import io.perftune.lever.Floor;
import io.perftune.lever.Levers;
import io.perftune.value.Campaign;
import io.perftune.value.Json;
import io.perftune.value.Lever;
import io.perftune.value.Problem;
import io.perftune.verb.Context;
import io.perftune.verb.Outcome;
import io.perftune.verb.Places;
import io.perftune.verb.Safety;
import io.perftune.verb.Verb;
import io.perftune.workspace.CampaignDirectory;
import io.perftune.workspace.Campaigns;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Ranks the standing frontier over all campaigns: the best that was measured, and every lever,
/// open or settled.
///
/// It writes nothing. A campaign that cannot be read is named with the reason.
public final class ValueView implements Verb {
  private final Function<Path, Campaign> configuration;

  /// @param configuration reads a campaign's frozen config.yaml
  public ValueView(Function<Path, Campaign> configuration) {
    this.configuration = requireNonNull(configuration, "configuration is null");
  }

  @Override
  public String name() {
    return "value_view";
  }

  @Override
  public Safety safety() {
    return Safety.READ_ONLY;
  }

  /// A lever and whose it is.
  record Standing(String campaignId, Lever lever) {
    ObjectNode toJson() {
      ObjectNode json = Json.object().put("campaign_id", campaignId);
      json.setAll(lever.toJson());
      return json;
    }
  }

  @Override
  public Outcome run(ObjectNode input, Context context) throws InterruptedException {
    Campaigns campaigns = Places.campaigns(input, context);
    List<String> ids = campaigns.ids().reversed();
    List<StandingCampaign> read = new ArrayList<>();
    for (String id : ids) {
      if (Thread.interrupted()) {
        throw new InterruptedException("cancelled");
      }
      context.progress().report(read.size(), ids.size(), "reading " + id);
      CampaignDirectory directory = new CampaignDirectory(campaigns.root().resolve(id));
      read.add(StandingCampaign.read(directory, configuration));
    }
    int limit = input.required("limit").intValue();
    List<Floor> floors = Floor.of(read.stream().flatMap(each -> each.rows().stream()).toList());
    List<Standing> levers = ranked(read);
    List<Problem> problems = problems(read, campaigns);
    ObjectNode reply = reply(campaigns, read, floors, levers, limit);
    reply.set("unreadable", unreadable(problems));
    return new Outcome.Done(
        reply, ValueDigest.text(campaigns.root(), floors, levers, problems, limit), problems);
  }

  /// By rank; of equals, those of the newest campaign first.
  private static List<Standing> ranked(List<StandingCampaign> campaigns) {
    return campaigns.stream()
        .flatMap(
            campaign -> campaign.levers().stream().map(lever -> new Standing(campaign.id(), lever)))
        .sorted(Comparator.comparing(Standing::lever, Levers.RANK))
        .toList();
  }

  private static List<Problem> problems(List<StandingCampaign> read, Campaigns campaigns) {
    List<Problem> problems = new ArrayList<>();
    for (StandingCampaign campaign : read) {
      if (!campaign.unread().isEmpty()) {
        Problem first = campaign.unread().getFirst();
        int more = campaign.unread().size() - 1;
        problems.add(
            new Problem(
                "unreadable-campaign",
                "Its figures are left out: %s%s"
                    .formatted(first.message(), more == 0 ? "" : " (and " + more + " more)"),
                campaign.id(),
                first.remedy()));
      }
    }
    for (String directory : campaigns.withoutFile()) {
      problems.add(
          new Problem(
              "unreadable-campaign",
              "It is left out: it has no config.yaml.",
              directory,
              "Put the campaign file back, or move the directory away."));
    }
    return problems;
  }

  private static ObjectNode reply(
      Campaigns campaigns,
      List<StandingCampaign> read,
      List<Floor> floors,
      List<Standing> levers,
      int limit) {
    ObjectNode json =
        Json.object()
            .put("campaigns_dir", campaigns.root().toString())
            .put("campaign_count", read.size())
            .put("floor_count", floors.size())
            .put("open_count", levers.stream().filter(ValueView::open).count());
    ArrayNode floor = json.putArray("floors");
    floors.stream().limit(limit).forEach(each -> floor.add(each.toJson()));
    ArrayNode open = json.putArray("levers");
    levers.stream()
        .filter(ValueView::open)
        .limit(limit)
        .forEach(each -> open.add(each.toJson().put("rank", open.size() + 1)));
    ArrayNode settled = json.putArray("settled");
    levers.stream()
        .filter(each -> !open(each))
        .limit(limit)
        .forEach(each -> settled.add(each.toJson()));
    return json;
  }

  static boolean open(Standing standing) {
    return standing.lever().state() == Lever.State.OPEN;
  }

  private static ArrayNode unreadable(List<Problem> problems) {
    ArrayNode array = Json.array();
    problems.forEach(problem ->
        array
            .addObject()
            .put("campaign_id", problem.where())
            .put("why", problem.message())
            .put("how_to_fix", problem.remedy()));
    return array;
  }
}
