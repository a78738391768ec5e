package io.perftune.mcp;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// The warnings of one call on their way to the client; the verb never waits for them, and where
/// the client does not read, the later ones are dropped, because the reply repeats them all.
final class CallLog implements AutoCloseable {
  private static final int WAITING = 100;

  private final Consumer<String> client;
  private final ExecutorService sender =
      new ThreadPoolExecutor(
          0,
          1,
          1,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(WAITING),
          Thread.ofVirtual().name("log").factory(),
          new ThreadPoolExecutor.DiscardPolicy());

  CallLog(Consumer<String> client) {
    this.client = requireNonNull(client, "client is null");
  }

  /// Sends a warning, soon.
  void warn(String message) {
    sender.execute(() -> client.accept(message));
  }

  /// Sends what is left; nothing is sent afterwards.
  @Override
  public void close() {
    sender.close();
  }
}
