package io.perftune.wire;

import static java.util.Objects.requireNonNull;

import io.perftune.value.Json;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Which request a stream answers: the bytes of a META frame, whose nanos are the request's t0.
///
/// @param phase `profiling`, or `warmup` (never counted)
/// @param row of the dataset, from 0
/// @param startEpochNs the wall clock at t0
public record StreamMeta(String requestId, String phase, int row, long startEpochNs) {
  public StreamMeta {
    requireNonNull(requestId, "requestId is null");
    requireNonNull(phase, "phase is null");
  }

  /// As a META frame carries it.
  public byte[] json() {
    return Json.MAPPER.writeValueAsBytes(
        Json.object()
            .put("request_id", requestId)
            .put("phase", phase)
            .put("row", row)
            .put("start_epoch_ns", startEpochNs));
  }

  /// What [#json] wrote.
  ///
  /// @throws IllegalArgumentException where the bytes are something else
  public static StreamMeta of(byte[] json) {
    try {
      JsonNode node = Json.MAPPER.readTree(json);
      return new StreamMeta(
          node.required("request_id").stringValue(),
          node.required("phase").stringValue(),
          node.required("row").intValue(),
          node.required("start_epoch_ns").longValue());
    } catch (JacksonException e) {
      throw new IllegalArgumentException("not a META: " + e.getOriginalMessage(), e);
    }
  }
}
