package io.perftune.engine.metrics;

import static java.util.Objects.requireNonNull;

import io.perftune.value.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
  public Scrape read(URI page, @Nullable Secret key) {
    try (HttpClient client =
            HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(limit)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Scrape> scrape = threads.submit(() -> read(client, page, key));
      try {
        return scrape.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      } finally {
        scrape.cancel(true);
        client.shutdownNow();
      }
    } catch (TimeoutException _) {
      return Scrape.failed("scrape failed: no page within %d s".formatted(limit.toSeconds()));
    } catch (ExecutionException e) {
      return Scrape.failed("scrape failed: " + e.getCause());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Scrape.failed("scrape interrupted");
    }
  }

  private Scrape read(HttpClient client, URI page, @Nullable Secret key)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(page).timeout(limit).GET();
    if (key != null) {
      request.header("Authorization", "Bearer " + key.reveal());
    }
    HttpResponse<InputStream> response =
        client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream body = response.body()) {
      if (response.statusCode() != 200) {
        return Scrape.failed("the metrics page answered " + response.statusCode());
      }
      byte[] bytes = body.readNBytes(mostBytes + 1);
      if (bytes.length > mostBytes) {
        return Scrape.failed("the metrics page is longer than %d bytes".formatted(mostBytes));
      }
      String text = new String(bytes, StandardCharsets.UTF_8);
      return new Scrape(key == null ? text : key.scrub(text), null);
    }
  }
}
