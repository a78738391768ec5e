package io.perftune.plan;

import io.perftune.value.AaWorkload;
import io.perftune.value.Json;
import tools.jackson.databind.node.ObjectNode;

/// What every request of the workload carries beside prompt, model and cap: AA's sampling, the
/// guarantee where it is asked for, and the cell's own fields.
final class ExtraInputs {
  private ExtraInputs() {}

  /// @param floor answer tokens that are asked for at least
  static ObjectNode of(AaWorkload.Output output, int floor) {
    ObjectNode extra = Json.object().put("temperature", 0).put("top_p", 1);
    if (output.extraOutputControls()) {
      extra.put("min_tokens", floor).put("ignore_eos", true);
    }
    extra.setAll(output.extraBody().deepCopy());
    return extra;
  }
}
