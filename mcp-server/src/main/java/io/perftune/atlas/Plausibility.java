package io.perftune.atlas;

import io.perftune.value.RequestRecord;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Holds the times of each request against each other, whoever measured it: a request lasts as long
/// as its TTFT and, for each token after the first, its ITL; and its first answer token comes
/// neither before its first token nor after its last.
public final class Plausibility {
  /// Relative: an engine may have rounded.
  private static final double TOLERANCE = 1e-6;

  private Plausibility() {}

  /// A sentence on the first request that contradicts itself, with how many do; none where none
  /// does. A time that a request lacks contradicts nothing.
  public static List<String> differences(List<RequestRecord> records) {
    List<String> found =
        records.stream().map(Plausibility::contradiction).filter(Objects::nonNull).toList();
    return found.isEmpty()
        ? List.of()
        : List.of(
            "%s %d of %d requests contradict themselves so."
                .formatted(found.getFirst(), found.size(), records.size()));
  }

  private static @Nullable String contradiction(RequestRecord record) {
    RequestRecord.Timing timing = record.timing();
    Double first = timing.ttftMs();
    Double answer = timing.ttfoMs();
    Double last = timing.latencyMs();
    if (first == null || last == null) {
      return null;
    }
    if (above(first, last) || (answer != null && (above(first, answer) || above(answer, last)))) {
      return "Request %s has its first token after %s ms, its first answer token after %s ms and its last after %s ms."
          .formatted(record.key().requestId(), first, answer, last);
    }
    Double gap = timing.itlMs();
    Integer tokens = record.tokens().output();
    if (gap == null || tokens == null || tokens < 2) {
      return null;
    }
    double sum = first + gap * (tokens - 1);
    return above(sum, last) || above(last, sum)
        ? "Request %s lasts %s ms, and %s ms by its TTFT and %d tokens %s ms apart."
            .formatted(record.key().requestId(), last, sum, tokens, gap)
        : null;
  }

  private static boolean above(double one, double other) {
    return one - other > TOLERANCE * Math.abs(other);
  }
}
