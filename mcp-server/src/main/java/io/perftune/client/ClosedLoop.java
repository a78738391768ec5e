package io.perftune.client;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.perftune.client.http.Archive;
import io.perftune.client.http.IdleTurns;
import io.perftune.client.http.Limits;
import io.perftune.client.http.Slot;
import io.perftune.client.http.Target;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// As many slots as requests are in flight, over a few event loops; phases run one after the other
/// and keep the connections.
final class ClosedLoop implements AutoCloseable {
  /// One event loop takes a quarter of a million reads a second; 64 streams 1 ms apart are 64,000.
  private static final int SLOTS_PER_LOOP = 64;

  private static final int MOST_LOOPS = 4;

  private final MultiThreadIoEventLoopGroup group;
  private final List<EventLoop> loops;
  private final List<Slot> slots;
  private @Nullable Outbox current;
  private boolean cancelled;

  ClosedLoop(Target target, Limits limits, Archive archive, int concurrency) {
    int threads = loops(concurrency, Runtime.getRuntime().availableProcessors());
    group =
        new MultiThreadIoEventLoopGroup(
            threads, new DefaultThreadFactory("slots", true), NioIoHandler.newFactory());
    loops = IntStream.range(0, threads).<EventLoop>mapToObj(_ -> group.next()).toList();
    List<IdleTurns> turns = loops.stream().map(IdleTurns::new).toList();
    slots =
        IntStream.range(0, concurrency)
            .mapToObj(index -> new Slot(turns.get(index % threads), target, limits, archive))
            .toList();
  }

  /// How many event loops so many slots get: one processor stays free for everything else.
  static int loops(int concurrency, int processors) {
    int wanted = Math.ceilDiv(concurrency, SLOTS_PER_LOOP);
    return Math.clamp(Math.min(wanted, processors - 1), 1, MOST_LOOPS);
  }

  List<EventLoop> loops() {
    return loops;
  }

  /// Sends all of these requests and waits for the last to end; after [#cancel] none.
  ///
  /// @throws IOException where one could not be made
  void run(Outbox outbox) throws IOException, InterruptedException {
    if (!begin(outbox)) {
      return;
    }
    outbox.start();
    CompletableFuture.allOf(
            slots.stream().map(slot -> slot.run(outbox)).toArray(CompletableFuture[]::new))
        .join();
    IOException failure = outbox.failure();
    if (failure != null) {
      throw failure;
    }
  }

  /// Ends what is in flight and begins nothing more; from any thread.
  synchronized void cancel() {
    cancelled = true;
    if (current != null) {
      current.close();
    }
    slots.forEach(Slot::cancel);
  }

  @Override
  public void close() {
    slots.forEach(Slot::close);
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  private synchronized boolean begin(Outbox outbox) {
    current = outbox;
    return !cancelled;
  }
}
