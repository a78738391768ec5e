package io.perftune.engine.metrics;

import static java.util.Objects.requireNonNull;

import io.perftune.engine.http.HttpCall;
import io.perftune.engine.http.HttpExchange;
import io.perftune.engine.http.HttpReply;
import io.perftune.value.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads an engine's metrics page once: no redirect, no retry, a limit in time and one in bytes. A
/// failure is a reason, not an error: metrics are never worth a point.
///
/// @param limit for the whole page
/// @param mostBytes a longer page is not read
public record MetricsScrape(Duration limit, int mostBytes) {
  /// 10 s and 16 MiB.
  public static final MetricsScrape DEFAULT = new MetricsScrape(Duration.ofSeconds(10), 16 << 20);

  public MetricsScrape {
    requireNonNull(limit, "limit is null");
  }

  /// Reads a page.
  ///
  /// @param key sent as a bearer token; null for none. Taken out of a page that repeats it
  /// @param exchange from where it is asked
  public Scrape read(URI page, @Nullable Secret key, HttpExchange exchange) {
    HttpCall call =
        new HttpCall(
            page,
            key == null ? Map.of() : Map.of("Authorization", "Bearer " + key.reveal()),
            null,
            new HttpCall.Limits(limit, limit, mostBytes, Integer.MAX_VALUE));
    try {
      return switch (exchange.send(call)) {
        case HttpReply.Answer answer -> scrape(answer, key);
        case HttpReply.None none when none.failure() == HttpReply.Failure.TIMED_OUT ->
            Scrape.failed("scrape failed: no page within %d s".formatted(limit.toSeconds()));
        case HttpReply.None none -> Scrape.failed("scrape failed: " + none.detail());
      };
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Scrape.failed("scrape interrupted");
    }
  }

  private Scrape scrape(HttpReply.Answer answer, @Nullable Secret key) {
    if (answer.status() != 200) {
      return Scrape.failed("the metrics page answered " + answer.status());
    }
    if (answer.stopped()) {
      return Scrape.failed("the metrics page is longer than %d bytes".formatted(mostBytes));
    }
    return new Scrape(key == null ? answer.body() : key.scrub(answer.body()), null);
  }
}
