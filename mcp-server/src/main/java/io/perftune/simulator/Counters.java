package io.perftune.simulator;

import io.perftune.simulator.answer.Drafts;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/// What `/metrics` counts of one model, from the start of the simulator on. Thread-safe.
final class Counters {
  /// The reasons under which vLLM counts its requests.
  static final List<String> REASONS = List.of("stop", "length", "abort", "error");

  final LongAdder promptTokens = new LongAdder();
  final LongAdder cachedTokens = new LongAdder();
  final LongAdder generatedTokens = new LongAdder();
  final LongAdder drafts = new LongAdder();
  final LongAdder draftTokens = new LongAdder();
  private final Map<String, LongAdder> requests = new ConcurrentHashMap<>();
  private final List<LongAdder> accepted;

  Counters(int draftTokens) {
    accepted = IntStream.range(0, draftTokens).mapToObj(_ -> new LongAdder()).toList();
  }

  void prompt(int tokens, int cached) {
    promptTokens.add(tokens);
    cachedTokens.add(cached);
  }

  void ended(String reason) {
    requests.computeIfAbsent(reason, _ -> new LongAdder()).increment();
  }

  void drafted(Drafts made) {
    drafts.add(made.drafts());
    draftTokens.add(made.draftTokens());
    for (int position = 0; position < made.acceptedByPosition().size(); position++) {
      accepted.get(position).add(made.acceptedByPosition().get(position));
    }
  }

  long requests(String reason) {
    LongAdder count = requests.get(reason);
    return count == null ? 0 : count.sum();
  }

  /// Accepted draft tokens by their place in the draft.
  List<Long> accepted() {
    return accepted.stream().map(LongAdder::sum).toList();
  }
}
