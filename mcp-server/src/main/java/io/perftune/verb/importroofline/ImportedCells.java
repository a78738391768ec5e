package io.perftune.verb.importroofline;

import static java.util.Objects.requireNonNull;

import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import io.perftune.workspace.AtomicFiles;
import io.perftune.workspace.CampaignDirectory;
import io.perftune.workspace.CellDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;

/// Writes the cells of a sweep so that a crash loses nothing: all new files are written beside the
/// old ones, the old ones are copied to superseded/, and only then each takes its place by a
/// rename, status.json last. An import that was cut off is mended by the same import again.
///
/// @param sweep the name that the cells share
/// @param cells that of most decode points first
/// @param stamp of the import
record ImportedCells(
    CampaignDirectory campaign, String sweep, List<ImportedCell> cells, String stamp) {
  /// The member of status.json with the name that the cells of one sweep share.
  static final String SWEEP = "imported_sweep";

  private static final String STAGED = ".import";
  private static final String STATUS = "status.json";

  ImportedCells {
    requireNonNull(campaign, "campaign is null");
    requireNonNull(sweep, "sweep is null");
    cells = List.copyOf(cells);
    requireNonNull(stamp, "stamp is null");
  }

  /// Their directories, in their order.
  List<Path> directories() {
    return cells.stream().map(cell -> directory(cell).root()).toList();
  }

  /// Whether the cells hold this very sweep already, and there is none of an earlier one.
  boolean hold() {
    return outgrown().isEmpty()
        && cells.stream()
            .allMatch(cell ->
                cell.files().entrySet().stream()
                    .allMatch(file -> same(place(cell, file.getKey()), file.getValue())));
  }

  /// Puts the files into their places.
  void write() {
    try {
      for (ImportedCell cell : cells) {
        cell.files().forEach((name, text) -> AtomicFiles.write(staged(cell, name), text));
      }
      for (ImportedCell cell : cells) {
        List<Path> before =
            ImportedCell.NAMES.stream()
                .map(name -> place(cell, name))
                .filter(Files::exists)
                .toList();
        if (!before.isEmpty()) {
          Path _ = directory(cell).keep(before, stamp);
        }
      }
      for (ImportedCell cell : cells) {
        Files.deleteIfExists(directory(cell).status());
      }
      moveOutgrown();
      for (ImportedCell cell : cells) {
        for (String name : ImportedCell.NAMES) {
          if (!name.equals(STATUS)) {
            settle(cell, name);
          }
        }
      }
      for (ImportedCell cell : cells) {
        settle(cell, STATUS);
        Files.deleteIfExists(staged(cell, STATUS).getParent());
      }
    } catch (IOException e) {
      throw AtomicFiles.cannotWrite(campaign.root(), e);
    }
  }

  /// The new file in the old one's place; none where the sweep brings none of that name.
  private void settle(ImportedCell cell, String name) throws IOException {
    if (cell.files().containsKey(name)) {
      Files.move(
          staged(cell, name),
          place(cell, name),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } else {
      Files.deleteIfExists(place(cell, name));
    }
  }

  /// A cell of lengths that the sweep has no more goes to the first cell's superseded/.
  private void moveOutgrown() throws IOException {
    Path target = directory(cells.getFirst()).superseded(stamp);
    for (CellDirectory cell : outgrown()) {
      Path to = target.resolve(cell.cellId());
      for (int next = 2; Files.exists(to); next++) {
        to = target.resolve(cell.cellId() + "-" + next);
      }
      Files.createDirectories(target);
      Files.move(cell.root(), to, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private List<CellDirectory> outgrown() {
    Set<String> now = cells.stream().map(ImportedCell::cellId).collect(Collectors.toSet());
    return campaign.cellsOnDisk().stream()
        .filter(cell -> !now.contains(cell))
        .map(campaign::cell)
        .filter(cell -> Files.exists(cell.status()) && sweep.equals(sweepOf(cell.status())))
        .toList();
  }

  private static String sweepOf(Path status) {
    try {
      return Json.MAPPER.readTree(CampaignDirectory.bytes(status)).path(SWEEP).asString("");
    } catch (JacksonException e) {
      throw new ProblemException(
          new Problem(
              "malformed-file",
              "The file is not JSON: " + e.getOriginalMessage() + ".",
              status.toString(),
              "Run the cell again, or move its directory out of cells/."),
          e);
    }
  }

  private CellDirectory directory(ImportedCell cell) {
    return campaign.cell(cell.cellId());
  }

  private Path place(ImportedCell cell, String name) {
    return directory(cell).root().resolve(name);
  }

  private Path staged(ImportedCell cell, String name) {
    return directory(cell).root().resolve(STAGED).resolve(name);
  }

  private static boolean same(Path file, String text) {
    try {
      return Files.exists(file) && Files.readString(file).equals(text);
    } catch (IOException e) {
      throw CampaignDirectory.unreadable(file, e);
    }
  }
}
