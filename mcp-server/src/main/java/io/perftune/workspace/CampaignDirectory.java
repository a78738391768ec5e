package io.perftune.workspace;

import static java.util.Objects.requireNonNull;

import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import io.perftune.value.UtcStamp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/// One campaign on disk: where each of its files lies.
///
/// The directory's name is the campaign's id, and the stamp in it is the campaign's date
/// everywhere.
///
/// @param id the campaign's id
/// @param cells where the directories of its cells lie
public record CampaignDirectory(Path root, String id, Path cells) {
  public CampaignDirectory {
    root = requireNonNull(root, "root is null").toAbsolutePath().normalize();
    requireNonNull(id, "id is null");
    cells = requireNonNull(cells, "cells is null").toAbsolutePath().normalize();
  }

  /// The campaign in a directory.
  public CampaignDirectory(Path root) {
    this(
        root,
        String.valueOf(root.toAbsolutePath().normalize().getFileName()),
        root.resolve("cells"));
  }

  /// A campaign of the one cell that a directory is, of that directory's name.
  public static CampaignDirectory ofCell(String id, Path cell) {
    return new CampaignDirectory(
        cell, id, requireNonNull(cell.toAbsolutePath().getParent(), "a cell lies in a directory"));
  }

  /// `YYYYMMDDTHHMMSSZ` of an instant.
  public static String stamp(Instant instant) {
    return UtcStamp.of(instant);
  }

  /// The frozen campaign file.
  public Path config() {
    return root.resolve("config.yaml");
  }

  /// The model's config.json of a cell, as campaign_init found it; absent where the cell names
  /// none.
  public Path modelConfig(String cellId) {
    return root.resolve("model_config").resolve(cellId + ".json");
  }

  /// Where the campaign came from, for readers.
  public Path source() {
    return root.resolve("SOURCE.md");
  }

  /// Where the campaign came from, for machines.
  public Path provenance() {
    return root.resolve("provenance.json");
  }

  /// What the campaign found so far, for readers.
  public Path summary() {
    return root.resolve("summary.md");
  }

  /// All rows.
  public Path atlas() {
    return root.resolve("atlas.jsonl");
  }

  public Path reportHtml() {
    return root.resolve("report.html");
  }

  public Path reportStatus() {
    return root.resolve("report_status.json");
  }

  /// Where the receipt of a publish to that destination lies.
  public Path receipt(String destination) {
    return root.resolve("receipts").resolve(destination + ".json");
  }

  /// The receipt of the destination that was published to last.
  public Path lastReceipt() {
    return root.resolve("publish_receipt.json");
  }

  /// The directory of a cell, whether it is there or not.
  public CellDirectory cell(String cellId) {
    return new CellDirectory(cells().resolve(cellId));
  }

  /// The names of the directories under cells/, sorted.
  public List<String> cellsOnDisk() {
    if (!Files.isDirectory(cells())) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(cells())) {
      return entries
          .filter(Files::isDirectory)
          .map(entry -> entry.getFileName().toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw unreadable(cells(), e);
    }
  }

  /// All bytes of a file.
  ///
  /// @throws ProblemException `cannot-read` where the disk refuses
  public static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /// The problem of a file or directory that cannot be read.
  public static ProblemException unreadable(Path file, IOException cause) {
    return new ProblemException(
        new Problem(
            "cannot-read",
            "%s could not be read: %s.".formatted(file.getFileName(), cause.getMessage()),
            file.toString(),
            "Make it readable, then call again."),
        cause);
  }
}
