package io.perftune.atlas;

import static java.util.Objects.requireNonNull;

import io.perftune.config.Ceilings;
import io.perftune.speedoflight.Decode;
import io.perftune.speedoflight.Deployment;
import io.perftune.speedoflight.KvFormat;
import io.perftune.speedoflight.ModelConfig;
import io.perftune.speedoflight.Parallelism;
import io.perftune.speedoflight.Peaks;
import io.perftune.speedoflight.WeightFormat;
import io.perftune.value.Cell;
import io.perftune.value.Json;
import io.perftune.value.ProblemException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What a cell's figures are held to: its model as it is served, and the peaks of its hardware.
///
/// @param known null where something of it is not declared or not understood
/// @param why there is none; empty where there is one
public record Roof(@Nullable Known known, String why) {
  /// Said of a cell that names no model_config.
  static final String NO_EVIDENCE = "no roofline evidence";

  public Roof {
    requireNonNull(why, "why is null");
  }

  /// A roof that can be computed with.
  public record Known(Deployment deployment, Peaks peaks) {
    public Known {
      requireNonNull(deployment, "deployment is null");
      requireNonNull(peaks, "peaks is null");
    }

    /// The decode of a row at its own concurrency and lengths.
    Decode decode(double concurrency, double inputTokens, double outputTokens) {
      return Decode.of(deployment, concurrency, inputTokens, outputTokens);
    }
  }

  /// The roof of a cell.
  ///
  /// @param modelConfig the model's config.json; null where the campaign holds none
  public static Roof of(Cell cell, @Nullable JsonNode modelConfig) {
    ObjectNode declared = cell.declared();
    if (cell.ceilingKey().isEmpty()) {
      return new Roof(null, "hardware " + declared.required("hardware").asString());
    }
    if (modelConfig == null) {
      return new Roof(null, NO_EVIDENCE);
    }
    try {
      Deployment deployment =
          new Deployment(
              ModelConfig.read(modelConfig),
              WeightFormat.named(
                  declared.path("quant").asString(""), ModelConfig.groupSize(modelConfig)),
              KvFormat.named(declared.path("kv_cache_dtype").asString("")),
              new Parallelism(
                  degree(declared, "tensor_parallel"),
                  degree(declared, "pipeline_parallel"),
                  degree(declared, "data_parallel"),
                  "EP".equals(Json.text(declared, "parallel_strategy"))));
      Ceilings ceilings = Ceilings.load();
      Peaks peaks =
          Peaks.of(
              cell.ceilingKey(),
              deployment.weights().compute(),
              path -> ceilings.ceiling(path).map(Ceilings.Ceiling::value).orElse(null));
      return peaks == null
          ? new Roof(null, "the HBM peak of " + cell.ceilingKey() + " is not known")
          : new Roof(new Known(deployment, peaks), "");
    } catch (ProblemException e) {
      return new Roof(null, e.problems().getFirst().message());
    }
  }

  /// A degree of parallelism; 0, which is refused, where none is declared.
  private static int degree(ObjectNode declared, String key) {
    return declared.path(key).asInt(0);
  }
}
