package io.perftune.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.client.RunOfClient.Stream;
import io.perftune.fixtures.ScriptedServer;
import io.perftune.fixtures.TestCertificates;
import io.perftune.wire.StreamEnd.Cause;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Whom the client trusts, and how it ends where it cannot.
@Timeout(60)
class TlsTest {
  private static TestCertificates certificates;
  private static Path authority;

  @TempDir private Path temporary;

  @BeforeAll
  static void authority() throws Exception {
    certificates = TestCertificates.made();
    authority = certificates.pem("ca");
  }

  @Test
  void aChainToTheAuthorityIsTrustedAndItsTimeKeptApart() throws Exception {
    try (ScriptedServer server = serving("good")) {
      List<Stream> streams = run(server.origin(), authority, 3);

      assertThat(streams).allMatch(stream -> stream.end().cause() == Cause.COMPLETE);
      assertThat(streams).allMatch(stream -> stream.text().equals(WireForm.WHOLE));
      assertThat(streams.getFirst().end().connectMs()).isPositive();
      assertThat(streams.getFirst().end().tlsMs()).isPositive();
      assertThat(streams.getLast().end().reused()).isTrue();
      assertThat(streams.getLast().end().tlsMs()).isNull();
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void aNameOfTheHostIsTrustedLikeItsAddress() throws Exception {
    try (ScriptedServer server = serving("good")) {
      URI url = URI.create("https://localhost:" + server.port());

      assertThat(run(url, authority, 1).getFirst().end().cause()).isEqualTo(Cause.COMPLETE);
    }
  }

  @Test
  void aCertificateThatNoneOfTheTrustedVouchesForIsAFailure() throws Exception {
    try (ScriptedServer server = serving("good")) {
      refused(run(server.origin(), certificates.pem("elsewhere"), 2), "TLS: ");
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void theRuntimesAuthoritiesDoNotVouchForAnother() throws Exception {
    try (ScriptedServer server = serving("good")) {
      refused(run(server.origin(), null, 1), "certification path");
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void aCertificateOfAnotherHostIsAFailure() throws Exception {
    try (ScriptedServer server = serving("elsewhere")) {
      refused(run(server.origin(), authority, 1), "127.0.0.1");
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void anExpiredCertificateIsAFailure() throws Exception {
    try (ScriptedServer server = serving("expired")) {
      refused(run(server.origin(), authority, 1), "validity");
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void plainHttpWhereTlsIsAskedForIsAFailure() throws Exception {
    String refusal = "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n";
    try (ScriptedServer server = ScriptedServer.start(talk -> talk.say(refusal).silence())) {
      URI tls = URI.create("https://127.0.0.1:" + server.port());

      refused(run(tls, authority, 1), "not TLS");
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void tlsWherePlainHttpIsAskedForIsAFailure() throws Exception {
    try (ScriptedServer server = serving("good")) {
      List<Stream> streams = run(URI.create("http://127.0.0.1:" + server.port()), null, 1);

      assertThat(streams.getFirst().end().cause()).isIn(Cause.EOF, Cause.RESET);
      assertThat(streams.getFirst().end().message()).isNotBlank();
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void aServerThatSaysNothingOfTlsIsLeftByTheConnectLimit() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      timedOut(URI.create("https://127.0.0.1:" + silent.getLocalPort()));
    }
  }

  @Test
  void aServerThatHangsUpDuringTlsIsAFailure() throws Exception {
    try (ScriptedServer server = ScriptedServer.start(ScriptedServer.Talk::close)) {
      refused(run(URI.create("https://127.0.0.1:" + server.port()), authority, 1), "TLS: ");
    }
  }

  @Test
  void aFileWithoutCertificatesRefusesTheRun() throws Exception {
    Path empty = Files.writeString(temporary.resolve("empty.pem"), "nothing\n");
    try (ScriptedServer server = serving("good")) {
      RunOfClient run =
          RunOfClient.of(server.origin(), temporary, 1)
              .load(1, 1, 0)
              .with("--ca-file", empty.toString());

      assertThat(run.run()).isEqualTo(2);
      assertThat(run.directory).doesNotExist();
      assertThat(server.connections()).isZero();
    }
  }

  private static ScriptedServer serving(String alias) throws Exception {
    return ScriptedServer.start(
        certificates.serving(alias),
        "https",
        talk -> {
          while (talk.request().isPresent()) {
            talk.say(WireForm.WHOLE);
          }
        });
  }

  private List<Stream> run(URI url, @Nullable Path trusted, int requests) throws Exception {
    RunOfClient run = RunOfClient.of(url, temporary, requests).load(1, requests, 0);
    if (trusted != null) {
      run.with("--ca-file", trusted.toString());
    }
    assertThat(run.run()).isZero();
    return run.streams();
  }

  private void timedOut(URI url) throws Exception {
    RunOfClient run =
        RunOfClient.of(url, temporary, 1).load(1, 1, 0).with("--connect-timeout-seconds", "0.3");
    assertThat(run.run()).isZero();
    assertThat(run.streams().getFirst().end().cause()).isEqualTo(Cause.CONNECT_TIMEOUT);
  }

  private static void refused(List<Stream> streams, String why) {
    assertThat(streams)
        .allSatisfy(stream -> {
          assertThat(stream.end().cause()).isEqualTo(Cause.CONNECT_FAILED);
          assertThat(stream.end().message()).startsWith("TLS: ").contains(why);
          assertThat(stream.end().message()).hasSizeLessThan(500);
          assertThat(stream.bytes()).isEmpty();
        });
  }
}
