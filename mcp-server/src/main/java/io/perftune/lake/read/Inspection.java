package io.perftune.lake.read;

import static java.util.Objects.requireNonNull;

import io.perftune.config.Tables;
import io.perftune.lake.LakeKey;
import io.perftune.value.Problem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Whether a campaign in the lake is what was published: every value of every table read, hashed as
/// a publish hashes them, and held against the publish_id in campaign_v1.
///
/// @param publishId of campaign_v1; null where there is none
/// @param tables those that could be read
/// @param problems what is wrong; none where the state is COMMITTED
public record Inspection(
    LakeCampaign campaign,
    State state,
    @Nullable String publishId,
    List<TableDigest> tables,
    List<Problem> problems) {
  public Inspection {
    requireNonNull(campaign, "campaign is null");
    requireNonNull(state, "state is null");
    tables = List.copyOf(tables);
    problems = List.copyOf(problems);
  }

  /// How a campaign stands.
  public enum State {
    /// There, whole, and seen by every reader.
    COMMITTED,
    /// Without campaign_v1, or with a claim in its place: being published, or left by a publish
    /// that was cut off. No reader who joins sees it.
    HALF_PUBLISHED,
    /// With campaign_v1, but not what was published: files were changed, swapped or removed.
    DAMAGED,
    /// With campaign_v1, but written by another program.
    FOREIGN;

    /// The word in replies.
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// Reads a campaign whole, if it is committed.
  public static Inspection of(TableFiles files, LakeCampaign campaign) throws IOException {
    if (!files.committed(campaign)) {
      return new Inspection(
          campaign, State.HALF_PUBLISHED, null, List.of(), List.of(half(campaign)));
    }
    List<TableDigest> tables = new ArrayList<>();
    List<Problem> unreadable = new ArrayList<>();
    for (String table : campaign.tables()) {
      try {
        tables.add(
            files.read(
                campaign.file(table).orElseThrow(),
                (rows, sha256) -> TableDigest.of(table, rows, sha256)));
      } catch (IOException e) {
        unreadable.add(unreadable(campaign.key(), table, e));
      }
    }
    return judged(campaign, tables, unreadable);
  }

  private static Inspection judged(
      LakeCampaign campaign, List<TableDigest> tables, List<Problem> unreadable) {
    Optional<TableDigest> commit = commit(tables);
    if (commit.isPresent() && !commit.get().bound()) {
      return new Inspection(campaign, State.FOREIGN, null, tables, List.of(foreign(campaign)));
    }
    String publishId =
        commit.flatMap(table -> table.publishIds().stream().findFirst()).orElse(null);
    List<Problem> problems = new ArrayList<>(unreadable);
    if (problems.isEmpty() && !whole(campaign.key(), tables)) {
      problems.addAll(differences(campaign, tables, publishId));
    }
    State state = problems.isEmpty() ? State.COMMITTED : State.DAMAGED;
    return new Inspection(campaign, state, publishId, tables, problems);
  }

  /// Whether these tables are one whole publish, by its own hash.
  static boolean whole(LakeKey key, List<TableDigest> tables) {
    return commit(tables)
        .filter(commit -> commit.rows() == 1)
        .map(commit -> commit.publishIds().iterator().next())
        .filter(id -> id.equals(TableDigest.publishId(key, tables)))
        .filter(id -> tables.stream().allMatch(table -> carries(table, id)))
        .isPresent();
  }

  private static boolean carries(TableDigest table, String publishId) {
    return table.publishIds().stream().allMatch(publishId::equals);
  }

  private static Optional<TableDigest> commit(List<TableDigest> tables) {
    return tables.stream().filter(table -> table.table().equals(Tables.CAMPAIGN)).findFirst();
  }

  private static List<Problem> differences(
      LakeCampaign campaign, List<TableDigest> tables, @Nullable String publishId) {
    List<Problem> problems = new ArrayList<>();
    for (TableDigest table : tables) {
      if (publishId != null && !carries(table, publishId)) {
        problems.add(
            damage("mixed-publish", "its rows are of another publish", campaign, table.table()));
      }
    }
    for (String table : Tables.PUBLISHED) {
      if (campaign.file(table).isEmpty()) {
        problems.add(damage("missing-table", "it is not there", campaign, table));
      }
    }
    if (problems.isEmpty()) {
      problems.add(
          damage(
              "rows-differ",
              "the rows of its tables do not make its publish_id " + publishId,
              campaign,
              Tables.CAMPAIGN));
    }
    return problems;
  }

  private static Problem unreadable(LakeKey key, String table, IOException cause) {
    return new Problem(
        "unreadable-table",
        "%s cannot be read: %s.".formatted(table, cause.getMessage()),
        key.file(table),
        remedy(key));
  }

  private static Problem damage(String code, String what, LakeCampaign campaign, String table) {
    return new Problem(
        code,
        "%s of %s is not what was published: %s.".formatted(table, campaign.id(), what),
        campaign.key().file(table),
        remedy(campaign.key()));
  }

  private static String remedy(LakeKey key) {
    return "Publish it again: publish_to_lake --campaign %s --if-exists overwrite."
        .formatted(key.campaignId());
  }

  private static Problem half(LakeCampaign campaign) {
    return new Problem(
        "half-published",
        campaign.id() + " is not committed: a publish is under way or was cut off.",
        campaign.id(),
        "Publish it again, which completes it; or run lake verify --repair.");
  }

  private static Problem foreign(LakeCampaign campaign) {
    return new Problem(
        "foreign-campaign",
        campaign.id() + " has a campaign_v1 without publish_id: another program wrote it.",
        campaign.key().file(Tables.CAMPAIGN),
        "Leave it to that program; a join on publish_id does not see it.");
  }
}
