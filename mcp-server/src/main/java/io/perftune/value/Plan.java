package io.perftune.value;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/// What one call of cell_run would do to an endpoint, and what that costs.
///
/// @param points in the order in which they are measured
/// @param settle what is sent and waited beside the points
/// @param preflight what is sent before all of it, at the most
/// @param diskBytes what the run may write at the most, roughly
/// @param temporaryBytes what it may need of that in the temporary directory at one time
public record Plan(
    Cell cell,
    List<PointPlan> points,
    SettlePlan settle,
    Preflight.Cost preflight,
    long diskBytes,
    long temporaryBytes) {
  public Plan {
    requireNonNull(cell, "cell is null");
    points = List.copyOf(points);
    requireNonNull(settle, "settle is null");
    requireNonNull(preflight, "preflight is null");
  }

  /// Warm-up, settling and preflight included.
  public long requests() {
    return pointRequests() + settle.requests() + preflight.requests();
  }

  /// Those of the points alone, warm-up included.
  public long pointRequests() {
    return points.stream().mapToLong(point -> point.load().allRequests()).sum();
  }

  /// Prompt tokens, warm-up, settling and preflight included.
  public long inputTokens() {
    return settle.inputTokens()
        + preflight.inputTokens()
        + points.stream()
            .mapToLong(point -> (long) point.load().allRequests() * point.load().inputTokens())
            .sum();
  }

  /// Output tokens at the most, warm-up, settling and preflight included.
  public long outputTokens() {
    return settle.outputTokens()
        + preflight.outputTokens()
        + points.stream()
            .mapToLong(point -> (long) point.load().allRequests() * point.load().maxOutputTokens())
            .sum();
  }

  /// A rough guess of how long it takes.
  public Duration expected() {
    return points.stream()
        .map(point -> point.load().expected())
        .reduce(settle.expected(), Duration::plus);
  }

  /// The endpoint that is asked.
  public String endpoint() {
    AaWorkload.Endpoint endpoint = cell.aa().endpoint();
    return endpoint.origin() + endpoint.path();
  }

  /// The plan's cost as replies carry it.
  public ObjectNode cost() {
    return Json.object()
        .put("requests", requests())
        .put("input_tokens", inputTokens())
        .put("output_tokens", outputTokens())
        .put("endpoint", endpoint())
        .put("duration_s", expected().toSeconds())
        .put("disk_bytes", diskBytes);
  }

  /// The plan in a few lines for a person.
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append(
        "Plan for %s (%s, %s): %d requests to %s, %,d input tokens, up to %,d output tokens, roughly %s, up to %d MB on disk."
            .formatted(
                cell.cellId(),
                cell.aa().shape().label(),
                cell.aa().mode().label(),
                requests(),
                endpoint(),
                inputTokens(),
                outputTokens(),
                rough(expected()),
                Math.ceilDiv(diskBytes, 1_000_000)));
    Stream.of(preflight.text(), settle.text())
        .filter(line -> !line.isEmpty())
        .forEach(line -> text.append("%n  %s".formatted(line)));
    boolean several = cell.aa().load().trials() > 1;
    for (PointPlan point : points) {
      text.append(
          "%n  c=%d%s: %d requests after %d warm-up, seed %d"
              .formatted(
                  point.concurrency(),
                  several ? " t=" + point.trial() : "",
                  point.load().requests(),
                  point.load().warmup(),
                  point.prompts().seed()));
    }
    return text.toString().replace("\r\n", "\n");
  }

  private static String rough(Duration duration) {
    long minutes = Math.ceilDiv(duration.toSeconds(), 60);
    return minutes < 120 ? minutes + " min" : Math.ceilDiv(minutes, 60) + " h";
  }
}
