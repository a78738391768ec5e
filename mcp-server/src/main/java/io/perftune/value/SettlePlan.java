package io.perftune.value;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What a plan sends and waits before and between its points, none of which is counted.
///
/// @param prewarm one completion each
/// @param burnIn the load of the first point, run once more; null where there is no burn-in
/// @param concurrency of the burn-in; 0 where there is none
/// @param pauseS seconds of quiet before each point; null where there is none
/// @param expected a rough guess of how long all of it takes
public record SettlePlan(
    List<Prewarm> prewarm,
    PointPlan.@Nullable Load burnIn,
    int concurrency,
    @Nullable Integer pauseS,
    Duration expected) {
  public SettlePlan {
    prewarm = List.copyOf(prewarm);
    requireNonNull(expected, "expected is null");
  }

  /// One completion of a shape.
  ///
  /// @param maxOutputTokens the cap
  public record Prewarm(AaShape shape, int maxOutputTokens) {
    public Prewarm {
      requireNonNull(shape, "shape is null");
    }
  }

  /// Warm-up included.
  public long requests() {
    return (long) prewarm.size() + (burnIn == null ? 0 : burnIn.allRequests());
  }

  /// Prompt tokens, warm-up included.
  public long inputTokens() {
    long first = burnIn == null ? 0 : (long) burnIn.allRequests() * burnIn.inputTokens();
    return first + prewarm.stream().mapToLong(each -> each.shape().inputTokens()).sum();
  }

  /// Output tokens at the most, warm-up included.
  public long outputTokens() {
    long first = burnIn == null ? 0 : (long) burnIn.allRequests() * burnIn.maxOutputTokens();
    return first + prewarm.stream().mapToLong(Prewarm::maxOutputTokens).sum();
  }

  /// One line for a person; empty where nothing is done.
  public String text() {
    List<String> steps = new ArrayList<>();
    if (!prewarm.isEmpty()) {
      steps.add(
          prewarm.stream()
              .map(each -> each.shape().label())
              .collect(Collectors.joining(", ", "prewarm with one completion of ", "")));
    }
    if (burnIn != null) {
      steps.add(
          "burn-in at c=%d with %d requests after %d warm-up"
              .formatted(concurrency, burnIn.requests(), burnIn.warmup()));
    }
    if (pauseS != null) {
      steps.add("%d s of quiet before each point".formatted(pauseS));
    }
    return steps.isEmpty() ? "" : "settle, never counted: " + String.join("; ", steps);
  }
}
