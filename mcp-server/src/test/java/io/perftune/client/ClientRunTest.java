package io.perftune.client;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.client.RunOfClient.Stream;
import io.perftune.simulator.BearerKey;
import io.perftune.simulator.Simulator;
import io.perftune.simulator.SimulatorSettings;
import io.perftune.simulator.Truth;
import io.perftune.simulator.behaviour.Behaviour;
import io.perftune.simulator.behaviour.Fault;
import io.perftune.simulator.behaviour.Fault.Kind;
import io.perftune.simulator.behaviour.Speed;
import io.perftune.value.ClientHealth;
import io.perftune.wire.StreamEnd.Cause;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

@Timeout(60)
class ClientRunTest {
  private static final Behaviour FAST = Behaviour.PLAIN.with(Speed.of(1e9, 0));
  private static final Behaviour STEADY = Behaviour.PLAIN.with(Speed.of(1e9, 1));

  @TempDir private Path temporary;

  private static Simulator simulator(Behaviour behaviour) throws IOException {
    return Simulator.start(SimulatorSettings.local().withOnly(Map.of("m", behaviour)));
  }

  @Test
  void everyRequestOfBothPhasesIsSentOnceAndKept() throws IOException {
    try (Simulator simulator = simulator(FAST)) {
      RunOfClient run = RunOfClient.of(simulator.origin(), temporary, 25).load(4, 20, 5);

      assertThat(run.run()).isZero();

      Map<String, Truth> truth =
          simulator.truth().stream()
              .collect(Collectors.toMap(known -> known.request().id(), Function.identity()));
      assertThat(truth).hasSize(25);
      List<Stream> streams = run.streams();
      assertThat(streams).hasSize(25);
      for (int number = 0; number < streams.size(); number++) {
        Stream stream = streams.get(number);
        Truth known = requireNonNull(truth.get(stream.meta().requestId()));
        assertThat(stream.meta().row()).isEqualTo(number);
        assertThat(stream.meta().phase()).isEqualTo(number < 5 ? "warmup" : "profiling");
        assertThat(stream.end().cause()).isEqualTo(Cause.COMPLETE);
        assertThat(stream.text()).startsWith("HTTP/1.1 200").endsWith("0\r\n\r\n");
        assertThat(stream.text()).contains("data: [DONE]").contains("\"completion_tokens\":8");
        assertThat(known.sent().answerTokens()).isEqualTo(8);
        assertThat(known.prompt().sha256())
            .isEqualTo(io.perftune.value.Digest.sha256("prompt " + number));
      }
      assertThat(run.lines())
          .hasSize(25)
          .filteredOn(line -> line.contains("\"benchmark_phase\":\"profiling\""))
          .hasSize(20);
    }
  }

  @Test
  void warmUpIsOverBeforeAnythingCounts() throws IOException {
    try (Simulator simulator = simulator(STEADY)) {
      RunOfClient run = RunOfClient.of(simulator.origin(), temporary, 12).load(3, 6, 6);

      assertThat(run.run()).isZero();

      long warm =
          run.streams().subList(0, 6).stream().mapToLong(Stream::endNanos).max().orElseThrow();
      assertThat(run.streams().subList(6, 12)).allMatch(stream -> stream.t0() - warm > 0);
    }
  }

  @Test
  void stampsRunForwardsFromTheStartToTheEnd() throws IOException {
    try (Simulator simulator = simulator(STEADY)) {
      RunOfClient run = RunOfClient.of(simulator.origin(), temporary, 4).load(2, 4, 0);

      assertThat(run.run()).isZero();

      for (Stream stream : run.streams()) {
        assertThat(stream.stamps()).isSorted().hasSizeGreaterThan(1);
        assertThat(stream.stamps().getFirst()).isGreaterThan(stream.t0());
        assertThat(stream.stamps().getLast()).isEqualTo(stream.endNanos());
      }
    }
  }

  @Test
  void completionSaysWhatRanAndHowLateTheClientWas() throws IOException {
    try (Simulator simulator = simulator(STEADY)) {
      RunOfClient run = RunOfClient.of(simulator.origin(), temporary, 9).load(2, 8, 1);

      assertThat(run.run()).isZero();

      JsonNode completion = run.completion();
      assertThat(completion.path("complete").booleanValue()).isTrue();
      assertThat(completion.path("cancelled").booleanValue()).isFalse();
      assertThat(completion.path("version").asString()).isEqualTo(ClientMain.version());
      assertThat(completion.path("requests").intValue()).isEqualTo(8);
      assertThat(completion.path("warmup").intValue()).isEqualTo(1);
      assertThat(completion.path("rehearsed").intValue()).isPositive();
      assertThat(completion.path("ended_ns").longValue())
          .isGreaterThan(completion.path("started_ns").longValue());
      ClientHealth health = ClientHealth.of(completion.path("health"));
      assertThat(health.probeMaxMs()).isPositive().isGreaterThanOrEqualTo(health.probeP99Ms());
      assertThat(simulator.truth()).hasSize(9);
    }
  }

  @Test
  void connectionsAreKeptAndSaidToBeReused() throws IOException {
    try (Simulator simulator = simulator(FAST)) {
      RunOfClient run = RunOfClient.of(simulator.origin(), temporary, 8).load(1, 8, 0);

      assertThat(run.run()).isZero();

      List<Stream> streams = run.streams();
      assertThat(streams.getFirst().end().reused()).isFalse();
      assertThat(streams.getFirst().end().connectMs()).isPositive();
      assertThat(streams.getFirst().end().tlsMs()).isNull();
      assertThat(streams.subList(1, 8))
          .allMatch(stream -> stream.end().reused() && stream.end().connectMs() == null);
    }
  }

  @ParameterizedTest
  @CsvSource({"DISCONNECT, 4", "CUT, 4", "DISCONNECT, -1", "CUT, -1"})
  void serverThatDropsTheConnectionEndsOneRequestAndIsReachedAgain(Kind kind, int at)
      throws IOException {
    try (Simulator simulator = simulator(STEADY.with(Fault.of(kind).atToken(at).first(1)))) {
      RunOfClient run = RunOfClient.of(simulator.origin(), temporary, 3).load(1, 3, 0);

      assertThat(run.run()).isZero();

      List<Stream> streams = run.streams();
      assertThat(streams.getFirst().end().cause()).isIn(Cause.EOF, Cause.RESET);
      assertThat(streams.getFirst().end().message()).isNotNull();
      assertThat(streams.get(1).end().cause()).isEqualTo(Cause.COMPLETE);
      assertThat(streams.get(1).end().reused()).isFalse();
      assertThat(streams.get(1).end().connectMs()).isPositive();
      assertThat(streams.get(2).end().reused()).isTrue();
      assertThat(simulator.truth()).hasSize(3);
    }
  }

  @Test
  void errorResponsesAreKeptAsTheyCame() throws IOException {
    try (Simulator simulator = simulator(FAST.with(Fault.status(429, "")))) {
      RunOfClient run = RunOfClient.of(simulator.origin(), temporary, 2).load(1, 2, 0);

      assertThat(run.run()).isZero();

      assertThat(run.streams())
          .allSatisfy(stream -> {
            assertThat(stream.end().cause()).isEqualTo(Cause.COMPLETE);
            assertThat(stream.text()).startsWith("HTTP/1.1 429").contains("simulated failure");
          });
      assertThat(simulator.truth()).hasSize(2);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "--first-byte-timeout-seconds, -1, FIRST_BYTE_TIMEOUT",
    "--idle-timeout-seconds, 3, IDLE_TIMEOUT",
    "--request-timeout-seconds, 3, REQUEST_TIMEOUT",
    "--request-timeout-seconds, -1, REQUEST_TIMEOUT",
  })
  void silenceEndsTheRequestByItsOwnLimit(String flag, int at, Cause cause) throws IOException {
    Fault stall = Fault.of(Kind.STALL).atToken(at);
    try (Simulator simulator = simulator(FAST.with(stall))) {
      RunOfClient run =
          RunOfClient.of(simulator.origin(), temporary, 2).load(1, 2, 0).with(flag, "0.2");

      assertThat(run.run()).isZero();

      assertThat(run.streams())
          .hasSize(2)
          .allSatisfy(stream -> {
            assertThat(stream.end().cause()).isEqualTo(cause);
            assertThat(stream.end().reused()).isFalse();
            assertThat(stream.stamps().isEmpty()).isEqualTo(at < 0);
          });
    }
  }

  @Test
  void longResponsesAreCutAtTheCap() throws IOException {
    try (Simulator simulator = simulator(STEADY)) {
      RunOfClient run =
          RunOfClient.of(simulator.origin(), temporary, 1)
              .load(1, 1, 0)
              .with("--max-response-bytes", "700");

      assertThat(run.run()).isZero();

      Stream stream = run.streams().getFirst();
      assertThat(stream.end().cause()).isEqualTo(Cause.TOO_MANY_BYTES);
      assertThat(stream.bytes()).hasSize(700);
    }
  }

  @Test
  void nobodyListeningIsAnEndOfEachRequest() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    RunOfClient run =
        RunOfClient.of(URI.create("http://127.0.0.1:" + port), temporary, 3).load(2, 3, 0);

    assertThat(run.run()).isZero();

    assertThat(run.streams())
        .hasSize(3)
        .allMatch(stream -> stream.end().cause() == Cause.CONNECT_FAILED);
  }

  @Test
  void keyAndHeadersReachTheServerAndNoFile() throws IOException {
    SimulatorSettings settings =
        SimulatorSettings.local()
            .withOnly(Map.of("m", FAST))
            .withKey(new BearerKey("sk-sesame-4711"));
    try (Simulator simulator = Simulator.start(settings)) {
      RunOfClient run =
          RunOfClient.of(simulator.origin(), temporary, 2)
              .load(1, 2, 0)
              .with("--key-variable", "THE_KEY")
              .with("--header", "X-Tenant: a ${TENANT} b")
              .variable("THE_KEY", "sk-sesame-4711")
              .variable("TENANT", "tenant-0815");

      assertThat(run.run()).isZero();

      assertThat(run.streams()).allMatch(stream -> stream.text().startsWith("HTTP/1.1 200"));
      try (java.util.stream.Stream<Path> files = Files.list(run.directory)) {
        assertThat(files.map(file -> file.getFileName().toString()))
            .containsExactlyInAnyOrder("streams.bin", "ended.jsonl", "client.json");
      }
      for (String name : List.of("streams.bin", "ended.jsonl", "client.json")) {
        assertThat(
                Files.readString(
                    run.directory.resolve(name), java.nio.charset.StandardCharsets.ISO_8859_1))
            .doesNotContain("sesame", "tenant-0815");
      }
    }
  }
}
