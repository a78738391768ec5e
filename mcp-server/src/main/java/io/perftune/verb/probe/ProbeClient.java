package io.perftune.verb.probe;

import static java.util.Objects.requireNonNull;

import io.perftune.value.AaWorkload;
import io.perftune.value.Json;
import io.perftune.value.Secret;
import io.perftune.wire.ChatAnswer;
import io.perftune.wire.ChatStream;
import io.perftune.wire.ErrorBody;
import java.io.ByteArrayOutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Sends streamed requests one after another over HTTP/1.1, without retry, redirect or proxy, and
/// stamps each piece of an answer as it is handed over.
///
/// A probe's client: the stamps hold the JDK client's own hand-overs, some tenths of a millisecond.
final class ProbeClient implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration LONGEST = Duration.ofMinutes(10);

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .proxy(HttpClient.Builder.NO_PROXY)
          .connectTimeout(CONNECT)
          .build();
  private final AaWorkload.Endpoint endpoint;
  private final @Nullable Secret key;

  /// @param key null where the endpoint gets none
  ProbeClient(AaWorkload.Endpoint endpoint, @Nullable Secret key) {
    this.endpoint = requireNonNull(endpoint, "endpoint is null");
    this.key = key;
  }

  /// Why a request is no measurement.
  static final class FailedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String code;

    FailedException(String code, String message) {
      super(message);
      this.code = code;
    }

    String code() {
      return code;
    }

    /// What was said; never null.
    String said() {
      return String.valueOf(getMessage());
    }
  }

  /// Makes the connection that the requests then find: asks for the models, whatever the answer.
  void connect() throws FailedException, InterruptedException {
    HttpRequest models = request("/v1/models").GET().build();
    await(client.sendAsync(models, BodyHandlers.discarding()));
  }

  /// Sends one request.
  ProbeRequest.Timed ask(String prompt, ObjectNode options)
      throws FailedException, InterruptedException {
    ObjectNode body = Json.object().put("model", endpoint.model());
    body.putArray("messages").addObject().put("role", "user").put("content", prompt);
    body.put("stream", true).putObject("stream_options").put("include_usage", true);
    body.put("temperature", 0).put("top_p", 1).setAll(options);
    HttpRequest sent =
        request(endpoint.path())
            .header("Content-Type", "application/json")
            .header("Accept", "text/event-stream")
            .POST(HttpRequest.BodyPublishers.ofString(Json.line(body)))
            .build();
    ChatStream stream = new ChatStream();
    ThoughtDeltas thoughts = new ThoughtDeltas();
    ByteArrayOutputStream refusal = new ByteArrayOutputStream();
    HttpResponse.BodyHandler<Void> reading =
        info ->
            BodySubscribers.ofByteArrayConsumer(piece ->
                piece.ifPresent(bytes -> {
                  long nanos = System.nanoTime();
                  if (info.statusCode() / 100 == 2) {
                    stream.accept(bytes, nanos);
                    thoughts.accept(bytes);
                  } else {
                    refusal.writeBytes(bytes);
                  }
                }));
    long start = System.nanoTime();
    int status = await(client.sendAsync(sent, reading)).statusCode();
    if (status / 100 != 2) {
      ErrorBody said = ErrorBody.ofBody(refusal.toString(StandardCharsets.UTF_8));
      throw new FailedException("http-error", "HTTP %d: %s".formatted(status, said.message()));
    }
    ChatAnswer answer = whole(stream.finish());
    return new ProbeRequest.Timed(start, answer, thoughts.count(answer));
  }

  private static ChatAnswer whole(ChatAnswer answer) throws FailedException {
    ErrorBody error = answer.ending().error();
    if (error != null) {
      throw new FailedException("stream-error", error.message());
    }
    if (!answer.ending().complete()) {
      throw new FailedException(
          "truncated", "The stream ended without finish_reason and [DONE], or inside a line.");
    }
    return answer;
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(endpoint.origin() + path));
    return key == null ? request : request.header("Authorization", "Bearer " + key.reveal());
  }

  private static <T> HttpResponse<T> await(CompletableFuture<HttpResponse<T>> sent)
      throws FailedException, InterruptedException {
    try {
      return sent.get(LONGEST.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      boolean connecting =
          cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException;
      throw connecting
          ? new FailedException(
              "connect-failed", "There is no connection to the endpoint: %s.".formatted(cause))
          : new FailedException("transport-failed", String.valueOf(cause));
    } catch (TimeoutException _) {
      throw new FailedException(
          "timed-out", "The answer was not complete after %d s.".formatted(LONGEST.toSeconds()));
    } finally {
      sent.cancel(true);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
