package io.perftune.client.http;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.DecoderException;
import io.perftune.wire.StreamEnd.Cause;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One of the closed loop's places: it sends a request, waits for its end, and sends the next, on a
/// connection of its own that it keeps for as long as the server does.
///
/// A request is sent once: nothing is retried, redirected or sent through a proxy. Everything runs
/// on the slot's event loop; [#run] and [#cancel] may be called from anywhere.
public final class Slot implements Inbound, Dial.Listener {
  private static final long LOOK_AGAIN_MS = 2;

  private final IdleTurns turns;
  private final EventLoop loop;
  private final Target target;
  private final Limits limits;
  private final Archive archive;
  private Requests requests = (_, taker) -> taker.accept(Optional.empty());
  private CompletableFuture<Void> done = CompletableFuture.completedFuture(null);
  private @Nullable Exchange exchange;
  private @Nullable Dial dial;
  private @Nullable Channel channel;
  private @Nullable Future<?> timer;
  private boolean cancelled;

  public Slot(IdleTurns turns, Target target, Limits limits, Archive archive) {
    this.turns = turns;
    this.loop = turns.loop();
    this.target = target;
    this.limits = limits;
    this.archive = archive;
  }

  /// Sends these requests one after the other; done when there are no more and the last has ended.
  public CompletableFuture<Void> run(Requests source) {
    CompletableFuture<Void> ended = new CompletableFuture<>();
    loop.execute(() -> {
      requests = source;
      done = ended;
      next();
    });
    return ended;
  }

  /// Ends the request under way, if there is one, and begins no other.
  public void cancel() {
    loop.execute(() -> {
      cancelled = true;
      finish(Cause.CANCELLED, "the run was cancelled", System.nanoTime());
    });
  }

  /// Closes the connection that is kept.
  public void close() {
    loop.execute(this::drop);
  }

  private void next() {
    if (!cancelled && archive.full()) {
      var _ = loop.schedule(this::next, LOOK_AGAIN_MS, TimeUnit.MILLISECONDS);
    } else {
      requests.take(loop, this::begin);
    }
  }

  /// A kept connection is looked at once more before it is used: the loop sees what came over its
  /// sockets, the end of a connection too, before it runs what is due by then.
  private void begin(Optional<Outgoing> taken) {
    if (taken.isEmpty()) {
      done.complete(null);
    } else if (channel == null) {
      start(taken.get());
    } else {
      var _ = loop.schedule(() -> start(taken.get()), 0, TimeUnit.NANOSECONDS);
    }
  }

  private void start(Outgoing request) {
    if (cancelled) {
      request.bytes().release();
      done.complete(null);
      return;
    }
    Channel kept = channel;
    if (kept != null && kept.isActive()) {
      send(Exchange.onKept(request), kept);
      return;
    }
    Exchange fresh = Exchange.connecting(request);
    exchange = fresh;
    dial = Dial.start(turns, target, this, this);
    watch();
  }

  @Override
  public void connected(Channel open, long connectNanos, @Nullable Long tlsNanos) {
    dial = null;
    channel = open;
    Exchange current = exchange;
    if (current != null) {
      current.connected(connectNanos, tlsNanos);
      send(current, open);
    }
  }

  @Override
  public void refused(String why) {
    dial = null;
    finish(Cause.CONNECT_FAILED, why, System.nanoTime());
  }

  private void send(Exchange current, Channel open) {
    exchange = current;
    open.writeAndFlush(current.send())
        .addListener(write -> {
          if (write.isSuccess()) {
            current.written();
          } else {
            current.failed(Dial.reason(write.cause()));
          }
        });
    watch();
  }

  @Override
  public void bytes(Channel from, long nanos, byte[] bytes) {
    Exchange current = exchange;
    if (!from.equals(channel)) {
      return;
    }
    if (current == null) {
      drop();
      return;
    }
    if (!current.keep(nanos, bytes, limits.bytes())) {
      String most = "more than %,d bytes came".formatted(limits.bytes());
      finish(Cause.TOO_MANY_BYTES, most, nanos);
    }
  }

  @Override
  public void whole(Channel from, long nanos, boolean reusable) {
    Exchange current = exchange;
    if (!from.equals(channel) || current == null) {
      return;
    }
    boolean keep = reusable && current.wasWritten();
    current.endedIn(nanos);
    conclude(current, Cause.COMPLETE, null, nanos);
    if (!keep) {
      drop();
    }
  }

  @Override
  public void malformed(Channel from) {
    if (from.equals(channel)) {
      finish(Cause.RESET, "what came is not HTTP/1.1", System.nanoTime());
    }
  }

  @Override
  public void failed(Channel from, Throwable cause) {
    if (from.equals(channel)) {
      Throwable root = cause instanceof DecoderException ? cause.getCause() : cause;
      String why = root instanceof IOException ? Dial.reason(root) : String.valueOf(root);
      finish(Cause.RESET, why, System.nanoTime());
    }
  }

  @Override
  public void closed(Channel from) {
    if (!from.equals(channel)) {
      return;
    }
    channel = null;
    Exchange current = exchange;
    if (current == null) {
      return;
    }
    String failure = current.failure();
    if (failure != null) {
      finish(Cause.RESET, failure, System.nanoTime());
    } else if (current.nothingCame()) {
      finish(Cause.EOF, "the server closed without a response", System.nanoTime());
    } else {
      finish(Cause.EOF, "the server closed before the response was whole", System.nanoTime());
    }
  }

  /// Ends what is under way, and its connection with it.
  private void finish(Cause cause, @Nullable String message, long nanos) {
    Exchange current = exchange;
    if (current != null) {
      conclude(current, cause, message, nanos);
      drop();
    }
  }

  private void conclude(Exchange current, Cause cause, @Nullable String message, long nanos) {
    exchange = null;
    if (timer != null) {
      timer.cancel(false);
    }
    archive.add(current.end(cause, message, nanos));
    loop.execute(this::next);
  }

  private void drop() {
    if (dial != null) {
      dial.cancel();
      dial = null;
    }
    Channel open = channel;
    channel = null;
    if (open != null) {
      var _ = open.close();
    }
  }

  /// Sets the timer to the deadline that comes next, or comes next if a byte comes meanwhile: no
  /// read sets a timer.
  private void watch() {
    Exchange current = exchange;
    if (timer != null) {
      timer.cancel(false);
    }
    if (current != null) {
      long delay = Math.max(0, current.nextLook(limits, System.nanoTime()));
      timer = loop.schedule(() -> look(current), delay, TimeUnit.NANOSECONDS);
    }
  }

  private void look(Exchange watched) {
    if (watched != exchange) {
      return;
    }
    Limits.Deadline deadline = watched.deadline(limits);
    long now = System.nanoTime();
    if (deadline.reached(now)) {
      finish(deadline.cause(), null, now);
    } else {
      watch();
    }
  }
}
