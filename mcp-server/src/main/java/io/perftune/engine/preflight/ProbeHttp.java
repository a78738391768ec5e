package io.perftune.engine.preflight;

import static java.util.Objects.requireNonNull;

import io.perftune.value.AaWorkload;
import io.perftune.value.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import tools.jackson.databind.node.ObjectNode;

/// One request at a time over HTTP/1.1: no redirect, no proxy, no second try, a bound on time and
/// on what is read.
final class ProbeHttp implements AutoCloseable {
  private static final long MAX_CHARACTERS = 4_000_000;
  private static final long MAX_SECONDS = 300;

  private final HttpClient client;
  private final AaWorkload.Endpoint endpoint;
  private final ProbeAccess access;
  private final long limitSeconds;

  ProbeHttp(AaWorkload aa, ProbeAccess access) {
    this.endpoint = aa.endpoint();
    this.access = requireNonNull(access, "access is null");
    this.limitSeconds = Math.min(MAX_SECONDS, aa.load().timeouts().request());
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .proxy(HttpClient.Builder.NO_PROXY)
            .connectTimeout(Duration.ofSeconds(aa.load().timeouts().connect()));
    if (access.caFile() != null) {
      builder.sslContext(TrustedCertificates.of(access.caFile()));
    }
    this.client = builder.build();
  }

  /// The list of models.
  ProbeAnswer models() throws InterruptedException {
    String path = endpoint.path().replaceFirst("(chat/)?completions$", "models");
    return send(request(path).GET().build(), Integer.MAX_VALUE);
  }

  /// A chat request.
  ///
  /// @param maxEvents reading stops after so many
  ProbeAnswer chat(ObjectNode body, int maxEvents) throws InterruptedException {
    HttpRequest request =
        request(endpoint.path())
            .header("Content-Type", "application/json")
            .header("Accept", "text/event-stream, application/json")
            .POST(HttpRequest.BodyPublishers.ofString(Json.line(body)))
            .build();
    return send(request, maxEvents);
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(endpoint.origin() + path))
            .timeout(Duration.ofSeconds(limitSeconds));
    if (access.key() != null) {
      request.header("Authorization", "Bearer " + access.key().reveal());
    }
    endpoint
        .access()
        .headers()
        .forEach((name, value) -> request.setHeader(name, access.header(value)));
    return request;
  }

  /// The whole exchange within the limit, which the client's own time-out leaves off at the head.
  private ProbeAnswer send(HttpRequest request, int maxEvents) throws InterruptedException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<ProbeAnswer> answer = threads.submit(() -> exchange(request, maxEvents));
      try {
        return answer.get(limitSeconds, TimeUnit.SECONDS);
      } catch (TimeoutException _) {
        return timedOut();
      } catch (ExecutionException e) {
        if (e.getCause() instanceof IOException failed) {
          return none(failed);
        }
        throw new IllegalStateException(e.getCause());
      } finally {
        answer.cancel(true);
      }
    }
  }

  private ProbeAnswer exchange(HttpRequest request, int maxEvents)
      throws IOException, InterruptedException {
    HttpResponse<InputStream> response =
        client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    StringBuilder body = new StringBuilder();
    int events = 0;
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        body.append(line).append('\n');
        events += line.startsWith("data:") ? 1 : 0;
        if (events > maxEvents || body.length() > MAX_CHARACTERS) {
          return new ProbeAnswer.Http(response.statusCode(), body.toString(), true);
        }
      }
    }
    return new ProbeAnswer.Http(response.statusCode(), body.toString(), false);
  }

  private ProbeAnswer.None none(IOException failed) {
    String origin = endpoint.origin().toString();
    for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnresolvedAddressException || cause instanceof UnknownHostException) {
        return new ProbeAnswer.None(
            "unknown_host",
            "The host %s is not known.".formatted(endpoint.origin().getHost()),
            "Correct aa.url, or mend the name service of this machine.");
      }
    }
    return switch (failed) {
      case SSLException tls ->
          new ProbeAnswer.None(
              "tls_failed",
              "TLS with %s failed: %s.".formatted(origin, message(tls)),
              "Give the certificate of its authority as aa.ca_file, or correct aa.url.");
      case HttpTimeoutException _ -> timedOut();
      case ConnectException _ ->
          new ProbeAnswer.None(
              "refused_connection",
              "Nothing accepts connections at %s.".formatted(origin),
              "Start the server, open the port-forward, or correct aa.url.");
      default ->
          new ProbeAnswer.None(
              "broken",
              "The answer of %s broke off: %s.".formatted(origin, message(failed)),
              "Look at the server's log; nothing was measured.");
    };
  }

  private ProbeAnswer.None timedOut() {
    return new ProbeAnswer.None(
        "timed_out",
        "%s did not finish a small answer within %d s (aa.timeouts)."
            .formatted(endpoint.origin(), limitSeconds),
        "Wait until the server is ready, or correct aa.url.");
  }

  private String message(IOException failed) {
    String message = failed.getMessage();
    return message == null
        ? failed.getClass().getSimpleName()
        : access.scrub().apply(message).replaceFirst("\\.$", "");
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
