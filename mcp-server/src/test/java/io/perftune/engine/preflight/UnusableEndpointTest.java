package io.perftune.engine.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.fixtures.ScriptedServer;
import io.perftune.fixtures.TestCertificates;
import io.perftune.tokens.O200k;
import io.perftune.value.AaWorkload;
import io.perftune.value.Json;
import io.perftune.value.Preflight;
import io.perftune.value.Preflight.Effect;
import io.perftune.value.Preflight.Finding;
import io.perftune.value.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Endpoints that cannot be measured: each is said by its cause, asked once, and never waited for
/// longer than was allowed.
@Timeout(60)
class UnusableEndpointTest {
  private static final O200k O200K = new O200k();
  private static final String KEY = "sk-canary-0123456789";

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "301, redirected",
    "302, redirected",
    "303, redirected",
    "307, redirected",
    "308, redirected",
    "401, not_authorised",
    "403, not_authorised",
    "404, not_found",
    "429, rate_limited",
    "500, failed",
    "502, failed",
    "503, failed"
  })
  void aStatusIsTheVerdictAfterOneChatRequest(int status, String verdict) throws Exception {
    try (ScriptedServer elsewhere = ScriptedServer.answering("HTTP/1.1 200 OK\r\n\r\n");
        ScriptedServer server =
            ScriptedServer.answering(
                "HTTP/1.1 %d No\r\nLocation: %s/\r\nRetry-After: 0\r\nContent-Length: 7\r\n\r\nbecause"
                    .formatted(status, elsewhere.origin()))) {
      Finding access = access(server);

      assertThat(access.verdict()).isEqualTo(verdict);
      assertThat(access.detail()).contains("HTTP " + status, "because");
      assertThat(access.remedy()).isNotBlank();
      assertThat(chats(server)).isEqualTo(1);
      assertThat(elsewhere.connections()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "garbage\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nhalf",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"
      })
  void anAnswerThatBreaksOffIsSaidAndNotAskedForAgain(String said) throws Exception {
    try (ScriptedServer server =
        ScriptedServer.start(talk -> {
          talk.request();
          talk.say(said);
        })) {
      assertThat(access(server).verdict()).isEqualTo("broken");
      assertThat(chats(server)).isEqualTo(1);
    }
  }

  @Test
  void silenceIsBoundByTheRequestLimit() throws Exception {
    boundByTheRequestLimit(ScriptedServer.Talk::silence);
  }

  @Test
  void bytesThatTrickleAreBoundByTheRequestLimit() throws Exception {
    boundByTheRequestLimit(talk -> {
      talk.say("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n");
      while (true) {
        talk.say(": ping\n\n");
        LockSupport.parkNanos(50_000_000);
      }
    });
  }

  private static void boundByTheRequestLimit(ScriptedServer.Script chat) throws Exception {
    try (ScriptedServer server =
        ScriptedServer.start(talk -> {
          if (talk.request().orElse("").startsWith("POST ")) {
            chat.talk(talk);
          } else {
            talk.say("HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n");
          }
        })) {
      assertThat(access(within(1, server.origin()), null).verdict()).isEqualTo("timed_out");
    }
  }

  @Test
  void aLineWithoutEndIsNotReadToItsEnd() throws Exception {
    AtomicLong sent = new AtomicLong();
    long most = 64L << 20;
    byte[] piece = "x".repeat(1 << 16).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    try (ScriptedServer server =
        ScriptedServer.start(talk -> {
          talk.request();
          talk.say("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: ");
          while (sent.get() < most) {
            talk.say(piece);
            sent.addAndGet(piece.length);
          }
        })) {
      Preflight preflight = run(within(20, server.origin()), null);

      assertThat(preflight.findings()).extracting(Finding::effect).contains(Effect.REFUSE);
      assertThat(sent.get()).isLessThan(most);
    }
  }

  @Test
  void noProxyIsUsed() throws Exception {
    try (ScriptedServer proxy = ScriptedServer.answering("HTTP/1.1 200 OK\r\n\r\n");
        ScriptedServer server =
            ScriptedServer.answering("HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n")) {
      Map<String, String> settings =
          Map.of(
              "http.proxyHost", "127.0.0.1",
              "http.proxyPort", Integer.toString(proxy.port()),
              "http.nonProxyHosts", "");
      settings.forEach(System::setProperty);
      try {
        assertThat(access(server).verdict()).isEqualTo("failed");
      } finally {
        settings.keySet().forEach(System::clearProperty);
      }
      assertThat(proxy.connections()).isZero();
    }
  }

  @Test
  void onlyTheNamedAuthorityIsTrusted() throws Exception {
    TestCertificates certificates = TestCertificates.made();
    try (ScriptedServer good = overTls(certificates, "good");
        ScriptedServer elsewhere = overTls(certificates, "elsewhere")) {
      Path authority = certificates.pem("ca");

      assertThat(access(within(20, good.origin()), authority).verdict()).isEqualTo("rate_limited");
      for (Finding refused :
          new Finding[] {
            access(within(20, good.origin()), null),
            access(within(20, good.origin()), certificates.pem("elsewhere")),
            access(within(20, elsewhere.origin()), authority)
          }) {
        assertThat(refused.verdict()).isEqualTo("tls_failed");
        assertThat(refused.remedy()).contains("aa.ca_file");
      }
      assertThat(chats(elsewhere)).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 401 No\r\nContent-Length: 20\r\n\r\n" + KEY,
        "HTTP/1.1 500 No\r\nContent-Length: 20\r\n\r\n" + KEY,
        "HTTP/1.1 302 Go\r\nLocation: /?key=" + KEY + "\r\nContent-Length: 20\r\n\r\n" + KEY,
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: 49\r\n\r\n"
            + "data: {\"error\":{\"message\":\""
            + KEY
            + "\"}}\n\n",
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: 28\r\n\r\ndata: "
            + KEY
            + "\n\n",
        KEY + "\r\n\r\n",
        "HTTP/1.1 " + KEY + "\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: " + KEY + "\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + KEY + "\r\n"
      })
  void theKeyIsNeverRepeated(String echo) throws Exception {
    try (ScriptedServer server = ScriptedServer.answering(echo)) {
      Preflight preflight = run(within(20, server.origin()), null);

      assertThat(server.requests().getFirst()).contains("Bearer " + KEY);
      assertThat(preflight.refusals("c")).isNotEmpty();
      assertThat(Json.line(preflight.json()).toLowerCase(java.util.Locale.ROOT))
          .doesNotContain("canary");
    }
  }

  private static ScriptedServer overTls(TestCertificates certificates, String alias)
      throws Exception {
    String refusal = "HTTP/1.1 429 No\r\nContent-Length: 0\r\n\r\n";
    return ScriptedServer.start(
        certificates.serving(alias),
        "https",
        talk -> {
          while (talk.request().isPresent()) {
            talk.say(refusal);
          }
        });
  }

  private static long chats(ScriptedServer server) {
    return server.requests().stream().filter(request -> request.startsWith("POST ")).count();
  }

  private static Finding access(ScriptedServer server) throws InterruptedException {
    return access(within(20, server.origin()), null);
  }

  private static Finding access(AaWorkload aa, @Nullable Path authority)
      throws InterruptedException {
    Finding access = run(aa, authority).finding("access").orElseThrow();
    assertThat(access.effect()).isEqualTo(Effect.REFUSE);
    return access;
  }

  private static Preflight run(AaWorkload aa, @Nullable Path authority)
      throws InterruptedException {
    Secret key = new Secret(KEY);
    ProbeAccess access = new ProbeAccess(key, "BENCH_KEY", Map.of(), authority, key::scrub);
    return new EndpointPreflight(aa, access, O200K).run(1_000, Instant.EPOCH);
  }

  private static AaWorkload within(int seconds, URI origin) {
    AaWorkload aa = EndpointPreflightTest.at(origin, "m", Json.object());
    AaWorkload.Load load = aa.load();
    return new AaWorkload(
        aa.shape(),
        aa.mode(),
        aa.engine(),
        aa.endpoint(),
        new AaWorkload.Load(
            load.requestCount(),
            load.warmupRequests(),
            load.trials(),
            load.inputFile(),
            new AaWorkload.Timeouts(5, seconds, seconds, seconds),
            load.aiperf()),
        aa.output(),
        aa.checks());
  }
}
