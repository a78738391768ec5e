package io.perftune.verb.workload;

import static java.util.Objects.requireNonNull;

import io.perftune.config.CampaignFile;
import io.perftune.value.AaMode;
import io.perftune.value.AaShape;
import io.perftune.value.AaWorkload;
import io.perftune.value.Campaign;
import io.perftune.value.Cell;
import io.perftune.value.Json;
import io.perftune.value.ProblemException;
import io.perftune.verb.cellrun.CellRun;
import io.perftune.workspace.CampaignDirectory;
import io.perftune.workspace.CellDirectory;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// One shape of a call as the only cell of a campaign that lies in `<artifact root>/<shape>/`.
record ShapeCell(AaShape shape, CellRun.Target target) {
  private static final List<String> SAME_NAME =
      List.of(
          "url",
          "endpoint",
          "endpoint_type",
          "model",
          "mode",
          "engine",
          "tokenizer",
          "custom_dataset_type",
          "extra_output_controls",
          "max_tokens_field",
          "preflight",
          "request_count",
          "input_file");

  ShapeCell {
    requireNonNull(shape, "shape is null");
    requireNonNull(target, "target is null");
  }

  /// Makes the cell.
  ///
  /// @throws ProblemException with everything that is wrong with it, in the words of a campaign
  ///   file
  static ShapeCell of(WorkloadCall call, AaShape shape) {
    String stamp = CampaignDirectory.stamp(call.context().clock().instant());
    ObjectNode file = Json.object().put("name", "aa-workload").put("seed", seed(call, stamp));
    ObjectNode cell = file.putArray("cells").addObject();
    cell.put("cell_id", shape.label()).put("backend", "aa").put("model", call.text("model"));
    cell.set("concurrencies", Json.integers(call.concurrencies()));
    cell.put("hardware", "undisclosed");
    if (call.reasoning() && call.maxOutputTokens() != null) {
      cell.put("reasoning", true);
    }
    ObjectNode aa = cell.putObject("aa").put("shape", shape.label());
    SAME_NAME.forEach(name -> {
      if (call.input().has(name)) {
        aa.set(name, call.input().required(name));
      }
    });
    aa.put("max_output_tokens", call.maxOutputTokens());
    String text = Json.pretty(file);
    return new ShapeCell(
        shape,
        new CellRun.Target(
            CampaignDirectory.ofCell(
                stamp + "-aa-workload", call.artifactRoot().resolve(shape.label())),
            declared(CampaignFile.parse(text, FlagWords.FILE), call),
            text));
  }

  /// No two synthetic runs get the same prompts; those of dataset-replay are the same on every
  /// endpoint.
  private static @Nullable String seed(WorkloadCall call, String stamp) {
    String given = Json.text(call.input(), "seed");
    if (given != null) {
      return given;
    }
    return switch (call.mode()) {
      case SYNTHETIC -> stamp;
      case DATASET_REPLAY -> null;
    };
  }

  /// The campaign with what only a flag can say: a reasoning model whose cap is the floor, which no
  /// file may ask for. Where the endpoint stands was inferred because there is no flag for it.
  private static Campaign declared(Campaign campaign, WorkloadCall call) {
    if (call.reasoning()) {
      campaign.cells().forEach(cell -> cell.declared().put("reasoning", true));
    }
    return new Campaign(campaign.json(), campaign.cells(), List.of());
  }

  CellDirectory directory() {
    return target.directory().cell(shape.label());
  }

  Cell cell() {
    return target.campaign().cells().getFirst();
  }

  /// Whether an earlier run in this place sent the same prompts to the same model of the same
  /// endpoint.
  boolean repeatsPrompts() {
    return EarlierRuns.of(directory()).stream().anyMatch(this::samePrompts);
  }

  private boolean samePrompts(Campaign earlier) {
    if (earlier.cells().isEmpty()) {
      return false;
    }
    AaWorkload one = cell().aa();
    AaWorkload two = earlier.cells().getFirst().aa();
    boolean server =
        one.endpoint().origin().equals(two.endpoint().origin())
            && one.endpoint().model().equals(two.endpoint().model());
    boolean file = one.load().inputFile() != null;
    boolean seed = Objects.equals(target.campaign().text("seed"), earlier.text("seed"));
    return server
        && one.mode() == two.mode()
        && Objects.equals(one.load().inputFile(), two.load().inputFile())
        && (seed || (file && one.mode() == AaMode.DATASET_REPLAY));
  }
}
