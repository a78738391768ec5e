package io.perftune.workspace;

import static java.util.Objects.requireNonNull;

import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// The folder that holds campaigns, one directory each.
public record Campaigns(Path root) {
  public Campaigns {
    root = requireNonNull(root, "root is null").toAbsolutePath().normalize();
  }

  /// The campaign that the caller means: a directory, an id, or a part of an id that only one
  /// campaign has.
  ///
  /// @param workingDirectory from which a relative directory is taken
  /// @throws ProblemException `no-campaign`, or `ambiguous-campaign` with the candidates
  public CampaignDirectory find(String named, Path workingDirectory) {
    Optional<Path> exact =
        Stream.of(root, workingDirectory)
            .flatMap(from -> below(from, named).stream())
            .filter(Campaigns::isCampaign)
            .findFirst();
    if (exact.isPresent()) {
      return new CampaignDirectory(exact.get());
    }
    List<String> candidates = ids().stream().filter(id -> id.contains(named)).toList();
    if (named.isBlank() || candidates.isEmpty()) {
      throw new ProblemException(
          new Problem(
              "no-campaign",
              "There is no campaign %s under %s.".formatted(named, root),
              "campaign",
              ids().isEmpty()
                  ? "Make one with campaign_init."
                  : "Name one of: " + String.join(", ", newest(ids())) + "."));
    }
    if (candidates.size() > 1) {
      throw new ProblemException(
          new Problem(
              "ambiguous-campaign",
              "%s means %d campaigns.".formatted(named, candidates.size()),
              "campaign",
              "Name one of: " + String.join(", ", newest(candidates)) + "."));
    }
    return new CampaignDirectory(root.resolve(candidates.getFirst()));
  }

  /// The ids of the campaigns that are here, sorted.
  public List<String> ids() {
    return names(Campaigns::isCampaign);
  }

  /// The directories that hold a campaign's results, but no campaign file; sorted.
  public List<String> withoutFile() {
    return names(entry ->
        !isCampaign(entry)
            && (Files.exists(entry.resolve("atlas.jsonl"))
                || Files.isDirectory(entry.resolve("cells"))));
  }

  private List<String> names(Predicate<Path> wanted) {
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(root)) {
      return entries.filter(wanted).map(entry -> entry.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw CampaignDirectory.unreadable(root, e);
    }
  }

  /// Empty for a name that no file can have.
  private static Optional<Path> below(Path from, String named) {
    try {
      return Optional.of(from.resolve(named).normalize());
    } catch (InvalidPathException _) {
      return Optional.empty();
    }
  }

  private static List<String> newest(List<String> ids) {
    return ids.reversed().stream().limit(10).toList();
  }

  private static boolean isCampaign(Path directory) {
    return Files.isRegularFile(directory.resolve("config.yaml"));
  }
}
