package io.perftune.plan;

import io.perftune.plan.prompts.Seeds;
import io.perftune.value.AaMode;
import io.perftune.value.AaWorkload;
import io.perftune.value.EngineRun;
import io.perftune.value.Json;
import io.perftune.value.PointPlan;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// The command line of one AIPerf run, and the configuration file beside it where a key is needed.
///
/// argv carries every flag of the run. AIPerf takes a key safely from a complete configuration file
/// only, so that file repeats the run; flags win over it. Numeric flags hold one number each,
/// because AIPerf reads a comma as a sweep.
record AiperfCommand(
    AaWorkload aa,
    int concurrency,
    PointPlan.Load load,
    PointPlan.Prompts prompts,
    String rawDirectory) {
  /// AIPerf turns a value that is one variable alone into a number or a truth where it looks like
  /// one; followed by an unset variable that defaults to nothing it stays text.
  private static final String KEY_REFERENCE =
      "${" + EngineRun.KEY_VARIABLE + "}${PERFTUNE_KEY_IS_TEXT:}";

  List<String> argv(List<String> program, @Nullable String configPath) {
    List<String> argv = new ArrayList<>(program);
    argv.add("profile");
    if (configPath != null) {
      argv.addAll(List.of("--config", configPath));
    }
    argv.addAll(
        List.of(
            "--model", aa.endpoint().model(),
            "--url", aa.endpoint().origin().toString(),
            "--endpoint-type", aa.endpoint().type(),
            "--endpoint", aa.endpoint().path()));
    argv.addAll(List.of("--streaming", "--tokenizer", aa.load().aiperf().tokenizer()));
    argv.addAll(aa.mode() == AaMode.SYNTHETIC ? synthetic() : replay(configPath != null));
    if (aa.output().capField().equals("max_tokens")) {
      argv.add("--use-legacy-max-tokens");
    }
    argv.addAll(List.of("--extra-inputs", Json.line(ExtraInputs.of(aa.output(), load.floor()))));
    argv.addAll(
        List.of("--concurrency", text(concurrency), "--request-count", text(load.requests())));
    if (load.warmup() > 0) {
      argv.addAll(List.of("--warmup-request-count", text(load.warmup())));
    }
    argv.addAll(
        List.of(
            "--random-seed", text(Seeds.aiperfRandomSeed(prompts.seed())),
            "--request-timeout-seconds", text(aa.load().timeouts().request())));
    argv.addAll(
        List.of(
            "--no-gpu-telemetry",
            "--no-server-metrics",
            "--ui",
            "none",
            "--export-level",
            "records"));
    argv.addAll(List.of("--output-artifact-dir", rawDirectory));
    return argv;
  }

  private List<String> synthetic() {
    return List.of(
        "--synthetic-input-tokens-mean", text(load.inputTokens()),
        "--synthetic-input-tokens-stddev", "0",
        "--output-tokens-mean", text(load.maxOutputTokens()),
        "--output-tokens-stddev", "0",
        // Warm-up takes from the same pool, and a pool that is too small wraps: repeated prompts.
        "--num-dataset-entries", text(load.allRequests()));
  }

  /// AIPerf refuses --no-fixed-schedule beside a configuration file; our rows bear no time stamps,
  /// so that nothing is scheduled without it either.
  private List<String> replay(boolean configured) {
    List<String> flags =
        new ArrayList<>(
            List.of("--input-file", dataset(), "--custom-dataset-type", "mooncake_trace"));
    if (!configured) {
      flags.add("--no-fixed-schedule");
    }
    return flags;
  }

  private String dataset() {
    String dataset = prompts.dataset();
    if (dataset == null) {
      throw new IllegalStateException("dataset-replay without a dataset");
    }
    return dataset;
  }

  /// The same run as a file, JSON being YAML; the key stands in it as the name of a variable only,
  /// quoted so that digits stay text.
  String configFile() {
    ObjectNode benchmark = Json.object();
    benchmark.put("model", aa.endpoint().model());
    ObjectNode endpoint = benchmark.putObject("endpoint");
    endpoint.putArray("urls").add(aa.endpoint().origin().toString());
    endpoint
        .put("type", aa.endpoint().type())
        .put("streaming", true)
        .put("apiKey", KEY_REFERENCE)
        .put("timeout", aa.load().timeouts().request())
        .set("extra", ExtraInputs.of(aa.output(), load.floor()));
    benchmark.set("dataset", datasetConfig());
    benchmark
        .putObject("profiling")
        .put("type", "concurrency")
        .put("concurrency", concurrency)
        .put("requests", load.requests());
    if (load.warmup() > 0) {
      benchmark
          .putObject("warmup")
          .put("type", "concurrency")
          .put("concurrency", concurrency)
          .put("requests", load.warmup());
    }
    benchmark.putObject("tokenizer").put("name", aa.load().aiperf().tokenizer());
    benchmark.putObject("gpuTelemetry").put("enabled", false);
    benchmark.putObject("serverMetrics").put("enabled", false);
    benchmark.putObject("runtime").put("ui", "none");
    benchmark.putObject("artifacts").put("dir", rawDirectory);
    ObjectNode file = Json.object().put("schemaVersion", "2.0");
    file.put("randomSeed", Seeds.aiperfRandomSeed(prompts.seed()));
    file.set("benchmark", benchmark);
    return Json.pretty(file);
  }

  private ObjectNode datasetConfig() {
    ObjectNode dataset = Json.object();
    if (aa.mode() == AaMode.SYNTHETIC) {
      dataset.put("type", "synthetic").put("entries", load.allRequests());
      dataset
          .putObject("prompts")
          .put("isl", load.inputTokens())
          .put("osl", load.maxOutputTokens());
    } else {
      dataset
          .put("type", "file")
          .put("path", dataset())
          .put("format", "mooncake_trace")
          .put("sampling", "sequential");
    }
    return dataset;
  }

  private static String text(int number) {
    return Integer.toString(number);
  }
}
