package io.perftune.verb.importroofline;

import static java.util.Objects.requireNonNull;

import io.perftune.roofline.Sweep;
import io.perftune.roofline.SweepContext;
import io.perftune.value.Campaign;
import io.perftune.value.Digest;
import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import io.perftune.value.Row;
import io.perftune.verb.Context;
import io.perftune.verb.HostName;
import io.perftune.verb.Outcome;
import io.perftune.verb.Places;
import io.perftune.verb.Safety;
import io.perftune.verb.ToolVersion;
import io.perftune.verb.Verb;
import io.perftune.verb.aggregate.Aggregation;
import io.perftune.workspace.CampaignDirectory;
import io.perftune.workspace.CellDirectory;
import io.perftune.workspace.CellLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Takes a roofline sweep as two cells of a campaign and refreshes its atlas.
///
/// Everything is read, checked and computed before anything is written.
public final class ImportRooflineSweep implements Verb {
  private final Function<Path, Campaign> configuration;

  /// @param configuration reads a campaign's frozen config.yaml
  public ImportRooflineSweep(Function<Path, Campaign> configuration) {
    this.configuration = requireNonNull(configuration, "configuration is null");
  }

  @Override
  public String name() {
    return "import_roofline_sweep";
  }

  @Override
  public Safety safety() {
    return Safety.WRITES_ARTIFACTS;
  }

  @Override
  public Outcome run(ObjectNode input, Context context) {
    CampaignDirectory directory = Places.campaign(input, context);
    Campaign campaign = configuration.apply(directory.config());
    BundleFiles bundle = new BundleFiles(context.resolve(input.required("bundle").asString()));
    List<Problem> problems = new ArrayList<>();
    Sweep sweep = bundle.sweep(problems);
    SweepContext shared = context(input, context, directory, campaign, bundle, problems);
    if (shared == null || !problems.isEmpty()) {
      throw new ProblemException(problems);
    }
    TakenSweep taken = TakenSweep.of(sweep, shared);
    refuseOwnCells(campaign, directory, taken);
    return taken(input, context, campaign, directory, taken);
  }

  private Outcome taken(
      ObjectNode input,
      Context context,
      Campaign campaign,
      CampaignDirectory directory,
      TakenSweep taken) {
    ImportedCells cells =
        new ImportedCells(
            directory,
            taken.context().cellId(),
            taken.cells(),
            CampaignDirectory.stamp(context.clock().instant()));
    String status = "full";
    if (input.path("dry_run").asBoolean(false)) {
      status = "dry_run";
    } else {
      CellDirectory first = directory.cell(cells.cells().getFirst().cellId());
      try (CellLock _ = CellLock.take(first, HostName.of(context))) {
        if (cells.hold()) {
          status = "unchanged";
        } else {
          cells.write();
        }
      }
    }
    List<Problem> problems = new ArrayList<>(warnings(taken));
    if (!status.equals("dry_run")) {
      problems.addAll(Aggregation.of(directory, campaign).write().gaps());
    }
    ObjectNode reply = reply(directory, taken, cells, status);
    return new Outcome.Done(reply, digest(reply, taken), problems);
  }

  private @Nullable SweepContext context(
      ObjectNode input,
      Context context,
      CampaignDirectory directory,
      Campaign campaign,
      BundleFiles bundle,
      List<Problem> problems) {
    ObjectNode manifest = bundle.manifest(problems);
    SweepContext.Declared declared = Declarations.of(input, manifest, campaign, problems);
    Path file = modelConfig(input, context, directory, campaign, bundle, problems);
    ObjectNode config = file == null ? null : BundleFiles.object(file, problems);
    ModelOfSweep of = new ModelOfSweep(declared, config, problems);
    SweepContext.Model model = of.model();
    String cell = Json.text(input, "cell_id");
    return model == null
        ? null
        : new SweepContext(
            directory.id(),
            cell == null ? String.valueOf(bundle.directory().getFileName()) : cell,
            declared,
            model,
            of.compute(),
            new SweepContext.Origin(
                bundle.directory().toString(),
                bundle.sha256(),
                bundle.capturedAt(manifest),
                ToolVersion.current(),
                Digest.sha256(CampaignDirectory.bytes(directory.config()))));
  }

  private static @Nullable Path modelConfig(
      ObjectNode input,
      Context context,
      CampaignDirectory directory,
      Campaign campaign,
      BundleFiles bundle,
      List<Problem> problems) {
    String flag = Json.text(input, "model_config");
    Path own = bundle.modelConfig();
    Path file =
        flag != null ? context.resolve(flag) : own != null ? own : frozen(directory, campaign);
    if (file == null || !Files.isRegularFile(file)) {
      problems.add(
          new Problem(
              "missing-model-config",
              file == null
                  ? "Nothing says the model's shape: no flag, no model_config.json in the bundle, and"
                      + " no model_config of the campaign's cells."
                  : file + " is no file.",
              "model_config",
              "Give --model-config, or put the model's config.json into the bundle as"
                  + " model_config.json."));
      return null;
    }
    return file;
  }

  /// The shape that all cells of the campaign name, as the campaign keeps it; null where they name
  /// none, or not the same.
  private static @Nullable Path frozen(CampaignDirectory directory, Campaign campaign) {
    return Declarations.agreed(campaign.cells(), "model_config") == null
        ? null
        : directory.modelConfig(campaign.cells().getFirst().cellId());
  }

  /// A sweep never takes the place of a cell that is measured here.
  private static void refuseOwnCells(
      Campaign campaign, CampaignDirectory directory, TakenSweep taken) {
    List<Problem> problems = new ArrayList<>();
    for (String cell : taken.cells().stream().map(ImportedCell::cellId).toList()) {
      if (campaign.cell(cell).isPresent() || Files.exists(directory.cell(cell).journal())) {
        problems.add(
            new Problem(
                "cell-taken",
                "Cell %s is measured by cell_run.".formatted(cell),
                "cell_id",
                "Give --cell-id another name."));
      }
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
  }

  private static List<Problem> warnings(TakenSweep taken) {
    List<Problem> problems = new ArrayList<>();
    for (JsonNode warning : taken.sweep().steadyWindowWarnings()) {
      problems.add(
          new Problem(
              "steady-window",
              "c=%d has %d requests: its throughput is under-counted."
                  .formatted(
                      warning.required("c").intValue(), warning.required("num_prompts").intValue()),
              Json.text(warning, "tag"),
              "Capture it with at least %d requests."
                  .formatted(warning.required("min_required").intValue())));
    }
    for (List<Row> rows : List.of(taken.decode(), taken.prefill())) {
      for (Row row : rows) {
        for (var above : row.value("above_peak").properties()) {
          problems.add(
              new Problem(
                  "above-peak",
                  "%s is %s".formatted(above.getKey(), above.getValue().asString()),
                  row.text("source_line"),
                  "Check what was declared against the server, then import again."));
        }
      }
    }
    if (taken.decode().stream().noneMatch(row -> row.value("dcgm_grounded").asBoolean(false))) {
      problems.add(
          Problem.of(
              "ungrounded",
              "No decode point has DCGM readings: its figures are analytical.",
              "Capture the sweep with DCGM sampling."));
    }
    return problems;
  }

  private static ObjectNode reply(
      CampaignDirectory directory, TakenSweep taken, ImportedCells cells, String status) {
    ObjectNode json =
        Json.object()
            .put("campaign_dir", directory.root().toString())
            .put("cell_id", taken.context().cellId())
            .put("bundle_path", taken.context().origin().bundle())
            .put("decode_points", taken.decode().size())
            .put("prefill_points", taken.prefill().size());
    List<Path> written = status.equals("dry_run") ? List.of() : cells.directories();
    json.set("cell_dirs", Json.strings(written.stream().map(Path::toString).toList()));
    json.put("status", status);
    json.set("steady_window_warnings", taken.sweep().steadyWindowWarnings());
    return json;
  }

  private static String digest(ObjectNode reply, TakenSweep taken) {
    double best =
        taken.decode().stream()
            .mapToDouble(row -> row.value("hbm_delivered_pct").doubleValue())
            .max()
            .orElse(0);
    Row first = taken.decode().getFirst();
    return String.format(
        Locale.ROOT,
        "%s: %d decode and %d prefill points; best decode %.1f %% of %s.\n",
        reply.required("status").asString(),
        taken.decode().size(),
        taken.prefill().size(),
        best,
        first.text("hbm_ceiling_key"));
  }
}
