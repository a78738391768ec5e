package io.perftune.engine.settle;

import static java.util.Objects.requireNonNull;

import io.perftune.value.AaWorkload;
import io.perftune.value.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import tools.jackson.databind.node.ObjectNode;

/// Sends completions of which only the ending is of interest, one at a time: HTTP/1.1, no redirect,
/// no proxy, no second try, and a bound on time and on what is read.
public final class Completion implements AutoCloseable {
  private static final long MAX_BYTES = 64L << 20;
  private static final int TICK_S = 5;

  private final AaWorkload aa;
  private final Entrance entrance;
  private final HttpClient client;

  /// @throws io.perftune.value.ProblemException where the certificates cannot be read
  public Completion(AaWorkload aa, Entrance entrance) {
    this.aa = requireNonNull(aa, "aa is null");
    this.entrance = requireNonNull(entrance, "entrance is null");
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .proxy(HttpClient.Builder.NO_PROXY)
            .connectTimeout(Duration.ofSeconds(aa.load().timeouts().connect()));
    SSLContext trust = entrance.trust();
    if (trust != null) {
      builder.sslContext(trust);
    }
    this.client = builder.build();
  }

  /// Sends one and waits for its end.
  ///
  /// @param tick told every five seconds how long it has been
  /// @throws InterruptedException after the request was given up
  public Answered send(ObjectNode body, Consumer<Duration> tick) throws InterruptedException {
    CompletableFuture<HttpResponse<byte[]>> reply =
        client.sendAsync(
            request(body),
            HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), MAX_BYTES));
    try {
      return answered(reply, tick);
    } finally {
      reply.cancel(true);
    }
  }

  private Answered answered(CompletableFuture<HttpResponse<byte[]>> reply, Consumer<Duration> tick)
      throws InterruptedException {
    int limit = aa.load().timeouts().request();
    for (int waited = 0; waited < limit; waited += TICK_S) {
      try {
        HttpResponse<byte[]> response =
            reply.get(Math.min(TICK_S, limit - waited), TimeUnit.SECONDS);
        return Answered.of(
            response.statusCode(), new String(response.body(), StandardCharsets.UTF_8));
      } catch (ExecutionException e) {
        return new Answered.Failed(reason(requireNonNull(e.getCause(), "no cause")));
      } catch (TimeoutException _) {
        tick.accept(Duration.ofSeconds(waited + TICK_S));
      }
    }
    return new Answered.Failed("no whole answer within %d s (aa.timeouts)".formatted(limit));
  }

  private static String reason(Throwable cause) {
    String message = cause.getMessage();
    return cause.getClass().getSimpleName() + (message == null ? "" : ": " + Excerpt.of(message));
  }

  private HttpRequest request(ObjectNode body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(aa.endpoint().origin() + aa.endpoint().path()))
            .timeout(Duration.ofSeconds(aa.load().timeouts().firstByte()))
            .setHeader("Content-Type", "application/json")
            .setHeader("Accept", "text/event-stream, application/json")
            .POST(HttpRequest.BodyPublishers.ofString(Json.line(body)));
    if (entrance.key() != null) {
      request.setHeader("Authorization", "Bearer " + entrance.key().reveal());
    }
    aa.endpoint()
        .access()
        .headers()
        .forEach((name, value) -> request.setHeader(name, entrance.header(value)));
    return request.build();
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
