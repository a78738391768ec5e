package io.perftune.engine.settle;

import static java.util.Objects.requireNonNull;

import io.perftune.engine.http.HttpCall;
import io.perftune.engine.http.HttpExchange;
import io.perftune.engine.http.HttpReply;
import io.perftune.engine.http.JdkExchange;
import io.perftune.value.AaWorkload;
import io.perftune.value.Json;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/// Sends completions of which only the ending is of interest, one at a time.
public final class Completion implements AutoCloseable {
  private static final int MAX_BYTES = 64 << 20;
  private static final int TICK_S = 5;

  private final AaWorkload aa;
  private final Entrance entrance;
  private final HttpExchange exchange;

  /// One that sends from this machine.
  ///
  /// @throws io.perftune.value.ProblemException where the certificates cannot be read
  public Completion(AaWorkload aa, Entrance entrance) {
    this(
        aa,
        entrance,
        new JdkExchange(Duration.ofSeconds(aa.load().timeouts().connect()), entrance.trust()));
  }

  /// @param exchange from where it is sent; closed with this
  public Completion(AaWorkload aa, Entrance entrance, HttpExchange exchange) {
    this.aa = requireNonNull(aa, "aa is null");
    this.entrance = requireNonNull(entrance, "entrance is null");
    this.exchange = requireNonNull(exchange, "exchange is null");
  }

  /// Sends one and waits for its end.
  ///
  /// @param tick told every five seconds how long it has been
  /// @throws InterruptedException after the request was given up
  public Answered send(ObjectNode body, Consumer<Duration> tick) throws InterruptedException {
    HttpCall call = call(body);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<HttpReply> reply = threads.submit(() -> exchange.send(call));
      try {
        return answered(reply, tick);
      } finally {
        reply.cancel(true);
      }
    }
  }

  /// The exchange ends by itself when its limit has passed.
  private Answered answered(Future<HttpReply> reply, Consumer<Duration> tick)
      throws InterruptedException {
    for (int waited = TICK_S; ; waited += TICK_S) {
      try {
        return judged(reply.get(TICK_S, TimeUnit.SECONDS));
      } catch (ExecutionException e) {
        throw new IllegalStateException(e.getCause());
      } catch (TimeoutException _) {
        tick.accept(Duration.ofSeconds(waited));
      }
    }
  }

  private Answered judged(HttpReply reply) {
    return switch (reply) {
      case HttpReply.Answer answer when answer.stopped() ->
          new Answered.Failed("the answer is longer than %d bytes".formatted(MAX_BYTES));
      case HttpReply.Answer answer -> Answered.of(answer.status(), answer.body());
      case HttpReply.None none when none.failure() == HttpReply.Failure.TIMED_OUT ->
          new Answered.Failed(
              "no whole answer within %d s, or no first byte within %d s (aa.timeouts)"
                  .formatted(aa.load().timeouts().request(), aa.load().timeouts().firstByte()));
      case HttpReply.None none -> new Answered.Failed(Excerpt.of(none.detail()));
    };
  }

  private HttpCall call(ObjectNode body) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.put("Content-Type", "application/json");
    headers.put("Accept", "text/event-stream, application/json");
    if (entrance.key() != null) {
      headers.put("Authorization", "Bearer " + entrance.key().reveal());
    }
    aa.endpoint()
        .access()
        .headers()
        .forEach((name, value) -> headers.put(name, entrance.header(value)));
    return new HttpCall(
        URI.create(aa.endpoint().origin() + aa.endpoint().path()),
        headers,
        Json.line(body),
        new HttpCall.Limits(
            Duration.ofSeconds(aa.load().timeouts().firstByte()),
            Duration.ofSeconds(aa.load().timeouts().request()),
            MAX_BYTES,
            Integer.MAX_VALUE));
  }

  @Override
  public void close() {
    exchange.close();
  }
}
