package io.perftune.engine.preflight;

import static java.util.Objects.requireNonNull;

import io.perftune.engine.http.HttpCall;
import io.perftune.engine.http.HttpExchange;
import io.perftune.engine.http.HttpReply;
import io.perftune.value.AaWorkload;
import io.perftune.value.Json;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Asks an endpoint one thing at a time, and says in its own words why there is no answer.
final class ProbeHttp implements AutoCloseable {
  private static final int MAX_BYTES = 4_000_000;
  private static final long MAX_SECONDS = 300;

  private final AaWorkload.Endpoint endpoint;
  private final ProbeAccess access;
  private final HttpExchange exchange;
  private final long limitSeconds;

  /// @param exchange is closed with this
  ProbeHttp(AaWorkload aa, ProbeAccess access, HttpExchange exchange) {
    this.endpoint = aa.endpoint();
    this.access = requireNonNull(access, "access is null");
    this.exchange = requireNonNull(exchange, "exchange is null");
    this.limitSeconds = Math.min(MAX_SECONDS, aa.load().timeouts().request());
  }

  /// The list of models.
  ProbeAnswer models() throws InterruptedException {
    String path = endpoint.path().replaceFirst("(chat/)?completions$", "models");
    return send(path, null, Integer.MAX_VALUE);
  }

  /// A chat request.
  ///
  /// @param maxEvents reading stops after so many
  ProbeAnswer chat(ObjectNode body, int maxEvents) throws InterruptedException {
    return send(endpoint.path(), Json.line(body), maxEvents);
  }

  private ProbeAnswer send(String path, @Nullable String body, int maxEvents)
      throws InterruptedException {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    if (body != null) {
      headers.put("Content-Type", "application/json");
      headers.put("Accept", "text/event-stream, application/json");
    }
    if (access.key() != null) {
      headers.put("Authorization", "Bearer " + access.key().reveal());
    }
    endpoint.access().headers().forEach((name, value) -> headers.put(name, access.header(value)));
    Duration limit = Duration.ofSeconds(limitSeconds);
    HttpCall call =
        new HttpCall(
            URI.create(endpoint.origin() + path),
            headers,
            body,
            new HttpCall.Limits(limit, limit, MAX_BYTES, maxEvents));
    return switch (exchange.send(call)) {
      case HttpReply.Answer answer -> http(answer);
      case HttpReply.None none -> none(none);
    };
  }

  /// Of an answer that is longer than asked, what ends in whole lines.
  private static ProbeAnswer.Http http(HttpReply.Answer answer) {
    String body = answer.body();
    String whole = answer.stopped() ? body.substring(0, body.lastIndexOf('\n') + 1) : body;
    return new ProbeAnswer.Http(answer.status(), whole, answer.stopped());
  }

  private ProbeAnswer.None none(HttpReply.None failed) {
    String origin = endpoint.origin().toString();
    String detail = access.scrub().apply(failed.detail()).replaceFirst("\\.$", "");
    return switch (failed.failure()) {
      case UNKNOWN_HOST ->
          new ProbeAnswer.None(
              "unknown_host",
              "The host %s is not known.".formatted(endpoint.origin().getHost()),
              "Correct aa.url, or mend the name service of the machine that asks.");
      case TLS_FAILED ->
          new ProbeAnswer.None(
              "tls_failed",
              "TLS with %s failed: %s.".formatted(origin, detail),
              "Give the certificate of its authority as aa.ca_file, or correct aa.url.");
      case TIMED_OUT ->
          new ProbeAnswer.None(
              "timed_out",
              "%s did not finish a small answer within %d s (aa.timeouts)."
                  .formatted(origin, limitSeconds),
              "Wait until the server is ready, or correct aa.url.");
      case REFUSED ->
          new ProbeAnswer.None(
              "refused_connection",
              "Nothing accepts connections at %s.".formatted(origin),
              "Start the server, open the port-forward, or correct aa.url.");
      case BROKEN ->
          new ProbeAnswer.None(
              "broken",
              "The answer of %s broke off: %s.".formatted(origin, detail),
              "Look at the server's log; nothing was measured.");
    };
  }

  @Override
  public void close() {
    exchange.close();
  }
}
