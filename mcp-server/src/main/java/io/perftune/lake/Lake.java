package io.perftune.lake;

import static java.util.Objects.requireNonNull;

import io.perftune.lake.PublishPlan.Found;
import io.perftune.lake.PublishPlan.Step;
import io.perftune.lake.store.Hold;
import io.perftune.lake.store.StagedFile;
import io.perftune.lake.store.Store;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/// A lake in a store, into which a campaign goes whole or, for a reader who joins on (campaign_id,
/// publish_id) with the last table, not at all.
///
/// A publish that was cut off anywhere is completed by the same call again and leaves the same
/// bytes.
public final class Lake implements PublishTarget {
  private final Store store;

  public Lake(Store store) {
    this.store = requireNonNull(store, "store is null");
  }

  @Override
  public List<Landed> publish(Publication publication, IfExists ifExists) throws IOException {
    store.prove();
    try (Hold hold = store.hold(publication.key().campaignId())) {
      List<StagedFile> staged = new ArrayList<>();
      List<ParquetTable.Written> written = new ArrayList<>();
      for (int index = 0; index < publication.tables().size(); index++) {
        int place = index;
        String name = publication.tables().get(index).table().name();
        ParquetTable.Written file = hold.stage(name, out -> publication.write(place, out));
        written.add(file);
        staged.add(new StagedFile(hold.file(name), file.bytes(), file.sha256()));
      }
      List<Standing> found = standing(publication);
      PublishPlan plan = plan(found, written, ifExists);
      if (!plan.idle()) {
        new PublishRun(store, hold, publication, staged).run(plan, found);
      }
      hold.clear();
      if (plan.conflict()) {
        throw new ProblemException(alreadyPublished(publication.key().campaignId()));
      }
      return landed(publication, written, plan, false);
    }
  }

  @Override
  public List<Landed> preview(Publication publication, IfExists ifExists) throws IOException {
    List<ParquetTable.Written> written = measured(publication);
    return landed(publication, written, plan(standing(publication), written, ifExists), true);
  }

  @Override
  public void close() {
    store.close();
  }

  /// What [#publish] would write, without looking at any lake.
  public static List<Landed> outline(Publication publication) throws IOException {
    List<ParquetTable.Written> written = measured(publication);
    List<Landed> landed = new ArrayList<>();
    for (int index = 0; index < written.size(); index++) {
      landed.add(landed(publication, index, written.get(index), "would_publish"));
    }
    return landed;
  }

  /// The refusal of a campaign that is published with other content.
  public static Problem alreadyPublished(String campaign) {
    return Problem.of(
        "already-published",
        campaign + " is in this lake already, with other content.",
        "Use --if-exists skip to leave it, or --if-exists overwrite to replace it.");
  }

  private static List<ParquetTable.Written> measured(Publication publication) throws IOException {
    List<ParquetTable.Written> written = new ArrayList<>();
    for (int index = 0; index < publication.tables().size(); index++) {
      written.add(publication.write(index, OutputStream.nullOutputStream()));
    }
    return written;
  }

  /// The commit is read first: whatever changes after that changes the commit's version too.
  private List<Standing> standing(Publication publication) throws IOException {
    List<TableRows> tables = publication.tables();
    Standing commit = Standing.read(store, key(publication, tables.size() - 1));
    List<Standing> found = new ArrayList<>();
    for (int index = 0; index < tables.size() - 1; index++) {
      found.add(Standing.read(store, key(publication, index)));
    }
    found.add(commit);
    return found;
  }

  private static PublishPlan plan(
      List<Standing> standing, List<ParquetTable.Written> written, IfExists ifExists) {
    List<Found> found = new ArrayList<>();
    for (int index = 0; index < written.size(); index++) {
      found.add(
          switch (standing.get(index)) {
            case Standing.Absent _ -> Found.ABSENT;
            case Standing.Claimed _ -> Found.ABSENT;
            case Standing.Present present ->
                present.sha256().equals(written.get(index).sha256()) ? Found.SAME : Found.DIFFERENT;
          });
    }
    return PublishPlan.of(found, ifExists);
  }

  private static String key(Publication publication, int index) {
    return publication.key().file(publication.tables().get(index).table().name());
  }

  private static List<Landed> landed(
      Publication publication,
      List<ParquetTable.Written> written,
      PublishPlan plan,
      boolean preview) {
    List<Landed> landed = new ArrayList<>();
    for (int index = 0; index < written.size(); index++) {
      String outcome = preview ? wouldBe(plan, index) : done(plan.steps().get(index));
      landed.add(landed(publication, index, written.get(index), outcome));
    }
    return landed;
  }

  private static Landed landed(
      Publication publication, int index, ParquetTable.Written file, String outcome) {
    String table = publication.tables().get(index).table().name();
    return new Landed(
        table, key(publication, index), file.rows(), file.bytes(), file.sha256(), outcome);
  }

  private static String done(Step step) {
    return switch (step) {
      case CREATE -> "created";
      case REPLACE -> "replaced";
      case KEEP -> "unchanged";
      case LEAVE -> "skipped";
    };
  }

  private static String wouldBe(PublishPlan plan, int index) {
    return switch (plan.steps().get(index)) {
      case CREATE -> "would_create";
      case REPLACE -> "would_replace";
      case KEEP -> "unchanged";
      case LEAVE -> plan.conflict() ? "would_refuse" : "would_skip";
    };
  }
}
