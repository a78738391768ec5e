package io.perftune.capture;

import static java.util.Objects.requireNonNull;

import io.perftune.value.EngineRun;
import io.perftune.value.Json;
import io.perftune.value.PointPlan;
import io.perftune.value.PointPlan.Prompts;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// How a run of AIPerf was set up, by `input_config` and `run_info` of its own summary. Everything
/// is null where the summary, or the export, does not say it.
public record AiperfSetup(JsonNode config, JsonNode run) {
  public AiperfSetup {
    requireNonNull(config, "config is null");
    requireNonNull(run, "run is null");
  }

  /// Of the export in a directory; says nothing where there is no summary.
  ///
  /// @throws ProblemException `not-json` where the summary cannot be read
  public static AiperfSetup read(Path directory) {
    Path file = directory.resolve(AiperfExport.SUMMARY);
    try {
      JsonNode json =
          Files.exists(file) ? Json.MAPPER.readTree(Files.readString(file)) : Json.object();
      return new AiperfSetup(json.path("input_config"), json.path("run_info"));
    } catch (IOException | JacksonException e) {
      throw new ProblemException(
          new Problem(
              "not-json",
              "The summary could not be read: %s.".formatted(e.getMessage()),
              file.toString(),
              "Measure the point again: this export cannot be trusted."),
          e);
    }
  }

  public @Nullable String url() {
    return text(config.at("/endpoint/urls/0"));
  }

  public @Nullable String model() {
    return text(config.at("/models/items/0/name"));
  }

  public @Nullable String endpointType() {
    return text(config.at("/endpoint/type"));
  }

  public @Nullable Boolean streaming() {
    return Json.bool(config.path("endpoint"), "streaming");
  }

  public @Nullable Long concurrency() {
    return Json.integer(profiling(), "concurrency");
  }

  public @Nullable Long requests() {
    return Json.integer(profiling(), "requests");
  }

  /// Tokens of a synthetic prompt.
  public @Nullable Long inputTokens() {
    return Json.integer(config.at("/datasets/0/prompts/isl"), "mean");
  }

  /// The cap of its answer.
  public @Nullable Long outputTokens() {
    return Json.integer(config.at("/datasets/0/prompts/osl"), "mean");
  }

  /// Whether the prompts were AIPerf's own.
  public @Nullable Boolean synthetic() {
    String type = text(config.at("/datasets/0/type"));
    return (type == null || ofRecords()) ? null : Boolean.valueOf(type.equals("synthetic"));
  }

  /// Whether it says what each request carried beside its prompt.
  public boolean tellsExtras() {
    return endpointType() != null && !ofRecords();
  }

  /// An export of our own, made of request records: they know neither prompts nor extra inputs.
  private boolean ofRecords() {
    return "not_recorded".equals(text(config.at("/datasets/0/path")));
  }

  /// min_tokens in every request; null where none was sent, or the setup does not say.
  public @Nullable Long minTokens() {
    return Json.integer(config.at("/endpoint/extra"), "min_tokens");
  }

  private @Nullable Long seed() {
    return Json.integer(run, "random_seed");
  }

  private @Nullable String command() {
    return Json.text(run, "cli_command");
  }

  /// The plan of the point with what the export says of its prompts and its command, instead of
  /// what a run of our own would have had.
  public PointPlan plan(PointPlan own) {
    Boolean synthetic = synthetic();
    Long seed = seed();
    String source = synthetic == null ? Prompts.UNKNOWN : synthetic ? "aiperf_synthetic" : "file";
    EngineRun run = EngineRun.elsewhere(own.run().name(), command(), own.run().requests());
    return new PointPlan(
        own.concurrency(),
        own.trial(),
        own.attempt(),
        own.load(),
        new Prompts(source, seed == null ? Prompts.NO_SEED : seed, null),
        run,
        own.hash());
  }

  private JsonNode profiling() {
    for (JsonNode phase : config.path("phases")) {
      if ("profiling".equals(Json.text(phase, "kind"))) {
        return phase;
      }
    }
    return Json.object();
  }

  private static @Nullable String text(JsonNode node) {
    return node.isString() ? node.asString() : null;
  }
}
