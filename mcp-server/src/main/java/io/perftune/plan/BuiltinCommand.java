package io.perftune.plan;

import io.perftune.value.AaWorkload;
import io.perftune.value.EngineRun;
import io.perftune.value.Json;
import io.perftune.value.PointPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// The command line of one run of the streaming client that ships with this product.
///
/// argv carries every setting of the run; a key and header values that come from variables stand in
/// it as the names of these variables.
record BuiltinCommand(
    AaWorkload aa,
    int concurrency,
    PointPlan.Load load,
    PointPlan.Prompts prompts,
    String rawDirectory) {
  /// @param program how the client is started
  /// @param keyed the endpoint gets a key
  List<String> argv(List<String> program, boolean keyed) {
    List<String> argv = new ArrayList<>(program);
    AaWorkload.Endpoint endpoint = aa.endpoint();
    argv.addAll(
        List.of(
            "--url", endpoint.origin().toString(),
            "--endpoint", endpoint.path(),
            "--model", endpoint.model()));
    argv.addAll(
        List.of(
            "--concurrency", text(concurrency),
            "--request-count", text(load.requests()),
            "--warmup-request-count", text(load.warmup()),
            "--dataset", dataset()));
    argv.addAll(
        List.of(
            "--max-tokens-field", aa.output().capField(),
            "--max-tokens", text(load.maxOutputTokens()),
            "--extra-inputs", Json.line(ExtraInputs.of(aa.output(), load.floor()))));
    if (keyed) {
      argv.addAll(List.of("--key-variable", EngineRun.KEY_VARIABLE));
    }
    new TreeMap<>(endpoint.access().headers())
        .forEach((name, value) -> argv.addAll(List.of("--header", name + ": " + value)));
    if (endpoint.access().caFile() != null) {
      argv.addAll(List.of("--ca-file", endpoint.access().caFile()));
    }
    argv.addAll(timeouts());
    argv.addAll(List.of("--output-directory", rawDirectory));
    return argv;
  }

  private List<String> timeouts() {
    AaWorkload.Timeouts timeouts = aa.load().timeouts();
    return List.of(
        "--connect-timeout-seconds", text(timeouts.connect()),
        "--first-byte-timeout-seconds", text(timeouts.firstByte()),
        "--idle-timeout-seconds", text(timeouts.idle()),
        "--request-timeout-seconds", text(timeouts.request()));
  }

  private String dataset() {
    String dataset = prompts.dataset();
    if (dataset == null) {
      throw new IllegalStateException("the built-in client without a dataset");
    }
    return dataset;
  }

  private static String text(int number) {
    return Integer.toString(number);
  }
}
