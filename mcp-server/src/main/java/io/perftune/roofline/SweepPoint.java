package io.perftune.roofline;

import static java.util.Objects.requireNonNull;

import io.perftune.value.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// One line of a sweep, checked: whole numbers from 1, rates that are there, nothing negative.
///
/// @param concurrency of the whole deployment
/// @param line as the file has it
/// @param where its file and line
public record SweepPoint(
    Phase phase, int concurrency, int isl, int osl, int numPrompts, ObjectNode line, String where) {
  public SweepPoint {
    requireNonNull(phase, "phase is null");
    line = line.deepCopy();
    requireNonNull(where, "where is null");
  }

  /// What a sweep varies.
  public enum Phase {
    DECODE,
    PREFILL;

    /// The word in rows and file names.
    public String label() {
      return this == DECODE ? "decode" : "prefill";
    }
  }

  /// The sweep's own name of the point; null where it gives none.
  public @Nullable String tag() {
    return Json.text(line, "tag");
  }

  /// A figure of the load generator; null where the line has none.
  public @Nullable Double bench(String figure) {
    return Json.number(line.path("bench"), figure);
  }

  /// A mean over the steady window; null where the line has none.
  public @Nullable Double dcgm(String figure) {
    return Json.number(line.path("dcgm_steady"), figure);
  }

  /// Tokens a second behind the coordinates: generated ones, or prompt tokens over the duration.
  public double rate() {
    JsonNode bench = line.required("bench");
    return switch (phase) {
      case DECODE -> bench.required("output_throughput").doubleValue();
      case PREFILL ->
          bench.required("total_input_tokens").doubleValue()
              / bench.required("duration").doubleValue();
    };
  }

  /// Requests that a decode point should have had at least.
  public int requiredPrompts() {
    return 2 * concurrency;
  }

  /// Whether throughput is under-counted: with fewer than twice as many requests as are in flight,
  /// the ramps at both ends are a large part of the window.
  public boolean undercounted() {
    return phase == Phase.DECODE && concurrency >= 16 && numPrompts < requiredPrompts();
  }
}
