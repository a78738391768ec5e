package io.perftune.verb.workload;

import static java.util.Objects.requireNonNull;

import io.perftune.value.AaMode;
import io.perftune.value.AaShape;
import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import io.perftune.verb.Context;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// One call of aa_workload: what it asks, beside what goes into each cell as it is.
///
/// @param input valid by the verb's schema, with defaults
/// @param shapes in the order in which they run, each once
/// @param concurrencies one point each
record WorkloadCall(
    ObjectNode input, List<AaShape> shapes, List<Integer> concurrencies, Context context) {
  private static final String AIPERF_BIN = "AIPERF_BIN";

  WorkloadCall {
    requireNonNull(input, "input is null");
    shapes = List.copyOf(shapes);
    concurrencies = List.copyOf(concurrencies);
    requireNonNull(context, "context is null");
  }

  /// Reads the call.
  ///
  /// @throws ProblemException where a shape is none, or stands there twice
  static WorkloadCall of(ObjectNode input, Context context) {
    List<Integer> concurrencies = new ArrayList<>();
    input.path("concurrency").forEach(number -> concurrencies.add(number.intValue()));
    return new WorkloadCall(
        input,
        shapes(input.required("shapes").asString()),
        concurrencies.isEmpty() ? List.of(1) : concurrencies,
        located(input, context));
  }

  private static List<AaShape> shapes(String text) {
    Set<AaShape> shapes = new LinkedHashSet<>();
    for (String label : text.split(",", -1)) {
      AaShape shape =
          AaShape.labelled(label.strip()).orElseThrow(() -> refused(label.strip() + " is none"));
      if (!shapes.add(shape)) {
        throw refused(shape.label() + " stands there twice");
      }
    }
    return List.copyOf(shapes);
  }

  private static ProblemException refused(String why) {
    String all =
        Arrays.stream(AaShape.values()).map(AaShape::label).collect(Collectors.joining(","));
    return new ProblemException(
        new Problem(
            "not-a-shape",
            "--shapes lists the shapes to run, and %s.".formatted(why),
            "--shapes",
            "Write some of " + all + ", separated by commas."));
  }

  /// The world in which the AIPerf is the one that the call names.
  private static Context located(ObjectNode input, Context context) {
    String named = Json.text(input, "aiperf_bin");
    Map<String, String> environment = new HashMap<>(context.environment());
    if (named != null) {
      environment.put(AIPERF_BIN, named);
    }
    return new Context(
        context.repositoryRoot(),
        context.workingDirectory(),
        environment,
        context.clock(),
        context.progress());
  }

  AaMode mode() {
    return AaMode.labelled(input.required("mode").asString());
  }

  boolean reasoning() {
    return input.required("reasoning").booleanValue();
  }

  boolean dryRun() {
    return input.required("dry_run").booleanValue();
  }

  /// The cap that the caller gave; null where there is none.
  @Nullable Long maxOutputTokens() {
    return Json.integer(input, "max_output_tokens");
  }

  String text(String property) {
    return input.required(property).asString();
  }

  Path artifactRoot() {
    return context.resolve(text("artifact_root"));
  }
}
