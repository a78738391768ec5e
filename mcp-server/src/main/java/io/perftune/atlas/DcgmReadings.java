package io.perftune.atlas;

import static java.util.Objects.requireNonNull;

import io.perftune.value.DcgmWindow;
import io.perftune.value.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The DCGM windows that a cell holds, and when its points were under load: what fills the `dcgm_`
/// columns of its rows, and makes the rigor of their %SoL L3.
///
/// A window belongs to a point where it names the point's concurrency, or none, and nine tenths of
/// it lie within the stretches in which the point's requests ran.
///
/// @param place the file, below the campaign
/// @param sha256 of the file
/// @param stretches concurrency -> one stretch a trial; none of a point without request records
public record DcgmReadings(
    String place, String sha256, List<DcgmWindow> windows, Map<Integer, List<Stretch>> stretches) {
  private static final double LEAST_SHARE = 0.9;

  private static final List<String> COLUMNS =
      List.of("dcgm_sm_active", "dcgm_dram_active", "dcgm_tensor_active");

  public DcgmReadings {
    requireNonNull(place, "place is null");
    requireNonNull(sha256, "sha256 is null");
    windows = List.copyOf(windows);
    stretches = Map.copyOf(stretches);
  }

  /// From the first request's start to the last one's end.
  public record Stretch(Instant start, Instant end) {
    public Stretch {
      requireNonNull(start, "start is null");
      requireNonNull(end, "end is null");
    }

    /// That stretch and this together.
    public Stretch with(Stretch other) {
      return new Stretch(
          start.isBefore(other.start) ? start : other.start,
          end.isAfter(other.end) ? end : other.end);
    }

    private double secondsIn(DcgmWindow window) {
      Instant from = start.isAfter(window.start()) ? start : window.start();
      Instant to = end.isBefore(window.end()) ? end : window.end();
      return Math.max(0, Duration.between(from, to).toNanos() / 1e9);
    }
  }

  /// A row of atlas_v1 with the readings of the window that belongs to it, or with the reason why
  /// none does; the row itself where it carries readings already, or is none.
  public JsonNode filled(JsonNode given) {
    boolean open =
        given.path("concurrency").canConvertToInt()
            && given.path("concurrency").isIntegralNumber()
            && COLUMNS.stream().noneMatch(column -> given.path(column).isNumber());
    if (!open || !(given.deepCopy() instanceof ObjectNode row)) {
      return given;
    }
    if (!(row.get("unmeasured") instanceof ObjectNode reasons)) {
      return given;
    }
    int concurrency = row.path("concurrency").intValue();
    Optional<DcgmWindow> window = nearest(concurrency);
    String foreign = foreign(concurrency, window);
    if (window.isPresent() && foreign == null) {
      put(row, reasons, window.get());
    } else {
      COLUMNS.forEach(column -> reasons.put(column, foreign));
    }
    return row;
  }

  /// The window that names the concurrency, else the one that names none.
  private Optional<DcgmWindow> nearest(int concurrency) {
    return windows.stream()
        .filter(window -> window.concurrency() == null || window.concurrency() == concurrency)
        .max(Comparator.comparing(window -> window.concurrency() != null));
  }

  /// Why no window belongs to the point; null where one does.
  private @Nullable String foreign(int concurrency, Optional<DcgmWindow> window) {
    List<Stretch> ran = stretches.getOrDefault(concurrency, List.of());
    if (window.isEmpty()) {
      return "%s has no window of concurrency %d".formatted(place, concurrency);
    }
    if (ran.isEmpty()) {
      return "the cell has no request records that say when the point ran, so no window of %s is known to be its own"
          .formatted(place);
    }
    DcgmWindow near = window.get();
    double share = share(near, ran);
    if (share >= LEAST_SHARE) {
      return null;
    }
    Stretch whole = ran.stream().reduce(Stretch::with).orElseThrow();
    return String.format(
        Locale.ROOT,
        "window %d of %s, %s to %s, lies to %.0f %% in the point's requests, which ran from %s to %s; it counts from 90 %% on",
        near.number(),
        place,
        near.start(),
        near.end(),
        Math.floor(share * 100),
        whole.start(),
        whole.end());
  }

  private static double share(DcgmWindow window, List<Stretch> ran) {
    return ran.stream().mapToDouble(stretch -> stretch.secondsIn(window)).sum() / window.seconds();
  }

  private void put(ObjectNode row, ObjectNode reasons, DcgmWindow window) {
    for (String column : COLUMNS) {
      String reading = column.substring("dcgm_".length()) + "_mean";
      Double mean = window.mean(reading);
      if (mean == null) {
        reasons.put(
            column,
            "a GPU of window %d in %s has no %s".formatted(window.number(), place, reading));
      } else {
        row.put(column, mean);
        reasons.remove(column);
      }
    }
    if (row.path("sol_pct").isNumber() && row.path("sol_rigor").isNull()) {
      row.put("sol_rigor", "L3");
      reasons.remove("sol_rigor");
    }
    if (row.get("extra") instanceof ObjectNode extra) {
      extra.set("dcgm_window", origin(window));
    }
  }

  private ObjectNode origin(DcgmWindow window) {
    return Json.object()
        .put("source_artifact", place)
        .put("source_artifact_sha256", sha256)
        .put("window", window.number())
        .put("start_utc", window.start().toString())
        .put("end_utc", window.end().toString())
        .put("gpus", window.gpus().size())
        .put("dram_Bps_per_gpu", window.bytes() / window.gpuSeconds());
  }
}
