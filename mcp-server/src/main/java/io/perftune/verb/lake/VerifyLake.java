package io.perftune.verb.lake;

import io.perftune.lake.read.Catalog;
import io.perftune.lake.read.Inspection;
import io.perftune.lake.read.Inspection.State;
import io.perftune.lake.read.LakeCampaign;
import io.perftune.lake.read.Repair;
import io.perftune.lake.read.RepairPlan;
import io.perftune.lake.read.TableDigest;
import io.perftune.lake.read.TableFiles;
import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import io.perftune.verb.Context;
import io.perftune.verb.Outcome;
import io.perftune.verb.Places;
import io.perftune.verb.Safety;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// lake verify: reads every value of every campaign, compares the hashes with what was published,
/// finds what a publish that was cut off left, and repairs that where it is told to.
final class VerifyLake {
  private final LakeCall call;
  private final Context context;
  private final Repair repair;
  private final List<Problem> problems = new ArrayList<>();
  private final List<String> lines = new ArrayList<>();
  private boolean broken;

  private VerifyLake(LakeCall call, Context context) {
    this.call = call;
    this.context = context;
    this.repair = new Repair(call.store(), call.root());
  }

  static Outcome run(LakeCall call, ObjectNode reply, Context context)
      throws IOException, InterruptedException {
    return new VerifyLake(call, context).verified(reply);
  }

  private Outcome verified(ObjectNode reply) throws IOException, InterruptedException {
    List<RepairPlan> plans = leftovers(catalog());
    reply.set("repairs", repairs(plans));
    Catalog catalog = catalog();
    List<LakeCampaign> campaigns = catalog.campaigns();
    reply.put("campaign_count", campaigns.size());
    ArrayNode listed = reply.putArray("campaigns");
    Receipts receipts = new Receipts(Places.campaigns(call.input(), context), call.store());
    for (LakeCampaign campaign : campaigns) {
      if (Thread.interrupted()) {
        throw new InterruptedException("cancelled");
      }
      context.progress().report(listed.size(), campaigns.size(), "reading " + campaign.id());
      Inspection inspection = Inspection.of(new TableFiles(call.store()), campaign);
      found(inspection, receipts);
      if (listed.size() < call.limit() || inspection.state() != State.COMMITTED) {
        listed.add(entry(inspection));
      }
    }
    foreign(catalog, reply);
    lines.addFirst(
        "%s: %d campaigns read, %s."
            .formatted(
                call.store().location(),
                campaigns.size(),
                broken ? "not all are what was published" : "all are what was published"));
    String digest = String.join("\n", lines);
    if (problems.stream().anyMatch(each -> each.code().equals("not-acknowledged"))) {
      return new Outcome.Refused(reply, digest, problems);
    }
    return broken
        ? new Outcome.Failed(reply, digest, problems)
        : new Outcome.Done(reply, digest, problems);
  }

  private Catalog catalog() throws IOException, InterruptedException {
    String id = call.campaign();
    if (id == null) {
      return Catalog.of(call.store());
    }
    List<LakeCampaign> one = Catalog.campaign(call.store(), id).stream().toList();
    return new Catalog(one, List.of());
  }

  /// What cut-off publishes left, repaired where the caller says so.
  private List<RepairPlan> leftovers(Catalog catalog) throws IOException {
    List<String> candidates =
        repair.candidates(catalog).stream()
            .filter(id -> call.campaign() == null || id.equals(call.campaign()))
            .toList();
    if (call.campaign() != null && catalog.campaigns().isEmpty() && candidates.isEmpty()) {
      throw new ProblemException(
          new Problem(
              "no-campaign",
              "%s is not in %s.".formatted(call.campaign(), call.store().location()),
              "--campaign",
              "Name one of those that lake ls lists."));
    }
    boolean touch = call.on("repair") && !call.on("dry_run") && acknowledged();
    List<RepairPlan> plans = new ArrayList<>();
    for (String id : candidates) {
      try {
        RepairPlan plan = touch ? repair.apply(id, this::announce) : repair.plan(id);
        if (!plan.steps().isEmpty()) {
          plans.add(plan);
          leftover(plan, touch);
        }
      } catch (ProblemException e) {
        broken = true;
        problems.addAll(e.problems());
      }
    }
    return plans;
  }

  /// Without a needed acknowledgement the plans are shown, and nothing is touched.
  private boolean acknowledged() {
    String field = String.valueOf(Safety.PUBLISHES_EXTERNALLY.acknowledgement());
    if (!LakeCall.needsAcknowledgement(call.input()) || call.on(field)) {
      return true;
    }
    problems.add(
        new Problem(
            "not-acknowledged",
            "A repair changes %s, where others read, and was not acknowledged."
                .formatted(call.store().location()),
            field,
            "Look at the steps, then call again with --%s.".formatted(field.replace('_', '-'))));
    return false;
  }

  /// Before anything is touched.
  private void announce(RepairPlan plan) {
    for (RepairPlan.Step step : plan.steps()) {
      context.progress().report(0, 1, "repair of %s: %s".formatted(plan.campaignId(), step.line()));
    }
  }

  private void leftover(RepairPlan plan, boolean repaired) {
    lines.add(
        "%s %s: %s"
            .formatted(repaired ? "Repaired" : "Leftovers of", plan.campaignId(), plan.why()));
    plan.steps().forEach(step -> lines.add("  " + step.line()));
    if (!repaired) {
      broken = true;
      problems.add(
          new Problem(
              "leftovers",
              "A publish was cut off, or is under way; it left %d files."
                  .formatted(plan.steps().size()),
              plan.campaignId(),
              "Publish the campaign again, or run lake verify --repair; --dry-run shows its steps."));
    }
  }

  private void found(Inspection inspection, Receipts receipts) {
    switch (inspection.state()) {
      case COMMITTED -> {
        List<Problem> differences = receipts.differences(inspection);
        broken |= differences.stream().anyMatch(each -> each.code().equals(Receipts.FILE_DIFFERS));
        problems.addAll(differences);
      }
      case FOREIGN -> problems.addAll(inspection.problems());
      case HALF_PUBLISHED -> broken = true; // told among the leftovers
      case DAMAGED -> {
        broken = true;
        problems.addAll(inspection.problems());
      }
    }
    lines.add(
        "%s  %s  %s"
            .formatted(
                inspection.campaign().id(),
                inspection.state().label(),
                Objects.requireNonNullElse(inspection.publishId(), "-")));
  }

  private void foreign(Catalog catalog, ObjectNode reply) {
    reply.set("foreign", Json.strings(catalog.foreign().stream().limit(call.limit()).toList()));
    if (!catalog.foreign().isEmpty()) {
      problems.add(
          new Problem(
              "foreign-files",
              "Files that no publish writes: " + catalog.foreign().size() + ".",
              catalog.foreign().getFirst(),
              "Move them out of the lake's tables; readers that glob the folders see them."));
    }
  }

  private static ObjectNode entry(Inspection inspection) {
    ObjectNode entry = ListCampaigns.entry(inspection.campaign(), inspection.state());
    entry.put("publish_id", inspection.publishId());
    for (TableDigest read : inspection.tables()) {
      for (var table : entry.withArray("tables")) {
        if (read.table().equals(table.required("table").asString())) {
          ((ObjectNode) table).put("row_count", read.rows()).put("sha256", read.sha256());
        }
      }
    }
    return entry;
  }

  private static ArrayNode repairs(List<RepairPlan> plans) {
    ArrayNode array = Json.array();
    for (RepairPlan plan : plans) {
      ObjectNode entry =
          array.addObject().put("campaign_id", plan.campaignId()).put("why", plan.why());
      ArrayNode steps = entry.putArray("steps");
      for (RepairPlan.Step step : plan.steps()) {
        steps.addObject().put("act", step.act().label()).put("key", step.key());
      }
    }
    return array;
  }
}
