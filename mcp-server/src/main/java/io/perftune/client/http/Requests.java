package io.perftune.client.http;

import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/// Where a slot gets its next request from. Thread-safe.
@FunctionalInterface
public interface Requests {
  /// Hands over the next request, now or later, on the executor's thread; empty: there is none any
  /// more.
  void take(Executor executor, Consumer<Optional<Outgoing>> taker);
}
