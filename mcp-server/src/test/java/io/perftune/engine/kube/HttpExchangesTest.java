package io.perftune.engine.kube;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import io.perftune.engine.http.HttpCall;
import io.perftune.engine.http.HttpExchange;
import io.perftune.engine.http.HttpReply;
import io.perftune.engine.http.HttpReply.Failure;
import io.perftune.engine.http.JdkExchange;
import io.perftune.fixtures.PodStandin;
import io.perftune.value.BenchPod;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// One exchange is the same, whether it is sent from here or from a pod.
class HttpExchangesTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Duration SHORT = Duration.ofSeconds(2);
  private static final int MANY = Integer.MAX_VALUE;
  private static final String KEY = "Bearer sk-canary-0123456789";

  @TempDir Path directory;

  private final AtomicReference<String> received = new AtomicReference<>();
  private final AtomicReference<Headers> headers = new AtomicReference<>();
  private final CountDownLatch over = new CountDownLatch(1);
  private HttpServer server;
  private PodStandin pod;

  /// From where.
  enum From {
    HERE,
    POD
  }

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
    pod = PodStandin.start(directory.resolve("bin"));
  }

  @AfterEach
  void stop() {
    over.countDown();
    server.stop(0);
    pod.close();
  }

  private HttpExchange exchange(From from) {
    String path = directory.resolve("bin") + ":/usr/bin:/bin:" + System.getenv("PATH");
    BenchPod bench = new BenchPod("bench-0", null, null);
    return switch (from) {
      case HERE -> new JdkExchange(LONG, null);
      case POD -> new PodExchange(Kubectl.onPath(Map.of("PATH", path), List.of(), bench), LONG);
    };
  }

  private void answers(int status, String... parts) {
    server.createContext(
        "/",
        exchange -> {
          received.set(
              exchange.getRequestMethod()
                  + " "
                  + exchange.getRequestURI()
                  + " "
                  + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          headers.set(exchange.getRequestHeaders());
          exchange.getResponseHeaders().add("Location", "/elsewhere");
          exchange.sendResponseHeaders(status, 0);
          for (String part : parts) {
            exchange.getResponseBody().write(part.getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
          }
          exchange.close();
        });
  }

  private HttpReply send(From from, @Nullable String body, HttpCall.Limits limits)
      throws InterruptedException {
    URI uri =
        URI.create("http://127.0.0.1:%d/v1/x?a=b%%20c".formatted(server.getAddress().getPort()));
    try (HttpExchange exchange = exchange(from)) {
      return exchange.send(new HttpCall(uri, Map.of("Authorization", KEY), body, limits));
    }
  }

  private static HttpCall.Limits limits(int bytes, int events) {
    return new HttpCall.Limits(LONG, LONG, bytes, events);
  }

  @ParameterizedTest
  @EnumSource
  void postsWhatIsGivenAndReadsWhatIsAnswered(From from) throws Exception {
    answers(200, "größer ", "und\r\n\n", "\u001e {\"a\": 1}");

    HttpReply reply = send(from, "{\"frage\": \"größe\"}", limits(MANY, MANY));

    assertThat(reply)
        .isEqualTo(new HttpReply.Answer(200, "größer und\r\n\n\u001e {\"a\": 1}", false));
    assertThat(received.get()).isEqualTo("POST /v1/x?a=b%20c {\"frage\": \"größe\"}");
    assertThat(headers.get().get("Authorization")).containsExactly(KEY);
  }

  @ParameterizedTest
  @EnumSource
  void followsNoRedirectAndTriesNothingTwice(From from) throws Exception {
    answers(302, "moved");

    assertThat(send(from, null, limits(MANY, MANY)))
        .isEqualTo(new HttpReply.Answer(302, "moved", false));
    assertThat(received.get()).startsWith("GET /v1/x?a=b%20c ");
  }

  @ParameterizedTest
  @EnumSource
  void stopsAfterSoManyBytesOrEvents(From from) throws Exception {
    answers(200, "da", "ta: 1\n\ndata: 2\n\n", "data: 3\n\n");

    assertThat(send(from, null, limits(MANY, 3)))
        .isEqualTo(new HttpReply.Answer(200, "data: 1\n\ndata: 2\n\ndata: 3\n\n", false));
    assertThat(((HttpReply.Answer) send(from, null, limits(MANY, 2))).stopped()).isTrue();
    assertThat(((HttpReply.Answer) send(from, null, limits(26, MANY))).stopped()).isTrue();
    assertThat(((HttpReply.Answer) send(from, null, limits(27, MANY))).stopped()).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void saysThatNothingAcceptsConnections(From from) throws Exception {
    server.stop(0);

    assertThat(((HttpReply.None) send(from, null, limits(MANY, MANY))).failure())
        .isEqualTo(Failure.REFUSED);
  }

  @ParameterizedTest
  @EnumSource
  void saysThatTheHostIsNotKnown(From from) throws Exception {
    try (HttpExchange exchange = exchange(from)) {
      HttpCall call =
          new HttpCall(
              URI.create("http://no-such-host.invalid/"), Map.of(), null, limits(MANY, MANY));
      assertThat(((HttpReply.None) exchange.send(call)).failure()).isEqualTo(Failure.UNKNOWN_HOST);
    }
  }

  @ParameterizedTest
  @EnumSource
  void givesUpOnAnAnswerThatDoesNotEnd(From from) throws Exception {
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write('a');
          exchange.getResponseBody().flush();
          await(over);
        });

    HttpReply reply = send(from, null, new HttpCall.Limits(LONG, SHORT, MANY, MANY));

    assertThat(((HttpReply.None) reply).failure()).isEqualTo(Failure.TIMED_OUT);
  }

  @ParameterizedTest
  @EnumSource
  void saysThatTheAnswerIsNoHttp(From from) throws Exception {
    server.stop(0);
    try (java.net.ServerSocket raw =
        new java.net.ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual()
          .start(() -> {
            try (java.net.Socket socket = raw.accept()) {
              socket.getOutputStream().write("hello\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            } catch (IOException _) {
              over.countDown();
            }
          });
      URI uri = URI.create("http://127.0.0.1:" + raw.getLocalPort());
      try (HttpExchange exchange = exchange(from)) {
        HttpReply reply = exchange.send(new HttpCall(uri, Map.of(), null, limits(MANY, MANY)));
        assertThat(((HttpReply.None) reply).failure()).isEqualTo(Failure.BROKEN);
      }
    }
  }

  @Test
  void aPodThatCannotBeReachedIsNoAnswer() throws Exception {
    pod.mode("unreachable");

    HttpReply.None none = (HttpReply.None) send(From.POD, null, limits(MANY, MANY));

    assertThat(none.failure()).isEqualTo(Failure.BROKEN);
    assertThat(none.detail()).contains("the cluster cannot be reached");
  }

  @Test
  void noCredentialIsInAnArgument() throws Exception {
    answers(200, "ok");
    send(From.POD, null, limits(MANY, MANY));

    assertThat(pod.calls()).hasSize(1).noneMatch(call -> call.contains("canary"));
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}
