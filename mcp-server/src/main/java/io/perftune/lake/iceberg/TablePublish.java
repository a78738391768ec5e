package io.perftune.lake.iceberg;

import static java.util.Objects.requireNonNull;

import io.perftune.lake.IfExists;
import io.perftune.lake.Lake;
import io.perftune.lake.Landed;
import io.perftune.lake.ParquetTable;
import io.perftune.lake.Publication;
import io.perftune.lake.store.Hold;
import io.perftune.value.Digest;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import io.perftune.value.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.exceptions.CommitFailedException;

/// One publish into a catalog: the tables as they are, what is to be done, the files, the commit;
/// from the beginning again where another campaign was committed meanwhile.
final class TablePublish {
  /// A publish that others overtake as often as this is given up.
  private static final int ATTEMPTS = 20;

  private final Publication publication;
  private final IfExists ifExists;
  private final Hold hold;

  TablePublish(Publication publication, IfExists ifExists, Hold hold) {
    this.publication = requireNonNull(publication, "publication is null");
    this.ifExists = requireNonNull(ifExists, "ifExists is null");
    this.hold = requireNonNull(hold, "hold is null");
  }

  /// What the campaign's commit in the catalog says, and what is done about it.
  private enum Step {
    CREATE("created", "would_create"),
    REPLACE("replaced", "would_replace"),
    KEEP("unchanged", "unchanged"),
    SKIP("skipped", "would_skip"),
    REFUSE("refused", "would_refuse");

    private final String done;
    private final String would;

    Step(String done, String would) {
      this.done = done;
      this.would = would;
    }
  }

  /// @throws ProblemException where the campaign is there with other content (FAIL), or another
  ///   publish of it was committed meanwhile; nothing has changed then
  List<Landed> run(CatalogTables catalog) throws IOException {
    Optional<String> first = Optional.empty();
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      List<PendingTable> tables = loaded(catalog);
      Optional<String> standing = standing(Optional.of(tables.getLast()));
      if (attempt == 0) {
        first = standing;
      }
      Step step = step(standing);
      if (step == Step.REFUSE && attempt == 0) {
        throw new ProblemException(Lake.alreadyPublished(publication.key().campaignId()));
      }
      if (!standing.equals(first) && step != Step.KEEP) {
        throw new ProblemException(takenOver());
      }
      List<List<DataFile>> replaced = replaced(tables);
      List<StagedTable> staged = new ArrayList<>();
      for (int index = 0; index < tables.size(); index++) {
        List<DataFile> there = replaced.get(index);
        staged.add(kept(step, there, staged(index, tables.get(index).fieldIds(), there)));
      }
      if (step == Step.KEEP || step == Step.SKIP || committed(catalog, tables, staged, replaced)) {
        return landed(staged, step.done);
      }
    }
    throw new ProblemException(takenOver());
  }

  /// What [#run] would do; nothing is written, and no table made.
  ///
  /// @param catalog finds a table by its name
  List<Landed> preview(Function<String, Optional<PendingTable>> catalog) throws IOException {
    List<Optional<PendingTable>> tables = new ArrayList<>();
    for (int index = 0; index < publication.tables().size(); index++) {
      tables.add(catalog.apply(table(index).name()));
    }
    Step step = step(standing(tables.getLast()));
    List<StagedTable> staged = new ArrayList<>();
    for (int index = 0; index < tables.size(); index++) {
      TableSchema schema = new TableSchema(table(index));
      Optional<PendingTable> there = tables.get(index);
      there.ifPresent(schema::evolve);
      Map<String, Integer> ids =
          there.map(PendingTable::fieldIds).orElseGet(() -> PendingTable.fieldIds(schema.schema()));
      List<DataFile> replaced = there.isPresent() ? replaced(there.get(), index) : List.of();
      staged.add(kept(step, replaced, staged(index, ids, replaced)));
    }
    return landed(staged, step.would);
  }

  private List<PendingTable> loaded(CatalogTables catalog) {
    List<PendingTable> tables = new ArrayList<>();
    for (int index = 0; index < publication.tables().size(); index++) {
      PendingTable table = catalog.findOrMake(table(index));
      new TableSchema(table(index)).evolve(table);
      tables.add(table);
    }
    return tables;
  }

  private Table table(int index) {
    return publication.tables().get(index).published();
  }

  /// The publish_id under which the campaign is committed.
  private Optional<String> standing(Optional<PendingTable> commit) throws IOException {
    return commit.isEmpty()
        ? Optional.empty()
        : new CampaignRows(commit.get().table(), publication.key()).publishId();
  }

  private Step step(Optional<String> standing) {
    if (standing.isEmpty()) {
      return Step.CREATE;
    }
    if (standing.get().equals(publication.publishId())) {
      return Step.KEEP;
    }
    return switch (ifExists) {
      case FAIL -> Step.REFUSE;
      case SKIP -> Step.SKIP;
      case OVERWRITE -> Step.REPLACE;
    };
  }

  private List<List<DataFile>> replaced(List<PendingTable> tables) throws IOException {
    List<List<DataFile>> replaced = new ArrayList<>();
    for (int index = 0; index < tables.size(); index++) {
      replaced.add(replaced(tables.get(index), index));
    }
    return replaced;
  }

  /// The campaign's own files, and those that hold it among others.
  private List<DataFile> replaced(PendingTable table, int index) throws IOException {
    List<DataFile> files = new ArrayList<>();
    for (DataFile file : DayFiles.of(table.table(), publication.key().dt()).of(publication.key())) {
      if (DayFiles.isOwn(file, publication.key())
          || rewrite(table, index).campaigns(file).contains(publication.key().campaignId())) {
        files.add(file);
      }
    }
    return files;
  }

  private Rewrite rewrite(PendingTable table, int index) {
    return new Rewrite(table, table(index).name(), hold);
  }

  /// What a file that is replaced holds of other campaigns.
  private Optional<StagedTable> rest(PendingTable table, int index, DataFile old)
      throws IOException {
    return DayFiles.isOwn(old, publication.key())
        ? Optional.empty()
        : rewrite(table, index).without(old, publication.key().campaignId());
  }

  /// Of a publish that is there already the file is where it was put then, or by a compact since.
  private static StagedTable kept(Step step, List<DataFile> there, StagedTable staged) {
    if (step != Step.KEEP || there.isEmpty()) {
      return staged;
    }
    String location = there.getFirst().location();
    int at = location.lastIndexOf("/" + staged.partition() + "/");
    String name = location.substring(at + staged.partition().length() + 2);
    return at < 0
        ? staged
        : new StagedTable(staged.file(), staged.written(), staged.partition(), name);
  }

  /// Its name is of all that decides its bytes, and of what it takes the place of: no two files of
  /// a table ever have the same.
  private StagedTable staged(int index, Map<String, Integer> ids, List<DataFile> replaced)
      throws IOException {
    String name = table(index).name() + "-" + UUID.randomUUID(); // anew at each attempt
    Map<String, Integer> written = new TreeMap<>(ids);
    Set<String> ours = Set.copyOf(table(index).columns().stream().map(Table.Column::name).toList());
    written.keySet().retainAll(ours);
    ParquetTable.Written file = hold.stage(name, out -> publication.write(index, written, out));
    String of =
        publication.publishId() + written + replaced.stream().map(DataFile::location).toList();
    String partition = TableSchema.DT + "=" + publication.key().dt();
    String place =
        "campaign=%s/%s.parquet"
            .formatted(publication.key().campaignId(), Digest.sha256(of).substring(0, 32));
    return new StagedTable(hold.file(name), file, partition, place);
  }

  /// False where the catalog has moved on.
  private boolean committed(
      CatalogTables catalog,
      List<PendingTable> tables,
      List<StagedTable> staged,
      List<List<DataFile>> replaced)
      throws IOException {
    for (int index = 0; index < tables.size(); index++) {
      PendingTable pending = tables.get(index);
      DataFile file = staged.get(index).land(pending);
      OverwriteFiles change = pending.table().newOverwrite().addFile(file);
      for (DataFile old : replaced.get(index)) {
        change.deleteFile(old);
        Optional<StagedTable> rest = rest(pending, index, old);
        if (rest.isPresent()) {
          change.addFile(rest.get().land(pending));
        }
      }
      change.set("perftune.campaign_id", publication.key().campaignId());
      change.set("perftune.publish_id", publication.publishId());
      change.commit();
    }
    try {
      catalog.session().commit(tables);
      return true;
    } catch (CommitFailedException _) {
      return false;
    }
  }

  private List<Landed> landed(List<StagedTable> staged, String outcome) {
    List<Landed> landed = new ArrayList<>();
    for (int index = 0; index < staged.size(); index++) {
      StagedTable file = staged.get(index);
      String table = table(index).name();
      landed.add(
          new Landed(
              table,
              table + "/" + file.key(),
              file.written().rows(),
              file.written().bytes(),
              file.written().sha256(),
              outcome));
    }
    return landed;
  }

  private Problem takenOver() {
    return Problem.of(
        "publish-taken-over",
        "Another publish of %s into this catalog was committed meanwhile."
            .formatted(publication.key().campaignId()),
        "Look at what it left, then publish again if need be.");
  }
}
