package io.perftune.lake.read;

import static java.util.Objects.requireNonNull;

import io.perftune.config.Tables;
import io.perftune.lake.LakeKey;
import io.perftune.lake.read.RepairPlan.Act;
import io.perftune.lake.read.RepairPlan.Step;
import io.perftune.lake.store.LocalStore;
import io.perftune.lake.store.StagedFile;
import io.perftune.lake.store.Store;
import io.perftune.lake.store.Store.Entry;
import io.perftune.lake.store.Version;
import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import io.perftune.workspace.ProcessLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Ends a publish that was cut off, by the rules of a publish itself: where its staged files are
/// still whole it goes on as if it had never stopped, with campaign_v1 last; else what it left is
/// removed, its claim first, without which it can no longer commit.
///
/// A file of a committed campaign is never touched. In a local directory the campaign's lock is
/// held, so that no publish runs meanwhile; elsewhere a publish that is under way loses its claim
/// and says so, and one that begins ends the repair.
public final class Repair {
  private final Store store;
  private final TableFiles files;
  private final Optional<StagingArea> staging;

  /// @param root of a lake in a local directory; empty where it lies elsewhere
  public Repair(Store store, Optional<Path> root) {
    this.store = requireNonNull(store, "store is null");
    this.files = new TableFiles(store);
    this.staging = root.map(StagingArea::new);
  }

  /// The campaigns of which something may have to be repaired; sorted.
  public List<String> candidates(Catalog catalog) throws IOException {
    TreeSet<String> ids = new TreeSet<>();
    for (LakeCampaign campaign : catalog.campaigns()) {
      if (!files.committed(campaign)) {
        ids.add(campaign.id());
      }
    }
    if (staging.isPresent()) {
      ids.addAll(staging.get().campaigns());
    }
    return List.copyOf(ids);
  }

  /// What [#apply] would do now; nothing is touched.
  public RepairPlan plan(String campaignId) throws IOException {
    Optional<LakeCampaign> there = Catalog.campaign(store, campaignId);
    Map<String, Path> staged =
        staging.map(area -> area.staged(campaignId)).orElseGet(LinkedHashMap::new);
    if (there.isPresent() && files.committed(there.get())) {
      return plan(campaignId, "It is committed; its staged files are of no more use.", List.of());
    }
    LakeCampaign campaign =
        there.orElseGet(() -> new LakeCampaign(LakeKey.of(campaignId), Map.of()));
    return completes(campaign, staged)
        ? plan(
            campaignId,
            "Its staged files are whole: the publish is completed.",
            creating(campaign, staged))
        : plan(
            campaignId,
            "It cannot be completed from here: what it left is removed.",
            removing(campaign));
  }

  /// Repairs a campaign.
  ///
  /// @param told of the plan before anything is touched
  /// @throws ProblemException where a publish of it is under way
  public RepairPlan apply(String campaignId, Consumer<RepairPlan> told) throws IOException {
    if (staging.isEmpty()) {
      return applied(campaignId, told);
    }
    Path folder = Files.createDirectories(staging.get().folder());
    String holder = Json.line(Json.object().put("pid", ProcessHandle.current().pid()));
    try (ProcessLock _ =
        ProcessLock.take(
            folder,
            campaignId + ".lock",
            holder,
            _ -> new ProblemException(LocalStore.underWay(campaignId)))) {
      return applied(campaignId, told);
    }
  }

  private RepairPlan applied(String campaignId, Consumer<RepairPlan> told) throws IOException {
    RepairPlan plan = plan(campaignId);
    told.accept(plan);
    Map<String, Path> staged =
        staging.map(area -> area.staged(campaignId)).orElseGet(LinkedHashMap::new);
    for (Step step : plan.steps()) {
      if (!step.table().isEmpty()) {
        done(step, LakeKey.of(campaignId), staged.get(step.table()));
      }
    }
    if (staging.isPresent()) {
      staging.get().remove(campaignId);
    }
    return plan;
  }

  private void done(Step step, LakeKey place, @Nullable Path staged) throws IOException {
    boolean done =
        switch (step.act()) {
          case CREATE -> store.create(step.key(), file(staged)).isPresent();
          case REPLACE ->
              store.replace(step.key(), file(staged), step.seen().orElseThrow()).isPresent();
          case REMOVE ->
              unclaimed(step, place) && store.delete(step.key(), step.seen().orElseThrow());
        };
    if (!done) {
      throw new ProblemException(
          new Problem(
              "changed-meanwhile",
              "Somebody else changed it while it was to be repaired.",
              step.key(),
              "Wait until no publish is under way, then call again."));
    }
  }

  /// Whether no publish has begun since the claim was removed.
  private boolean unclaimed(Step step, LakeKey place) throws IOException {
    return step.table().equals(Tables.CAMPAIGN)
        || store.entry(place.file(Tables.CAMPAIGN)).isEmpty();
  }

  private static StagedFile file(@Nullable Path staged) throws IOException {
    Path file = requireNonNull(staged, "a step that creates has a staged file");
    return TableFiles.read(file, (_, sha256) -> new StagedFile(file, Files.size(file), sha256));
  }

  /// Whether the staged files, with what they replaced already, are one whole publish.
  private boolean completes(LakeCampaign campaign, Map<String, Path> staged) {
    if (staged.isEmpty()) {
      return false;
    }
    List<TableDigest> tables = new ArrayList<>();
    try {
      for (String table : Tables.PUBLISHED) {
        TableFiles.Reading<TableDigest> reading =
            (rows, sha256) -> TableDigest.of(table, rows, sha256);
        Path file = staged.get(table);
        if (file != null) {
          tables.add(TableFiles.read(file, reading));
        } else if (!table.equals(Tables.CAMPAIGN) && campaign.file(table).isPresent()) {
          tables.add(files.read(campaign.file(table).get(), reading));
        }
      }
    } catch (IOException _) {
      return false; // a file that was cut off completes nothing
    }
    return Inspection.whole(campaign.key(), tables);
  }

  private static List<Step> creating(LakeCampaign campaign, Map<String, Path> staged) {
    List<Step> steps = new ArrayList<>();
    staged.forEach((table, _) -> {
      Optional<Version> seen = campaign.file(table).map(Entry::version);
      Act act = seen.isPresent() ? Act.REPLACE : Act.CREATE;
      steps.add(new Step(act, table, campaign.key().file(table), seen));
    });
    return steps;
  }

  /// The last table first: what stands there is the claim.
  private static List<Step> removing(LakeCampaign campaign) {
    return campaign.tables().reversed().stream()
        .map(table ->
            new Step(
                Act.REMOVE,
                table,
                campaign.key().file(table),
                campaign.file(table).map(Entry::version)))
        .toList();
  }

  private RepairPlan plan(String campaignId, String why, List<Step> steps) throws IOException {
    List<Step> all = new ArrayList<>(steps);
    if (staging.isPresent()) {
      for (String key : staging.get().keys(campaignId)) {
        all.add(new Step(Act.REMOVE, "", key, Optional.empty()));
      }
    }
    return new RepairPlan(campaignId, why, all);
  }
}
