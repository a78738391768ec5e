package io.perftune.value;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What the measuring client saw of its own lateness while a point was measured.
///
/// On each event loop a one-shot task of 1 ms re-arms itself; how late it comes is a sample.
///
/// @param probeP50Ms median lateness, ms
/// @param probeP99Ms 99th percentile of the lateness, ms: the error bar of the point's stamps
/// @param probeMaxMs longest lateness, ms
/// @param stallShare time in latenesses of more than 1 ms, over the point's duration
/// @param runShare share of the point's duration that the loop's thread ran; null where the system
///   does not tell
/// @param waitShare share that it waited for a processor; null where the system does not tell
/// @param unmeasured why the two shares are null; null where they are not
public record ClientHealth(
    double probeP50Ms,
    double probeP99Ms,
    double probeMaxMs,
    double stallShare,
    @Nullable Double runShare,
    @Nullable Double waitShare,
    @Nullable String unmeasured) {
  public ClientHealth {
    if ((runShare == null || waitShare == null) && unmeasured == null) {
      throw new IllegalArgumentException("a share is absent without a reason");
    }
  }

  /// As client.json carries it.
  public ObjectNode json() {
    return Json.object()
        .put("probe_p50_ms", probeP50Ms)
        .put("probe_p99_ms", probeP99Ms)
        .put("probe_max_ms", probeMaxMs)
        .put("stall_share", stallShare)
        .put("run_share", runShare)
        .put("wait_share", waitShare)
        .put("unmeasured", unmeasured);
  }

  /// What [#json] wrote.
  public static ClientHealth of(JsonNode json) {
    return new ClientHealth(
        number(json, "probe_p50_ms"),
        number(json, "probe_p99_ms"),
        number(json, "probe_max_ms"),
        number(json, "stall_share"),
        Json.number(json, "run_share"),
        Json.number(json, "wait_share"),
        Json.text(json, "unmeasured"));
  }

  private static double number(JsonNode json, String name) {
    return requireNonNull(Json.number(json, name), name + " is null");
  }
}
