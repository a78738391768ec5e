package io.perftune.workspace;

import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Makes a campaign's directory, whole or not at all, and never over another.
public final class NewCampaign {
  private NewCampaign() {}

  /// Makes the directory and has it filled; what the filling leaves behind is removed where it
  /// throws.
  ///
  /// @throws ProblemException `campaign-exists` where something of that name is there
  public static CampaignDirectory make(
      Campaigns campaigns, String id, Consumer<CampaignDirectory> fill) {
    Path target = campaigns.root().resolve(id);
    try {
      Files.createDirectories(campaigns.root());
      Files.createDirectory(target);
    } catch (FileAlreadyExistsException e) {
      throw new ProblemException(
          new Problem(
              "campaign-exists",
              "%s is there already.".formatted(target),
              target.toString(),
              "Go on with it, or give another slug or experiment id; nothing is ever overwritten."),
          e);
    } catch (IOException e) {
      throw AtomicFiles.cannotWrite(target, e);
    }
    CampaignDirectory made = new CampaignDirectory(target);
    try {
      fill.accept(made);
      return made;
    } catch (RuntimeException e) {
      remove(target);
      throw e;
    }
  }

  private static void remove(Path directory) {
    try (Stream<Path> entries = Files.walk(directory)) {
      List<Path> deepestFirst = entries.sorted(Comparator.reverseOrder()).toList();
      for (Path entry : deepestFirst) {
        Files.delete(entry);
      }
    } catch (IOException e) {
      throw AtomicFiles.cannotWrite(directory, e);
    }
  }
}
