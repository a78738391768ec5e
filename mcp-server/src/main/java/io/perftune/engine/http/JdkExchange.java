package io.perftune.engine.http;

import io.perftune.engine.http.HttpReply.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Sends requests from this machine.
public final class JdkExchange implements HttpExchange {
  private final HttpClient client;

  /// @param connect the limit of TCP and TLS
  /// @param trust null: the system's certificates
  public JdkExchange(Duration connect, @Nullable SSLContext trust) {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .proxy(HttpClient.Builder.NO_PROXY)
            .connectTimeout(connect);
    if (trust != null) {
      builder.sslContext(trust);
    }
    this.client = builder.build();
  }

  /// The whole exchange within its limit, which the client's own time-out leaves off at the head.
  @Override
  public HttpReply send(HttpCall call) throws InterruptedException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<HttpReply> reply = threads.submit(() -> exchange(call));
      try {
        return reply.get(call.limits().whole().toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException _) {
        return new HttpReply.None(Failure.TIMED_OUT, "the limit of the whole answer passed");
      } catch (ExecutionException e) {
        if (e.getCause() instanceof IOException failed) {
          return none(failed);
        }
        if (e.getCause() instanceof IllegalArgumentException head
            && head.getCause() instanceof NumberFormatException) {
          return new HttpReply.None(
              Failure.BROKEN, "a number of its head is none: " + head.getMessage());
        }
        throw new IllegalStateException(e.getCause());
      } finally {
        reply.cancel(true);
      }
    }
  }

  private HttpReply exchange(HttpCall call) throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(call.uri()).timeout(call.limits().head());
    call.headers().forEach(request::setHeader);
    String body = call.body();
    request.method(
        call.method(),
        body == null
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(body));
    HttpResponse<InputStream> response =
        client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream in = response.body()) {
      BoundedBody read = new BoundedBody(call.limits());
      read.readFrom(in);
      return new HttpReply.Answer(response.statusCode(), read.text(), read.stopped());
    }
  }

  private static HttpReply.None none(IOException failed) {
    for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnresolvedAddressException || cause instanceof UnknownHostException) {
        return new HttpReply.None(Failure.UNKNOWN_HOST, words(failed));
      }
    }
    Failure failure =
        switch (failed) {
          case SSLException _ -> Failure.TLS_FAILED;
          case HttpTimeoutException _ -> Failure.TIMED_OUT;
          case ConnectException _ -> Failure.REFUSED;
          default -> Failure.BROKEN;
        };
    return new HttpReply.None(failure, words(failed));
  }

  private static String words(IOException failed) {
    String message = failed.getMessage();
    return message == null ? failed.getClass().getSimpleName() : message;
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
