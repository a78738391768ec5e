package io.perftune.mcp;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// The tool calls under way, by the id of their request.
final class Calls {
  private final int limit;
  private final Map<Object, Call> running = new ConcurrentHashMap<>();

  /// @param limit of calls at once
  Calls(int limit) {
    this.limit = limit;
  }

  /// Why a call cannot begin; empty where it can.
  Optional<String> objection(Object id) {
    if (running.containsKey(id)) {
      return Optional.of("A request with this id is still running.");
    }
    return running.size() < limit
        ? Optional.empty()
        : Optional.of("%d calls are running; wait until one has ended.".formatted(limit));
  }

  /// Begins a call. Only the thread that reads requests begins calls, so what it was told by
  /// [#objection] still holds.
  void begin(Object id, Consumer<Call> work) {
    Call call = new Call(id, work, () -> running.remove(id));
    running.put(id, call);
    call.start();
  }

  /// The call under that id, while it runs.
  Optional<Call> running(Object id) {
    return Optional.ofNullable(running.get(id));
  }

  /// Cancels every call and waits until all are over.
  ///
  /// @return whether they are
  boolean stop(Duration patience) throws InterruptedException {
    List<Call> calls = List.copyOf(running.values());
    calls.forEach(Call::cancel);
    long deadline = System.nanoTime() + patience.toNanos();
    boolean over = true;
    for (Call call : calls) {
      over &= call.over(Duration.ofNanos(deadline - System.nanoTime()));
    }
    return over;
  }
}
