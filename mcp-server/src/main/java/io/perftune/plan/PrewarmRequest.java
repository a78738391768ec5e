package io.perftune.plan;

import io.perftune.value.AaWorkload;
import io.perftune.value.Json;
import io.perftune.value.SettlePlan;
import tools.jackson.databind.node.ObjectNode;

/// The body of a completion that is asked for and not measured, with the same members as the
/// workload's own requests.
public final class PrewarmRequest {
  private PrewarmRequest() {}

  /// A streamed chat completion of one shape.
  public static ObjectNode of(AaWorkload aa, SettlePlan.Prewarm prewarm, String prompt) {
    ObjectNode body = Json.object().put("model", aa.endpoint().model());
    body.putArray("messages").addObject().put("role", "user").put("content", prompt);
    body.put("stream", true);
    body.putObject("stream_options").put("include_usage", true);
    body.put(aa.output().capField(), prewarm.maxOutputTokens());
    body.setAll(ExtraInputs.of(aa.output(), prewarm.shape().answerTokens()));
    return body;
  }
}
