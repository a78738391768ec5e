package io.perftune.outside;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What the outside tests need: the checkout, AIPerf, and a small campaign on a simulator.
final class Outside {
  static final Path CHECKOUT =
      Path.of(System.getProperty("checkout", "..")).toAbsolutePath().normalize();

  private Outside() {}

  /// A campaign of one cell, aa-1k at concurrency 1 and 2, against an endpoint.
  static Path campaign(Path directory, String endpoint, String model) throws IOException {
    return Files.writeString(
        directory.resolve("outside.yaml"),
        """
        name: outside
        next_lever: {change: another endpoint, unlock: another figure, gate: a full cell}
        cells:
          - cell_id: aa-1k
            backend: aa
            concurrencies: [1, 2]
            model: sim-8b
            model_path: not_applicable
            hardware: undisclosed
            quant: not_applicable
            kv_cache_dtype: not_applicable
            num_gpus: not_applicable
            tensor_parallel: not_applicable
            data_parallel: not_applicable
            pipeline_parallel: not_applicable
            expert_parallel: not_applicable
            parallel_strategy: not_applicable
            ep_mode: not_applicable
            max_num_seqs: not_applicable
            max_num_batched_tokens: not_applicable
            gpu_memory_utilization: not_applicable
            max_model_len: not_applicable
            cudagraph_mode: not_applicable
            enforce_eager: not_applicable
            async_scheduling: not_applicable
            enable_prefix_caching: not_applicable
            mtp: not_applicable
            num_speculative_tokens: not_applicable
            router_policy: not_applicable
            image: not_applicable
            serving_engine: simulator
            engine_version: not_applicable
            endpoint_kind: local
            reasoning: false
            reasoning_parser: none
            tool_call_parser: none
            auto_tool_choice: false
            cache_mode: cold
            tier: throughput
            aa:
              url: %s
              model: %s
              shape: aa-1k
              request_count: 3
              api_key_env: none
        """
            .formatted(endpoint, model));
  }

  /// A program of the checkout, such as `bin/perf-tune-report-mcp`.
  static String program(String path) {
    return CHECKOUT.resolve(path).toString();
  }

  /// A file that bin/test sets up; the test is skipped, and says so, where it is not there.
  static String installed(String path) {
    Path file = CHECKOUT.resolve(path);
    if (!Files.exists(file)) {
      String reason = "skipped: %s is not installed; bin/test sets it up".formatted(path);
      System.err.println(reason);
      abort(reason);
    }
    return file.toString();
  }

  /// Skips the test, and says so, where there is no AIPerf.
  static void needsAiperf() {
    if (System.getenv("AIPERF_BIN") == null) {
      String _ = installed(".venv-aiperf/.complete");
    }
  }

  /// Runs a program to its end and gives its exit code and everything that it printed.
  static Ended run(Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(command));
    builder.environment().put("PERFTUNE_NO_BUILD", "1");
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true);
    Process process = builder.start();
    process.getOutputStream().close();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), printed);
  }

  /// How a program ended.
  record Ended(int code, String printed) {}
}
