package io.perftune.verb;

import io.perftune.config.Ceilings;
import io.perftune.profile.CellProfile;
import io.perftune.profile.Deployment;
import io.perftune.profile.ProfileChecks;
import io.perftune.profile.ProfileFile;
import io.perftune.profile.ProfileKind;
import io.perftune.profile.SolRows;
import io.perftune.value.Campaign;
import io.perftune.value.Digest;
import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import io.perftune.value.Row;
import io.perftune.workspace.CampaignDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/// Reads the files of GPU readings that cells hold; a broken one is refused, never passed over.
public final class CellProfiles {
  private static final String AGAIN = "Import it again with import_sol, or move it out of cells/.";

  private CellProfiles() {}

  /// The rows of sol_v1 of all cells, sorted by cell.
  ///
  /// @throws ProblemException with everything that is wrong in any of the files
  public static List<Row> rows(CampaignDirectory directory, Campaign campaign) {
    Ceilings ceilings = Ceilings.load();
    List<Problem> problems = new ArrayList<>();
    List<CellProfile> profiles = new ArrayList<>();
    for (String cellId : directory.cellsOnDisk()) {
      CellProfile profile = profile(directory, campaign, cellId, files(directory, cellId));
      for (ProfileFile file : profile.files()) {
        problems.addAll(ProfileChecks.problems(file, profile.deployment(), ceilings));
      }
      profiles.add(profile);
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
    return profiles.stream().flatMap(profile -> SolRows.of(profile, ceilings).stream()).toList();
  }

  /// A cell with those files.
  public static CellProfile profile(
      CampaignDirectory directory, Campaign campaign, String cellId, List<ProfileFile> files) {
    return new CellProfile(
        directory.id(),
        Optional.ofNullable(Json.text(campaign.json(), "focus")),
        Deployment.of(cellId, campaign.cell(cellId)),
        files);
  }

  /// The files that a cell holds.
  public static List<ProfileFile> files(CampaignDirectory directory, String cellId) {
    return Arrays.stream(ProfileKind.values())
        .flatMap(kind -> file(directory, cellId, kind).stream())
        .toList();
  }

  /// The file of that kind; empty where the cell holds none.
  public static Optional<ProfileFile> file(
      CampaignDirectory directory, String cellId, ProfileKind kind) {
    Path path = directory.cell(cellId).root().resolve(kind.fileName());
    if (!Files.exists(path)) {
      return Optional.empty();
    }
    byte[] bytes = CampaignDirectory.bytes(path);
    String place = place(cellId, kind);
    return Optional.of(
        new ProfileFile(kind, object(bytes, place, AGAIN), place, Digest.sha256(bytes)));
  }

  /// Where a kind of file lies, below the campaign.
  public static String place(String cellId, ProfileKind kind) {
    return "cells/" + cellId + "/" + kind.fileName();
  }

  /// The JSON object in the bytes of a file.
  ///
  /// @throws ProblemException where there is none
  public static ObjectNode object(byte[] bytes, String place, String remedy) {
    @Nullable JacksonException cause = null;
    try {
      if (Json.MAPPER.readTree(bytes) instanceof ObjectNode object) {
        return object;
      }
    } catch (JacksonException e) {
      cause = e;
    }
    String why = cause == null ? "" : ": " + cause.getOriginalMessage();
    Problem problem =
        new Problem("malformed-file", "The file holds no JSON object" + why + ".", place, remedy);
    throw cause == null ? new ProblemException(problem) : new ProblemException(problem, cause);
  }
}
