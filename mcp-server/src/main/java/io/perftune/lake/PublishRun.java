package io.perftune.lake;

import static java.util.Objects.requireNonNull;

import io.perftune.lake.store.Hold;
import io.perftune.lake.store.LocalStore;
import io.perftune.lake.store.StagedFile;
import io.perftune.lake.store.Store;
import io.perftune.lake.store.Version;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The writes of one publish, in their order: a claim in the commit's place, each table, and the
/// commit in the claim's place.
///
/// The claim's version is the right to commit. Another publish that begins meanwhile cannot know
/// this one from one that was cut off: it puts its own claim there, and this one can no longer
/// commit. So of any number of publishes the last to claim goes on, and the others say so.
final class PublishRun {
  /// A table that others have changed as often as this between reading and writing is given up.
  private static final int ATTEMPTS = 20;

  private final Store store;
  private final Hold hold;
  private final Publication publication;
  private final List<StagedFile> staged;

  PublishRun(Store store, Hold hold, Publication publication, List<StagedFile> staged) {
    this.store = requireNonNull(store, "store is null");
    this.hold = requireNonNull(hold, "hold is null");
    this.publication = requireNonNull(publication, "publication is null");
    this.staged = List.copyOf(staged);
  }

  /// Brings the store to what the plan says.
  ///
  /// @param found what the plan was made from
  void run(PublishPlan plan, List<Standing> found) throws IOException {
    Version anchor = plan.commits() ? claim(found.getLast()) : version(found.getLast());
    List<Version> landed = new ArrayList<>();
    for (int index = 0; index < commit(); index++) {
      landed.add(land(index, found.get(index), anchor));
    }
    for (int attempt = 0; !settled(landed, anchor); attempt++) {
      if (attempt == ATTEMPTS) {
        throw underWay();
      }
    }
    if (plan.commits()) {
      commit(anchor);
    }
  }

  private Version claim(Standing found) throws IOException {
    Claim claim = Claim.fresh();
    TableRows table = publication.tables().get(commit());
    ParquetTable.Written file = hold.stage("claim", out -> claim.write(table, out));
    StagedFile claimed = new StagedFile(hold.file("claim"), file.bytes(), file.sha256());
    Optional<Version> taken =
        switch (found) {
          case Standing.Absent _ -> store.create(key(commit()), claimed);
          case Standing.Claimed left -> store.replace(key(commit()), claimed, left.version());
          case Standing.Present old -> store.replace(key(commit()), claimed, old.version());
        };
    if (taken.isPresent()) {
      return taken.get();
    }
    if (Standing.read(store, key(commit())) instanceof Standing.Claimed now
        && now.claim().equals(claim)) {
      return now.version();
    }
    throw underWay();
  }

  /// Has a table hold its bytes, whatever was there.
  private Version land(int index, Standing found, Version anchor) throws IOException {
    Standing standing = found;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Optional<Version> landed = put(index, standing, anchor);
      if (landed.isPresent()) {
        return landed.get();
      }
      check(anchor);
      standing = Standing.read(store, key(index));
    }
    throw underWay();
  }

  private Optional<Version> put(int index, Standing standing, Version anchor) throws IOException {
    return switch (standing) {
      case Standing.Absent _ -> store.create(key(index), staged.get(index));
      case Standing.Claimed other -> replace(index, other.version(), anchor);
      case Standing.Present same when same.sha256().equals(staged.get(index).sha256()) ->
          Optional.of(same.version());
      case Standing.Present other -> replace(index, other.version(), anchor);
    };
  }

  /// A publish whose place was taken must not replace what the other one has found good.
  private Optional<Version> replace(int index, Version expected, Version anchor)
      throws IOException {
    check(anchor);
    return store.replace(key(index), staged.get(index), expected);
  }

  /// Whether each table still is what this publish left; one that is not is put there again.
  private boolean settled(List<Version> landed, Version anchor) throws IOException {
    boolean settled = true;
    for (int index = 0; index < landed.size(); index++) {
      Optional<Version> now = store.entry(key(index)).map(Store.Entry::version);
      if (!now.equals(Optional.of(landed.get(index)))) {
        landed.set(index, land(index, Standing.read(store, key(index)), anchor));
        settled = false;
      }
    }
    return settled;
  }

  private void commit(Version claim) throws IOException {
    StagedFile file = staged.get(commit());
    if (store.replace(key(commit()), file, claim).isPresent()) {
      return;
    }
    if (Standing.read(store, key(commit())) instanceof Standing.Present now
        && now.sha256().equals(file.sha256())) {
      return;
    }
    throw takenOver();
  }

  private void check(Version anchor) throws IOException {
    Optional<Version> now = store.entry(key(commit())).map(Store.Entry::version);
    if (!now.equals(Optional.of(anchor))) {
      throw takenOver();
    }
  }

  private static Version version(Standing commit) {
    return switch (commit) {
      case Standing.Present present -> present.version();
      case Standing.Claimed claimed -> claimed.version();
      case Standing.Absent _ -> throw new IllegalStateException("only a commit is kept");
    };
  }

  private int commit() {
    return staged.size() - 1;
  }

  private String key(int index) {
    return publication.key().file(publication.tables().get(index).table().name());
  }

  private ProblemException underWay() {
    return new ProblemException(LocalStore.underWay(publication.key().campaignId()));
  }

  private ProblemException takenOver() {
    return new ProblemException(
        Problem.of(
            "publish-taken-over",
            "Another publish of %s into this lake began and took this one's place."
                .formatted(publication.key().campaignId()),
            "Wait until it has ended and look at what it left, then publish again if need be."));
  }
}
