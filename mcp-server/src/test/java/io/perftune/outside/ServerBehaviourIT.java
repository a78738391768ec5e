package io.perftune.outside;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.simulator.Simulator;
import io.perftune.simulator.SimulatorSettings;
import io.perftune.value.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What a client may do to a server on standard streams, and what ours then does: each on the
/// process that the launcher starts.
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ServerBehaviourIT {
  private static final String PING = "{\"jsonrpc\":\"2.0\",\"id\":99,\"method\":\"ping\"}\n";
  private static final String LIST = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}\n";

  @TempDir Path directory;

  @Test
  void aCancelledCallEndsItsLoadAndIsNotAnswered() throws Exception {
    try (Simulator simulator = Simulator.start(SimulatorSettings.local());
        RawServer server = RawServer.ready(directory)) {
      ProcessHandle load = startLoad(server, simulator);
      server.send(
          "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":7}}\n");
      assertThat(load.onExit().get(30, TimeUnit.SECONDS).isAlive()).isFalse();
      server.send(PING);

      assertThat(id(server.receive())).isEqualTo("99");
      server.hangUp();
      assertThat(server.silent()).isTrue();
    }
  }

  @Test
  void theEndOfInputDuringACallEndsItsLoadAndTheServer() throws Exception {
    try (Simulator simulator = Simulator.start(SimulatorSettings.local());
        RawServer server = RawServer.ready(directory)) {
      ProcessHandle load = startLoad(server, simulator);
      server.hangUp();

      assertThat(server.ended()).isZero();
      assertThat(load.isAlive()).isFalse();
      assertThat(server.silent()).isTrue();
    }
  }

  @Test
  void whatIsNoMessageIsAnsweredSoAndTheServerLivesOn() throws Exception {
    try (RawServer server = RawServer.ready(directory)) {
      List<String> lines =
          List.of(
              "{",
              "not json",
              "[]",
              "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}]",
              "{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"ping\"}");
      for (String line : lines) {
        server.send("\n" + line + "\n" + PING);

        JsonNode answer = server.receive();
        assertThat(answer.at("/error/code").asInt()).as(line).isEqualTo(-32700);
        assertThat(answer.required("id").isNull()).isTrue();
        assertThat(id(server.receive())).isEqualTo("99");
      }
    }
  }

  @Test
  void aChangeOfRootsFromAClientWithoutRootsChangesNothing() throws Exception {
    try (RawServer server = RawServer.ready(directory)) {
      server.send("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/roots/list_changed\"}\n" + PING);

      assertThat(id(server.receive())).isEqualTo("99");
    }
  }

  @Test
  void pipedRequestsAreAllAnsweredBeforeTheEnd() throws Exception {
    try (RawServer server = RawServer.fresh(directory)) {
      server.send(RawServer.INITIALIZE + RawServer.INITIALIZED + LIST);
      server.hangUp();

      assertThat(id(server.receive())).isEqualTo("0");
      assertThat(id(server.receive())).isEqualTo("1");
      assertThat(server.silent()).isTrue();
      assertThat(server.ended()).isZero();
    }
  }

  @Test
  void aRequestBeforeTheHandshakeIsAnsweredWithAnError() throws Exception {
    try (RawServer server = RawServer.fresh(directory)) {
      server.send(LIST);

      JsonNode answer = server.receive();
      assertThat(id(answer)).isEqualTo("1");
      assertThat(answer.at("/error/message").asString()).contains("initialize");
    }
  }

  @Test
  void aLineOfTwentyMegabytesIsRefusedByItsLength() throws Exception {
    try (RawServer server = RawServer.ready(directory)) {
      server.send("{\"id\":5,\"a\":\"" + "x".repeat(20_000_000) + "\"}\n" + PING);

      JsonNode answer = server.receive();
      assertThat(id(answer)).isEqualTo("5");
      assertThat(answer.at("/error/message").asString()).contains("too long; the limit is");
      assertThat(id(server.receive())).isEqualTo("99");
    }
  }

  @Test
  void aClientThatDoesNotReadIsNotReadFromEither() throws Exception {
    int requests = 1500;
    String padded =
        LIST.replace("}", ",\"params\":{\"_meta\":{\"pad\":\"" + "x".repeat(4000) + "\"}}}");
    AtomicInteger sent = new AtomicInteger();
    try (RawServer server = RawServer.ready(directory)) {
      Thread writer =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  for (int request = 0; request < requests; request++) {
                    server.send(padded);
                    sent.incrementAndGet();
                  }
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      int before = -1;
      while (sent.get() == 0 || sent.get() != before) {
        before = sent.get();
        TimeUnit.SECONDS.sleep(1);
      }
      assertThat(before).as("what the server took in without being read").isLessThan(requests / 2);

      for (int reply = 0; reply < requests; reply++) {
        assertThat(id(server.receive())).isEqualTo("1");
      }
      writer.join();
    }
  }

  /// Starts a run that takes long, as request 7, and gives the process that sends its load.
  private ProcessHandle startLoad(RawServer server, Simulator simulator) throws Exception {
    String endpoint = simulator.origin().toString();
    Path config = Outside.campaign(directory, endpoint, "sim-8b?step_ms=50");
    String text = Files.readString(config);
    Files.writeString(config, text.replace("api_key_env:", "preflight: false\n      api_key_env:"));
    server.call(6, "campaign_init", Json.object().put("config", config.toString()));
    JsonNode made = server.receive();
    String campaign = made.at("/result/structuredContent/json/campaign_id").asString();
    server.call(
        7,
        "cell_run",
        Json.object()
            .put("campaign", campaign)
            .put("cell", "aa-1k")
            .put("engine", "builtin")
            .put("i_understand_this_submits_jobs", true));
    return server.child();
  }

  private static String id(JsonNode message) {
    return message.required("id").asString();
  }
}
