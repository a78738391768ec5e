package io.perftune.verb.importsol;

import io.perftune.config.CampaignFile;
import io.perftune.config.Ceilings;
import io.perftune.profile.CellProfile;
import io.perftune.profile.ProfileChecks;
import io.perftune.profile.ProfileFile;
import io.perftune.profile.ProfileKind;
import io.perftune.profile.SolRows;
import io.perftune.value.Campaign;
import io.perftune.value.Digest;
import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import io.perftune.verb.CellProfiles;
import io.perftune.verb.Context;
import io.perftune.verb.Outcome;
import io.perftune.verb.Places;
import io.perftune.verb.Safety;
import io.perftune.verb.Verb;
import io.perftune.verb.aggregate.Aggregation;
import io.perftune.workspace.CampaignDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/// Takes one file of GPU readings into a cell: recognised by its member `schema`, checked whole,
/// and then placed in one step, or not at all.
public final class ImportSol implements Verb {
  private static final long LARGEST = 64L << 20;

  @Override
  public String name() {
    return "import_sol";
  }

  @Override
  public Safety safety() {
    return Safety.WRITES_ARTIFACTS;
  }

  @Override
  public Outcome run(ObjectNode input, Context context) {
    CampaignDirectory directory = Places.campaign(input, context);
    Campaign campaign = CampaignFile.load(directory.config());
    String cellId = cell(directory, campaign, input);
    Path source = context.resolve(input.required("file").asString());
    byte[] bytes = read(source);
    String name = String.valueOf(source.getFileName());
    ObjectNode json = CellProfiles.object(bytes, name, "Give a file as docs/sol.md describes it.");
    ProfileKind kind = kind(json, name);
    ProfileFile file = new ProfileFile(kind, json, name, Digest.sha256(bytes));
    CellProfile profile = taken(directory, campaign, cellId, file);
    List<Problem> wrong = ProfileChecks.problems(file, profile.deployment(), Ceilings.load());
    if (!wrong.isEmpty()) {
      throw new ProblemException(wrong);
    }
    Placement placement = new Placement(directory.cell(cellId), kind.fileName(), bytes);
    boolean dry = input.path("dry_run").asBoolean(false);
    Placement.Placed placed = dry ? placement.preview() : placement.place(context);
    ObjectNode reply =
        Json.object()
            .put("campaign_dir", directory.root().toString())
            .put("cell_id", cellId)
            .put("kind", kind.schema())
            .put("path", CellProfiles.place(cellId, kind))
            .put("sha256", file.sha256())
            .put("outcome", placed.outcome())
            .put("superseded_path", relative(directory, placed))
            .put("row_count", SolRows.of(profile, Ceilings.load()).size());
    List<Problem> stale =
        dry || kind != ProfileKind.DCGM ? List.of() : refreshed(directory, campaign);
    return new Outcome.Done(reply, digest(reply, directory), stale);
  }

  /// DCGM readings stand in the rows of the atlas too, so one that is there is made again.
  ///
  /// @return what keeps it from being made
  private static List<Problem> refreshed(CampaignDirectory directory, Campaign campaign) {
    if (Files.exists(directory.atlas())) {
      try {
        Aggregation _ = Aggregation.of(directory, campaign).write();
      } catch (ProblemException e) {
        return e.problems();
      }
    }
    return List.of();
  }

  /// A cell of the campaign file, or one that an import left on disk.
  private static String cell(CampaignDirectory directory, Campaign campaign, ObjectNode input) {
    String cellId = input.required("cell").asString();
    return directory.cellsOnDisk().contains(cellId)
        ? cellId
        : Places.cell(campaign, input).cellId();
  }

  private static byte[] read(Path source) {
    try {
      if (Files.isRegularFile(source) && Files.size(source) <= LARGEST) {
        return Files.readAllBytes(source);
      }
    } catch (IOException e) {
      throw CampaignDirectory.unreadable(source, e);
    }
    throw new ProblemException(
        new Problem(
            "no-file",
            Files.isRegularFile(source)
                ? "%s is larger than 64 MiB.".formatted(source)
                : "%s is no file.".formatted(source),
            "file",
            "Name a JSON file of readings as docs/sol.md describes them."));
  }

  private static ProfileKind kind(ObjectNode json, String name) {
    return ProfileKind.of(json.path("schema").asString(""))
        .orElseThrow(() ->
            new ProblemException(
                new Problem(
                    "unknown-kind",
                    json.has("schema")
                        ? "schema is %s, which is no kind of readings."
                            .formatted(json.get("schema"))
                        : "schema is missing, so nothing says what the file holds.",
                    name + "/schema",
                    "Put one of %s."
                        .formatted(
                            Arrays.stream(ProfileKind.values())
                                .map(ProfileKind::schema)
                                .collect(Collectors.joining(", "))))));
  }

  /// The cell as it will be with the file.
  private static CellProfile taken(
      CampaignDirectory directory, Campaign campaign, String cellId, ProfileFile file) {
    List<ProfileFile> files = new ArrayList<>(CellProfiles.files(directory, cellId));
    files.removeIf(other -> other.kind() == file.kind());
    files.add(file);
    return CellProfiles.profile(directory, campaign, cellId, files);
  }

  private static @org.jspecify.annotations.Nullable String relative(
      CampaignDirectory directory, Placement.Placed placed) {
    Path earlier = placed.earlier();
    return earlier == null
        ? null
        : directory.root().relativize(earlier).toString().replace('\\', '/');
  }

  private static String digest(ObjectNode reply, CampaignDirectory directory) {
    return "%s: %s (%s), %s rows of sol_v1 in the cell.\nNext: bin/perftunereport report_render --campaign %s\n"
        .formatted(
            reply.required("path").asString(),
            reply.required("outcome").asString().replace('_', ' '),
            reply.required("kind").asString(),
            reply.required("row_count").asString(),
            directory.id());
  }
}
