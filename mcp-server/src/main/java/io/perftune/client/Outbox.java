package io.perftune.client;

import io.perftune.client.http.Outgoing;
import io.perftune.client.http.Requests;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The requests of one phase in order, made ahead of time by a thread of its own, so that no event
/// loop reads a file or builds a body.
final class Outbox implements Requests {
  private static final long MOST_BYTES = 64L << 20;

  private final Making making;
  private final int until;
  private final int ahead;
  private final Deque<Outgoing> ready = new ArrayDeque<>();
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private int next;
  private long bytes;
  private boolean over;
  private @Nullable IOException failure;

  /// Makes the request with a number.
  @FunctionalInterface
  interface Making {
    Outgoing request(int number) throws IOException;
  }

  private record Waiting(Executor executor, Consumer<Optional<Outgoing>> taker) {
    void give(Optional<Outgoing> request) {
      executor.execute(() -> taker.accept(request));
    }
  }

  /// @param first the number of the first request
  /// @param until the number after the last
  /// @param ahead how many are made before they are asked for, at most
  Outbox(Making making, int first, int until, int ahead) {
    this.making = making;
    this.next = first;
    this.until = until;
    this.ahead = ahead;
  }

  /// Begins, and returns when as many are ready as are made ahead.
  void start() throws InterruptedException {
    Thread.ofPlatform().daemon().name("prompts").start(this::make);
    synchronized (this) {
      while (!over && hasRoom()) {
        wait();
      }
    }
  }

  @Override
  public synchronized void take(Executor executor, Consumer<Optional<Outgoing>> taker) {
    Waiting waiter = new Waiting(executor, taker);
    Outgoing first = ready.poll();
    if (first != null) {
      bytes -= first.bytes().readableBytes();
      waiter.give(Optional.of(first));
      notifyAll();
    } else if (over) {
      waiter.give(Optional.empty());
    } else {
      waiting.add(waiter);
    }
  }

  /// Hands out no more.
  synchronized void close() {
    ready.forEach(request -> request.bytes().release());
    ready.clear();
    end();
  }

  /// Why not all could be made; null where nothing went wrong.
  synchronized @Nullable IOException failure() {
    return failure;
  }

  private void make() {
    try {
      for (int number = reserve(); number >= 0; number = reserve()) {
        hand(making.request(number));
      }
    } catch (IOException e) {
      fail(e);
    } catch (RuntimeException e) {
      fail(new IOException("a request could not be made: " + e.getMessage(), e));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      close();
    }
  }

  /// The number to make next, when there is room for it; -1: there is none.
  private synchronized int reserve() throws InterruptedException {
    while (!over && next < until && !hasRoom()) {
      wait();
    }
    if (over || next >= until) {
      end();
      return -1;
    }
    return next++;
  }

  private synchronized void hand(Outgoing made) {
    Waiting waiter = waiting.poll();
    if (over) {
      made.bytes().release();
    } else if (waiter != null) {
      waiter.give(Optional.of(made));
    } else {
      ready.add(made);
      bytes += made.bytes().readableBytes();
      notifyAll();
    }
  }

  private synchronized void fail(IOException cause) {
    failure = cause;
    close();
  }

  private void end() {
    over = true;
    waiting.forEach(waiter -> waiter.give(Optional.empty()));
    waiting.clear();
    notifyAll();
  }

  private boolean hasRoom() {
    return ready.isEmpty() || (ready.size() < ahead && bytes < MOST_BYTES);
  }
}
