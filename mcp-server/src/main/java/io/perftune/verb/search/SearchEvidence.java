package io.perftune.verb.search;

import io.perftune.search.Folder;
import io.perftune.value.Json;
import io.perftune.verb.Context;
import io.perftune.verb.Outcome;
import io.perftune.verb.Places;
import io.perftune.verb.Safety;
import io.perftune.verb.Verb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/// Searches what was found before: evidence/ of the repository root, and what stands in the
/// campaigns for readers. Raw records and rows are not looked into.
public final class SearchEvidence implements Verb {
  private static final Set<String> TEXTS =
      Set.of("md", "markdown", "txt", "rst", "adoc", "org", "yaml", "yml");

  /// Directories that hold what was measured, not what was found.
  private static final Set<String> RAW = Set.of("cells", "raw", "sweeps");

  /// Directories of a campaign that are for readers.
  private static final Set<String> TOLD = Set.of("findings", "comparisons");

  private final Search search = new Search();

  @Override
  public String name() {
    return "search_evidence";
  }

  @Override
  public Safety safety() {
    return Safety.READ_ONLY;
  }

  @Override
  public Outcome run(ObjectNode input, Context context) throws InterruptedException {
    Path root = context.repositoryRoot();
    Path evidence = root.resolve("evidence");
    Path campaigns = Places.campaigns(Json.object(), context).root();
    return search.run(
        List.of(
            new Folder(
                evidence,
                Search.name(root, evidence),
                directory -> !RAW.contains(lowerCase(directory)),
                SearchEvidence::tells),
            new Folder(
                real(campaigns),
                Search.name(root, campaigns),
                SearchEvidence::entersCampaigns,
                SearchEvidence::told)),
        input,
        context);
  }

  /// Campaigns may lie on a disk of their own, behind a link.
  private static Path real(Path folder) {
    try {
      return folder.toRealPath();
    } catch (IOException _) {
      return folder; // told as missing
    }
  }

  private static boolean tells(Path file) {
    String name = lowerCase(file);
    return TEXTS.contains(ending(name))
        || name.equals("report_status.json")
        || (name.startsWith("findings") && name.endsWith(".json"));
  }

  private static boolean entersCampaigns(Path directory) {
    Path above = directory.resolveSibling("config.yaml");
    return Files.isRegularFile(above)
        ? TOLD.contains(lowerCase(directory))
        : !RAW.contains(lowerCase(directory));
  }

  /// The frozen campaign file is no finding.
  private static boolean told(Path file) {
    return tells(file) && !ending(lowerCase(file)).startsWith("y");
  }

  private static String ending(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  private static String lowerCase(Path path) {
    return path.getFileName().toString().toLowerCase(Locale.ROOT);
  }
}
