package io.perftune.lake;

import static java.util.Objects.requireNonNull;

import io.perftune.lake.PublishPlan.Present;
import io.perftune.lake.PublishPlan.Step;
import io.perftune.value.Digest;
import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import io.perftune.workspace.ProcessLock;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/// A lake in a local directory, into which a campaign goes whole or, for a reader who joins on
/// (campaign_id, publish_id) with the last table, not at all.
///
/// A publish that was cut off anywhere is completed by the same call again and leaves the same
/// bytes. Files that no reader sees yet lie under `.publish/`.
public final class LocalLake {
  private final Path root;
  private final FileSteps files;

  public LocalLake(Path root) {
    this(root, FileSteps.Observer.NONE);
  }

  LocalLake(Path root, FileSteps.Observer observer) {
    this.root = requireNonNull(root, "root is null");
    this.files = new FileSteps(observer);
  }

  /// A table's file after a publish, or as a publish would leave it.
  ///
  /// @param key the file below the lake's root
  /// @param outcome created, replaced, unchanged, skipped; for a preview would_create,
  ///   would_replace, unchanged, would_skip, would_refuse
  public record Landed(
      String table, String key, long rows, long bytes, String sha256, String outcome) {
    public Landed {
      requireNonNull(table, "table is null");
      requireNonNull(key, "key is null");
      requireNonNull(sha256, "sha256 is null");
      requireNonNull(outcome, "outcome is null");
    }
  }

  /// Publishes all tables, the last as the commit.
  ///
  /// @throws ProblemException where the campaign is published with other content (FAIL), or another
  ///   publish of it is under way; nothing has changed then
  public List<Landed> publish(Publication publication, IfExists ifExists) throws IOException {
    Path work = root.resolve(".publish");
    files.makeDirectory(work);
    String campaign = campaign(publication);
    String holder = Json.line(Json.object().put("pid", ProcessHandle.current().pid()));
    try (ProcessLock _ =
        ProcessLock.take(
            work, campaign + ".lock", holder, _ -> new ProblemException(underWay(campaign)))) {
      Path staging = work.resolve(campaign);
      files.clear(staging);
      files.makeDirectory(staging);
      List<Landed> landed = publishLocked(publication, ifExists, staging);
      files.clear(staging);
      return landed;
    }
  }

  /// What [#publish] would do, without touching anything.
  public List<Landed> preview(Publication publication, IfExists ifExists) throws IOException {
    List<ParquetTable.Written> written = new ArrayList<>();
    for (int index = 0; index < publication.tables().size(); index++) {
      written.add(publication.write(index, OutputStream.nullOutputStream()));
    }
    PublishPlan plan = plan(publication, written, ifExists);
    return landed(publication, written, plan, true);
  }

  private List<Landed> publishLocked(Publication publication, IfExists ifExists, Path staging)
      throws IOException {
    List<ParquetTable.Written> written = new ArrayList<>();
    for (int index = 0; index < publication.tables().size(); index++) {
      int place = index;
      Path file = staged(staging, publication.tables().get(index));
      written.add(files.stage(file, out -> publication.write(place, out)));
    }
    PublishPlan plan = plan(publication, written, ifExists);
    if (plan.conflict()) {
      files.clear(staging);
      throw new ProblemException(alreadyPublished(campaign(publication)));
    }
    apply(publication, plan, staging);
    return landed(publication, written, plan, false);
  }

  private void apply(Publication publication, PublishPlan plan, Path staging) throws IOException {
    if (plan.commitGoesFirst()) {
      files.remove(target(publication, publication.tables().getLast()));
    }
    for (int index = 0; index < plan.steps().size(); index++) {
      TableRows table = publication.tables().get(index);
      Path target = target(publication, table);
      switch (plan.steps().get(index)) {
        case CREATE -> create(publication, staged(staging, table), target);
        case REPLACE -> files.replace(staged(staging, table), target);
        case KEEP, LEAVE -> {}
      }
    }
  }

  private void create(Publication publication, Path staged, Path target) throws IOException {
    files.makeDirectory(requireNonNull(target.getParent(), "a target lies in a folder"));
    try {
      files.create(staged, target);
    } catch (FileAlreadyExistsException e) {
      throw new ProblemException(underWay(campaign(publication)), e);
    }
  }

  private PublishPlan plan(
      Publication publication, List<ParquetTable.Written> written, IfExists ifExists)
      throws IOException {
    List<Present> present = new ArrayList<>();
    for (int index = 0; index < written.size(); index++) {
      Path target = target(publication, publication.tables().get(index));
      present.add(present(target, written.get(index).sha256()));
    }
    return PublishPlan.of(present, ifExists);
  }

  /// Only a file that is known not to be there is absent; one that cannot be read is an error.
  private static Present present(Path target, String sha256) throws IOException {
    try {
      return sha256(target).equals(sha256) ? Present.SAME : Present.DIFFERENT;
    } catch (NoSuchFileException _) {
      return Present.ABSENT;
    }
  }

  private static String sha256(Path file) throws IOException {
    MessageDigest digest = Digest.algorithm();
    try (InputStream in = Files.newInputStream(file);
        OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
      in.transferTo(out);
    }
    return Digest.hex(digest.digest());
  }

  private Path target(Publication publication, TableRows table) {
    return root.resolve(publication.key().file(table.table().name()));
  }

  private static Path staged(Path staging, TableRows table) {
    return staging.resolve(table.table().name() + ".staged");
  }

  private static List<Landed> landed(
      Publication publication,
      List<ParquetTable.Written> written,
      PublishPlan plan,
      boolean preview) {
    List<Landed> landed = new ArrayList<>();
    for (int index = 0; index < written.size(); index++) {
      String table = publication.tables().get(index).table().name();
      ParquetTable.Written file = written.get(index);
      landed.add(
          new Landed(
              table,
              publication.key().file(table),
              file.rows(),
              file.bytes(),
              file.sha256(),
              preview ? wouldBe(plan, index) : done(plan.steps().get(index))));
    }
    return landed;
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

  private static Problem underWay(String campaign) {
    return Problem.of(
        "publish-under-way",
        "Another publish of " + campaign + " into this lake is under way.",
        "Wait until it has ended, then publish again.");
  }

  /// The refusal of a campaign that is published with other content.
  public static Problem alreadyPublished(String campaign) {
    return Problem.of(
        "already-published",
        campaign + " is in this lake already, with other content.",
        "Use --if-exists skip to leave it, or --if-exists overwrite to replace it.");
  }

  private static String campaign(Publication publication) {
    return publication.key().campaignId();
  }
}
