package io.perftune.engine.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.perftune.engine.http.HttpExchange;
import io.perftune.engine.http.JdkExchange;
import io.perftune.value.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// One read of a metrics page: its text, or the reason why there is none.
class MetricsScrapeTest {
  private static final Secret KEY = new Secret("sk-0123456789abcdef");

  private final HttpServer server = server();
  private final CountDownLatch silence = new CountDownLatch(1);

  @BeforeEach
  void start() {
    server.start();
  }

  @AfterEach
  void stop() {
    silence.countDown();
    server.stop(0);
  }

  @Test
  void readsThePageAndSendsTheKey() {
    server.createContext(
        "/metrics",
        exchange -> {
          String sent = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
          byte[] body = ("# " + sent + "\na 1\n").getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });

    assertThat(read(MetricsScrape.DEFAULT, page(), null).text()).isEqualTo("# null\na 1\n");
    assertThat(read(MetricsScrape.DEFAULT, page(), KEY).text())
        .startsWith("# Bearer ")
        .doesNotContain(KEY.reveal());
  }

  @Test
  void saysWhichStatusItGot() {
    assertThat(read(MetricsScrape.DEFAULT, page(), null).unmeasured())
        .isEqualTo("the metrics page answered 404");
  }

  @Test
  void followsNoRedirect() {
    server.createContext(
        "/metrics",
        exchange -> {
          exchange.getResponseHeaders().add("Location", "/elsewhere");
          exchange.sendResponseHeaders(302, -1);
          exchange.close();
        });

    assertThat(read(MetricsScrape.DEFAULT, page(), null).unmeasured()).endsWith("answered 302");
  }

  @Test
  void readsNoEndlessPage() {
    server.createContext(
        "/metrics",
        exchange -> {
          exchange.sendResponseHeaders(200, 5);
          exchange.getResponseBody().write("a 123".getBytes(StandardCharsets.UTF_8));
          exchange.close();
        });

    assertThat(read(new MetricsScrape(Duration.ofSeconds(10), 4), page(), null).unmeasured())
        .isEqualTo("the metrics page is longer than 4 bytes");
    assertThat(read(new MetricsScrape(Duration.ofSeconds(10), 5), page(), null).text())
        .isEqualTo("a 123");
  }

  @Test
  void givesUpOnPageThatDoesNotEnd() {
    server.createContext(
        "/metrics",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write('a');
          exchange.getResponseBody().flush();
          try {
            silence.await();
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
        });

    assertThat(read(new MetricsScrape(Duration.ofMillis(300), 99), page(), null).unmeasured())
        .startsWith("scrape failed");
  }

  @Test
  void saysThatNobodyListens() {
    URI page = page();
    server.stop(0);

    assertThat(read(MetricsScrape.DEFAULT, page, null).unmeasured()).startsWith("scrape failed");
  }

  private static Scrape read(MetricsScrape scrape, URI page, @Nullable Secret key) {
    try (HttpExchange here = new JdkExchange(scrape.limit(), null)) {
      return scrape.read(page, key, here);
    }
  }

  private URI page() {
    return URI.create("http://127.0.0.1:%d/metrics".formatted(server.getAddress().getPort()));
  }

  private static HttpServer server() {
    try {
      return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
