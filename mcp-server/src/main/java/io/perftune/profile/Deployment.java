package io.perftune.profile;

import static java.util.Objects.requireNonNull;

import io.perftune.config.Ceilings;
import io.perftune.value.Cell;
import io.perftune.value.Json;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// What was profiled: the cell, and of its deployment what readings are held against.
///
/// @param part its key in sol-ceilings.yaml; null where neither cell nor file says
/// @param gpus under the deployment; null where neither says
/// @param quant as the cell declares it; null where it is not known
public record Deployment(
    String cellId, @Nullable String part, @Nullable Long gpus, @Nullable String quant) {
  public Deployment {
    requireNonNull(cellId, "cellId is null");
  }

  /// What the cell declares; nothing of a cell that the campaign file does not describe.
  public static Deployment of(String cellId, Optional<Cell> cell) {
    if (cell.isEmpty()) {
      return new Deployment(cellId, null, null, null);
    }
    String key = cell.get().ceilingKey();
    ObjectNode declared = cell.get().declared();
    return new Deployment(
        cellId, key.isEmpty() ? null : key, gpus(declared), Json.text(declared, "quant"));
  }

  /// The same, with what a file says where the cell says nothing.
  Deployment with(ObjectNode file, Ceilings ceilings) {
    String hardware = Json.text(file, "hardware");
    String told = hardware == null ? null : ceilings.key(hardware).orElse(null);
    return new Deployment(
        cellId,
        part == null ? told : part,
        gpus == null ? Json.integer(file, "num_gpus") : gpus,
        quant);
  }

  /// Declared, else tensor x pipeline x data parallel.
  private static @Nullable Long gpus(ObjectNode declared) {
    Long own = Json.integer(declared, "num_gpus");
    Long tensor = Json.integer(declared, "tensor_parallel");
    Long pipeline = Json.integer(declared, "pipeline_parallel");
    Long data = Json.integer(declared, "data_parallel");
    if (own != null || tensor == null || pipeline == null || data == null) {
      return own;
    }
    return tensor * pipeline * data;
  }
}
