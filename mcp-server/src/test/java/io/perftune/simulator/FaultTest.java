package io.perftune.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perftune.simulator.RawReply.End;
import io.perftune.simulator.Truth.Ending;
import io.perftune.simulator.behaviour.Behaviour;
import io.perftune.simulator.behaviour.Fault;
import io.perftune.simulator.behaviour.Fault.Kind;
import io.perftune.simulator.behaviour.Speed;
import io.perftune.tokens.O200k;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FaultTest {
  private static final O200k TOKENS = new O200k();
  private static final String TWENTY = "\"ignore_eos\":true,\"max_tokens\":20";

  private static Behaviour faulty(Fault fault) {
    return Chat.FAST.with(Speed.of(1e9, 1)).with(fault);
  }

  private static Truth only(Chat chat) {
    assertThat(chat.simulator.truth()).hasSize(1);
    return chat.simulator.truth().getFirst();
  }

  @Test
  void statusComesInsteadOfAStream() throws IOException {
    try (Chat chat = Chat.with(faulty(Fault.status(429, "")))) {
      RawReply reply = chat.stream(TWENTY);
      assertThat(reply.status()).isEqualTo(429);
      assertThat(reply.body())
          .isEqualTo(
              "{\"error\":{\"message\":\"simulated failure\",\"type\":\"RateLimitError\",\"param\":null,\"code\":429}}");
      assertThat(only(chat).outcome().status()).isEqualTo(429);
      assertThat(only(chat).outcome().ending()).isEqualTo(Ending.ERROR);
    }
  }

  @Test
  void bodyOfAStatusIsFree() throws IOException {
    try (Chat chat = Chat.with(faulty(Fault.status(500, "Internal Server Error")))) {
      RawReply reply = chat.stream(TWENTY);
      assertThat(reply.headers()).containsEntry("content-type", "text/plain; charset=utf-8");
      assertThat(reply.body()).isEqualTo("Internal Server Error");
    }
    try (Chat chat = Chat.with(faulty(Fault.status(400, "{\"error\":{\"code\":\"400\"}}")))) {
      RawReply reply = chat.stream(TWENTY);
      assertThat(reply.headers()).containsEntry("content-type", "application/json");
      assertThat(reply.body()).isEqualTo("{\"error\":{\"code\":\"400\"}}");
    }
  }

  @Test
  void errorComesInsideTheStreamWithAndWithoutDone() throws IOException {
    for (boolean done : new boolean[] {true, false}) {
      Fault fault = Fault.of(Kind.STREAM_ERROR).atToken(5).with(new Fault.Message(500, "", done));
      try (Chat chat = Chat.with(faulty(fault))) {
        RawReply reply = chat.stream(TWENTY);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.end()).isEqualTo(End.WELL_FORMED);
        assertThat(TOKENS.count(reply.text("content"))).isEqualTo(5);
        assertThat(reply.finishReasons()).isEmpty();
        assertThat(reply.events().getLast().has("error")).isTrue();
        assertThat(reply.data().contains("[DONE]")).isEqualTo(done);
        assertThat(only(chat).outcome().ending()).isEqualTo(Ending.ERROR);
        assertThat(only(chat).sent().answerTokens()).isEqualTo(5);
      }
    }
  }

  @Test
  void deadEngineFailsEveryLaterRequest() throws IOException {
    try (Chat chat = Chat.with(faulty(Fault.of(Kind.ENGINE_DEATH).atToken(3).first(1)))) {
      assertThat(chat.stream(TWENTY).events().getLast().has("error")).isTrue();
      assertThat(chat.stream(TWENTY).status()).isEqualTo(500);
      assertThat(chat.stream(TWENTY).status()).isEqualTo(500);
    }
  }

  @Test
  void disconnectIsATcpReset() throws IOException {
    try (Chat chat = Chat.with(faulty(Fault.of(Kind.DISCONNECT).atToken(4)))) {
      RawReply reply = chat.stream(TWENTY);
      assertThat(reply.end()).isEqualTo(End.RESET);
      assertThat(only(chat).outcome().ending()).isEqualTo(Ending.CUT);
      assertThat(only(chat).sent().answerTokens()).isEqualTo(4);
    }
  }

  @Test
  void disconnectMayComeBeforeTheHead() throws IOException {
    try (Chat chat = Chat.with(faulty(Fault.of(Kind.DISCONNECT).atToken(-1)))) {
      assertThatThrownBy(() -> chat.stream(TWENTY)).isInstanceOf(SocketException.class);
      assertThat(only(chat).outcome().status()).isZero();
    }
  }

  @Test
  void cutClosesInsideAnHttpChunk() throws IOException {
    try (Chat chat = Chat.with(faulty(Fault.of(Kind.CUT).atToken(4)))) {
      RawReply reply = chat.stream(TWENTY);
      assertThat(reply.end()).isEqualTo(End.CLOSED_EARLY);
      assertThat(TOKENS.count(reply.text("content"))).isEqualTo(4);
      assertThat(reply.finishReasons()).isEmpty();
    }
  }

  @Test
  void earlyEndIsAWellFormedBodyWithoutFinish() throws IOException {
    try (Chat chat = Chat.with(faulty(Fault.of(Kind.EARLY_END).atToken(4)))) {
      RawReply reply = chat.stream(TWENTY);
      assertThat(reply.end()).isEqualTo(End.WELL_FORMED);
      assertThat(TOKENS.count(reply.text("content"))).isEqualTo(4);
      assertThat(reply.finishReasons()).isEmpty();
      assertThat(reply.data()).doesNotContain("[DONE]");
      assertThat(reply.usages()).isEmpty();
      assertThat(only(chat).outcome().finishReason()).isNull();
      assertThat(only(chat).outcome().usage()).isNull();
    }
  }

  @Test
  void faultBeyondTheLastTokenStrikesBeforeTheFinish() throws IOException {
    try (Chat chat = Chat.with(faulty(Fault.of(Kind.EARLY_END).atToken(20)))) {
      RawReply reply = chat.stream(TWENTY);
      assertThat(TOKENS.count(reply.text("content"))).isEqualTo(20);
      assertThat(reply.finishReasons()).isEmpty();
    }
  }

  @Test
  void everyFaultFarBeyondTheAnswerStrikesAtItsEnd() throws IOException {
    for (Kind kind : List.of(Kind.STREAM_ERROR, Kind.ENGINE_DEATH, Kind.EARLY_END)) {
      for (String framing : List.of("", ",\"stream_options\":{\"include_usage\":true}")) {
        try (Chat chat = Chat.with(faulty(Fault.of(kind).atToken(500)))) {
          RawReply reply = chat.stream(TWENTY + framing);
          assertThat(TOKENS.count(reply.text("content"))).as("%s", kind).isEqualTo(20);
          assertThat(reply.finishReasons()).as("%s", kind).isEmpty();
          assertThat(only(chat).outcome().ending()).isNotEqualTo(Ending.COMPLETED);
        }
      }
    }
  }

  @Test
  void stallMovesTheRestByItsLength() throws IOException {
    try (Chat chat = Chat.with(faulty(Fault.of(Kind.STALL).atToken(4).stallMs(80)))) {
      RawReply reply = chat.stream(TWENTY);
      assertThat(TOKENS.count(reply.text("content"))).isEqualTo(20);
      assertThat(reply.finishReasons()).containsExactly("length");
      List<Truth.Chunk> tokens =
          only(chat).sent().chunks().stream().filter(chunk -> chunk.tokens() > 0).toList();
      assertThat(tokens.get(4).nanos() - tokens.get(3).nanos()).isGreaterThan(80_000_000);
    }
  }

  @Test
  void stallWithoutAnEndLastsUntilTheClientLeaves() throws IOException {
    try (Chat chat = Chat.with(faulty(Fault.of(Kind.STALL).atToken(0)))) {
      URI origin = chat.simulator.origin();
      try (Socket socket = new Socket(origin.getHost(), origin.getPort())) {
        RawReply.send(socket, "POST /v1/chat/completions", Chat.body("\"stream\":true," + TWENTY));
        assertThat(socket.getInputStream().read()).isEqualTo('H');
        assertThat(chat.simulator.truth()).isEmpty();
      }
      eventually(() -> !chat.simulator.truth().isEmpty());
      assertThat(only(chat).outcome().ending()).isEqualTo(Ending.CLIENT_LEFT);
    }
  }

  @Test
  void clientThatLeavesInASilenceIsNoticed() throws IOException {
    try (Chat chat = Chat.with(Chat.FAST.with(Speed.of(0.01, 1)))) {
      URI origin = chat.simulator.origin();
      try (Socket socket = new Socket(origin.getHost(), origin.getPort())) {
        RawReply.send(socket, "POST /v1/chat/completions", Chat.body("\"stream\":true," + TWENTY));
        assertThat(socket.getInputStream().read()).isEqualTo('H');
      }
      eventually(() -> !chat.simulator.truth().isEmpty());
      assertThat(only(chat).outcome().ending()).isEqualTo(Ending.CLIENT_LEFT);
      assertThat(RawReply.page(origin, "/metrics").body())
          .contains("vllm:num_requests_running{engine=\"0\",model_name=\"m\"} 0.0")
          .contains("finished_reason=\"abort\",model_name=\"m\"} 1.0");
    }
  }

  @Test
  void everyNthAndOnlyTheFirstFail() throws IOException {
    assertThat(statuses(Fault.status(503, "").every(3), 7))
        .containsExactly(200, 200, 503, 200, 200, 503, 200);
    assertThat(statuses(Fault.status(503, "").first(2), 4)).containsExactly(503, 503, 200, 200);
    assertThat(statuses(Fault.status(503, "").every(2).first(4), 6))
        .containsExactly(200, 503, 200, 503, 200, 200);
  }

  @Test
  void replyThatIsNotStreamedFailsToo() throws IOException {
    try (Chat chat = Chat.with(faulty(Fault.of(Kind.STREAM_ERROR).atToken(4)))) {
      assertThat(chat.whole(TWENTY).status()).isEqualTo(500);
    }
    try (Chat chat = Chat.with(faulty(Fault.of(Kind.CUT).atToken(4)))) {
      assertThatThrownBy(() -> chat.whole(TWENTY)).isInstanceOf(SocketException.class);
    }
  }

  @Test
  void closedSimulatorRefusesConnections() throws IOException {
    Chat chat = Chat.with(Chat.FAST);
    chat.close();
    assertThatThrownBy(() -> chat.stream(TWENTY)).isInstanceOf(ConnectException.class);
  }

  @Test
  void closingCutsWhatIsOpen() throws IOException {
    Chat chat = Chat.with(Chat.FAST.with(Speed.of(0.01, 1)));
    URI origin = chat.simulator.origin();
    try (Socket socket = new Socket(origin.getHost(), origin.getPort())) {
      RawReply.send(socket, "POST /v1/chat/completions", Chat.body("\"stream\":true," + TWENTY));
      assertThat(socket.getInputStream().read()).isEqualTo('H');
      chat.close();
      assertThat(only(chat).outcome().ending()).isEqualTo(Ending.CLOSED);
    }
  }

  private static List<Integer> statuses(Fault fault, int requests) throws IOException {
    List<Integer> statuses = new ArrayList<>();
    try (Chat chat = Chat.with(Chat.FAST.with(fault))) {
      for (int request = 0; request < requests; request++) {
        statuses.add(chat.stream("\"max_tokens\":2").status());
      }
    }
    return statuses;
  }

  /// Waits until `holds` does; the class's time-out ends a wait in vain.
  private static void eventually(BooleanSupplier holds) {
    while (!holds.getAsBoolean()) {
      LockSupport.parkNanos(1_000_000);
    }
  }
}
