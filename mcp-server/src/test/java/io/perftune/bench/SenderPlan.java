package io.perftune.bench;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/// How the lean sender answers a request; the request's model says it, as in `sender?gap_us=10000`.
///
/// @param gapNanos from one write to the next of a stream; 0: as fast as the socket takes them
/// @param firstNanos from arrival to the first write, at least
/// @param tokens of the answer; each is an event and a chunk of its own
/// @param events in one write, and so in one segment as long as the reader keeps up
record SenderPlan(long gapNanos, long firstNanos, int tokens, int events) {
  private static final long NANOS_PER_US = 1_000;
  private static final int FIRST_US = 60_000;

  /// The model that asks for it: so many tokens, with so many events in each write.
  static String model(int gapUs, int tokens, int events) {
    return "sender?gap_us=%d&first_us=%d&tokens=%d&events=%d"
        .formatted(gapUs, gapUs == 0 ? 0 : FIRST_US, tokens, events);
  }

  static SenderPlan of(String model) {
    Map<String, Integer> values = new HashMap<>();
    for (String pair : model.substring(model.indexOf('?') + 1).split("&", -1)) {
      String[] parts = pair.split("=", 2);
      values.put(parts[0], Integer.valueOf(parts[1]));
    }
    return new SenderPlan(
        NANOS_PER_US * value(values, "gap_us"),
        NANOS_PER_US * value(values, "first_us"),
        value(values, "tokens"),
        value(values, "events"));
  }

  private static int value(Map<String, Integer> values, String name) {
    return Objects.requireNonNull(values.get(name), name);
  }

  boolean paced() {
    return gapNanos > 0;
  }
}
