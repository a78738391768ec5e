package io.perftune.verb.workload;

import io.perftune.config.CampaignFile;
import io.perftune.value.Campaign;
import io.perftune.value.ProblemException;
import io.perftune.workspace.CampaignDirectory;
import io.perftune.workspace.CellDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What earlier runs in a shape's directory asked, by the files that they left.
final class EarlierRuns {
  private static final String CONFIG = "config.yaml";

  private EarlierRuns() {}

  /// The run in place, and those in superseded/.
  static List<Campaign> of(CellDirectory cell) {
    List<Path> files = new ArrayList<>();
    files.add(cell.root().resolve(CONFIG));
    Path superseded = cell.root().resolve("superseded");
    if (Files.isDirectory(superseded)) {
      try (Stream<Path> runs = Files.list(superseded)) {
        runs.map(run -> run.resolve(CONFIG)).forEach(files::add);
      } catch (IOException e) {
        throw CampaignDirectory.unreadable(superseded, e);
      }
    }
    return files.stream()
        .filter(Files::isRegularFile)
        .flatMap(file -> read(file).stream())
        .toList();
  }

  /// A file of another version of this program may say what this one cannot read.
  private static Optional<Campaign> read(Path file) {
    try {
      return Optional.of(CampaignFile.load(file));
    } catch (ProblemException _) {
      return Optional.empty();
    }
  }
}
