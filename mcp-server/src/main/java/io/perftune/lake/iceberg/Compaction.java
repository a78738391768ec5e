package io.perftune.lake.iceberg;

import static java.util.Objects.requireNonNull;

import io.perftune.config.Tables;
import io.perftune.lake.store.Hold;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.RewriteFiles;
import org.apache.iceberg.exceptions.CommitFailedException;

/// Puts the small files of each day together, sorted by campaign, in one commit over all tables.
///
/// Files with different columns stay apart, so that the hash over a campaign's rows can be made
/// again, and so do files without rows, which stand for a table that a campaign left empty.
public final class Compaction {
  private static final long LARGEST = 256L << 20;
  private static final int ATTEMPTS = 5;

  private final CatalogTables catalog;
  private final Hold hold;

  Compaction(CatalogTables catalog, Hold hold) {
    this.catalog = requireNonNull(catalog, "catalog is null");
    this.hold = requireNonNull(hold, "hold is null");
  }

  /// What was done to a table.
  ///
  /// @param before data files of the table
  /// @param after the same when it was done
  public record Compacted(String table, int before, int after) {
    public Compacted {
      requireNonNull(table, "table is null");
    }
  }

  /// Begins anew where another commit came first.
  List<Compacted> run() throws IOException {
    for (int attempt = 1; ; attempt++) {
      List<Compacted> done = new ArrayList<>();
      List<PendingTable> changed = new ArrayList<>();
      for (String name : Tables.PUBLISHED) {
        PendingTable table = catalog.find(name).orElse(null);
        if (table != null && compact(table, name, done)) {
          changed.add(table);
        }
      }
      try {
        if (!changed.isEmpty()) {
          catalog.session().commit(changed);
        }
        return done;
      } catch (CommitFailedException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private boolean compact(PendingTable table, String name, List<Compacted> done)
      throws IOException {
    Rewrite rewrite = new Rewrite(table, name, hold);
    List<DataFile> files = DayFiles.of(table.table()).files();
    RewriteFiles change = table.table().newRewrite();
    int after = files.size();
    for (List<DataFile> group : groups(rewrite, files)) {
      group.forEach(change::deleteFile);
      change.addFile(rewrite.together(group).land(table));
      after -= group.size() - 1;
    }
    done.add(new Compacted(name, files.size(), after));
    if (after == files.size()) {
      return false;
    }
    change.commit();
    return true;
  }

  /// Two files or more of a day, with the same columns, as many as make a file of a good size.
  private static List<List<DataFile>> groups(Rewrite rewrite, List<DataFile> files)
      throws IOException {
    Map<String, List<List<DataFile>>> groups = new LinkedHashMap<>();
    for (DataFile file : files) {
      if (file.recordCount() == 0 || file.fileSizeInBytes() > LARGEST / 2) {
        continue;
      }
      String kind = DayFiles.day(file) + rewrite.columns(file);
      List<List<DataFile>> same = groups.computeIfAbsent(kind, _ -> new ArrayList<>());
      if (same.isEmpty() || bytes(same.getLast()) + file.fileSizeInBytes() > LARGEST) {
        same.add(new ArrayList<>());
      }
      same.getLast().add(file);
    }
    return groups.values().stream()
        .flatMap(List::stream)
        .filter(group -> group.size() > 1)
        .toList();
  }

  private static long bytes(List<DataFile> files) {
    return files.stream().mapToLong(DataFile::fileSizeInBytes).sum();
  }
}
