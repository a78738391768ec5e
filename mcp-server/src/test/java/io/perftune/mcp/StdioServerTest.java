package io.perftune.mcp;

import static io.perftune.mcp.PipedServer.INITIALIZE;
import static io.perftune.mcp.PipedServer.INITIALIZED;
import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.fixtures.FakeVerb;
import io.perftune.value.Json;
import io.perftune.verb.Outcome;
import io.perftune.verb.Safety;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/// Each way in which a client can be rude, slow or gone.
@Timeout(60)
class StdioServerTest {
  private static final String PING = "{\"jsonrpc\":\"2.0\",\"id\":99,\"method\":\"ping\"}";
  private static final String LIST = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}";
  private static final String CELL = "{\"campaign\":\"c\",\"cell\":\"x\"}";

  @TempDir Path directory;
  private final CountDownLatch began = new CountDownLatch(1);
  private final CountDownLatch interrupted = new CountDownLatch(1);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{                                                       | -32700 | null",
        "not json                                                | -32700 | null",
        "`{\"jsonrpc\":\"2.0\",\"id\":1,\"id\":2,\"method\":\"ping\"}` | -32700 | null",
        "[]                                                      | -32700 | null",
        "`[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}]` | -32700 | null",
        "7                                                       | -32700 | null",
        "`{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"ping\"}` | -32700 | null",
        "`{\"jsonrpc\":\"2.0\",\"id\":1.5,\"method\":\"ping\"}`  | -32700 | null",
        "`{\"jsonrpc\":\"1.0\",\"id\":5,\"method\":\"ping\"}`    | -32600 | 5",
        "`{\"jsonrpc\":\"2.0\",\"id\":\"a\"}`                    | -32600 | `\"a\"`",
        "`{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":7}`           | -32600 | 5",
        "`{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"tools/list\",\"params\":[1]}` | -32600 | 5",
        "`{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"no/such\"}` | -32601 | 5"
      })
  void malformedMessagesAreAnsweredAndTheServerLivesOn(String line, int code, String id)
      throws Exception {
    try (PipedServer server = PipedServer.ready(directory, FakeVerb.all())) {
      server.send(line.strip(), PING);

      ObjectNode answer = server.receive();
      assertThat(answer.at("/error/code").intValue()).isEqualTo(code);
      assertThat(answer.at("/error/message").asString()).isNotBlank();
      assertThat(answer.required("id").toString()).isEqualTo(id);
      assertThat(server.receive().toString())
          .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":99,\"result\":{}}");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "  \t",
        "\r",
        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/roots/list_changed\"}",
        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/unheard_of\"}",
        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}",
        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\"}",
        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":7}}",
        "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{}}"
      })
  void whatNeedsNoAnswerGetsNone(String line) throws Exception {
    try (PipedServer server = PipedServer.ready(directory, FakeVerb.all())) {
      server.send(line, PING);

      assertThat(server.receive().required("id").intValue()).isEqualTo(99);
    }
  }

  @Test
  void handshakeNamesTheServerAndSaysHowToUseIt() throws Exception {
    try (PipedServer server = PipedServer.fresh(directory, FakeVerb.all())) {
      server.send(INITIALIZE);

      ObjectNode answer = server.receive();
      assertThat(answer.at("/result/protocolVersion").asString()).isEqualTo("2025-06-18");
      assertThat(answer.at("/result/serverInfo/name").asString()).isEqualTo("perf-tune-report");
      assertThat(answer.at("/result/serverInfo/version").asString()).isEqualTo("0.0.0-test");
      assertThat(answer.at("/result/instructions").asString()).contains("campaign_init", "dry_run");
      assertThat(answer.at("/result/capabilities").propertyNames()).contains("tools");
    }
  }

  @Test
  void requestsOutOfTurnAreAnsweredWithAnError() throws Exception {
    try (PipedServer server = PipedServer.fresh(directory, FakeVerb.all())) {
      server.send(LIST, PING, PipedServer.call("2", "doctor", "{}", ""), INITIALIZE, LIST);
      assertThat(server.receive().at("/error/message").asString())
          .isEqualTo(
              "tools/list came before the session was initialized: send initialize, then"
                  + " notifications/initialized.");
      assertThat(server.receive().has("result")).isTrue();
      assertThat(server.receive().at("/error/code").intValue()).isEqualTo(-32602);
      assertThat(server.receive().at("/result/serverInfo").isObject()).isTrue();
      assertThat(server.receive().has("error")).isTrue();

      server.send(INITIALIZED, LIST, INITIALIZE);
      assertThat(server.receive().at("/result/tools").size()).isEqualTo(13);
      assertThat(server.receive().at("/error/message").asString())
          .isEqualTo("The session is initialized already.");
    }
  }

  @Test
  void pipedRequestsAreAllAnsweredBeforeTheEnd() throws Exception {
    try (PipedServer server = PipedServer.fresh(directory, FakeVerb.all())) {
      server.send(INITIALIZE, INITIALIZED, LIST);
      server.hangUp();

      assertThat(server.receive().required("id").intValue()).isZero();
      assertThat(server.receive().required("id").intValue()).isEqualTo(1);
      assertThat(server.ended()).isTrue();
    }
  }

  @Test
  void paramsMayBeNullOrLeftOut() throws Exception {
    try (PipedServer server = PipedServer.ready(directory, FakeVerb.all())) {
      server.send(
          LIST, LIST.replace("}", ",\"params\":null}"), LIST.replace("}", ",\"params\":{}}"));

      for (int reply = 1; reply <= 3; reply++) {
        assertThat(server.receive().at("/result/tools").size()).isEqualTo(13);
      }
    }
  }

  @Test
  void cancellationInterruptsTheVerbAndSendsNoReply() throws Exception {
    try (PipedServer server = PipedServer.ready(directory, List.of(waiting()))) {
      server.call(7, "cell_run", CELL);
      began.await();
      server.send(
          "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":7}}");
      interrupted.await();
      server.send(PING);

      assertThat(server.receive().required("id").intValue()).isEqualTo(99);
      server.hangUp();
      assertThat(server.ended()).isTrue();
    }
  }

  @Test
  void aVerbThatEndsWellInSpiteOfACancellationIsNotAnsweredEither() throws Exception {
    FakeVerb stubborn =
        new FakeVerb(
            "cell_run",
            Safety.SUBMITS_JOBS,
            (_, _) -> {
              awaitInterrupt();
              return new Outcome.Done(Json.object(), "done all the same", List.of());
            });
    try (PipedServer server = PipedServer.ready(directory, List.of(stubborn))) {
      server.call(7, "cell_run", CELL);
      began.await();
      server.send(
          "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":7}}");
      server.hangUp();

      assertThat(server.ended()).isTrue();
    }
  }

  @Test
  void pingIsAnsweredWhileAVerbRuns() throws Exception {
    try (PipedServer server = PipedServer.ready(directory, List.of(waiting()))) {
      server.call(7, "cell_run", CELL);
      began.await();
      server.send(PING);

      assertThat(server.receive().required("id").intValue()).isEqualTo(99);
    }
  }

  @Test
  void theEndOfInputInterruptsWhatRuns() throws Exception {
    try (PipedServer server = PipedServer.ready(directory, List.of(waiting()))) {
      server.call(7, "cell_run", CELL);
      began.await();
      server.hangUp();

      assertThat(server.ended()).isTrue();
      assertThat(interrupted.getCount()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":\"%s\",\"id\":5}",
        "{\"a\":\"%s\",\"id\":\"five\"}",
        "{\"id\":5,\"a\":\"%s\"}",
        "{\"jsonrpc\":\"2.0\", \"method\":\"ping\", \"id\":\"five\", \"a\":\"%s\"}",
        "%s"
      })
  void aLineOfTwentyMegabytesIsRefusedByItsLength(String shape) throws Exception {
    try (PipedServer server = PipedServer.ready(directory, FakeVerb.all())) {
      String line = shape.formatted("x".repeat(20_000_000));
      server.send(line, PING);

      ObjectNode answer = server.receive();
      assertThat(answer.at("/error/message").asString())
          .isEqualTo("A message of %d bytes is too long; the limit is 4194304.", line.length());
      assertThat(answer.required("id").isNull()).isEqualTo(shape.equals("%s"));
      assertThat(server.receive().required("id").intValue()).isEqualTo(99);
    }
  }

  @Test
  void aClientThatDoesNotReadBlocksTheReplyAndNothingIsQueued() throws Exception {
    Semaphore done = new Semaphore(0);
    FakeVerb verb =
        new FakeVerb(
            "atlas_aggregate",
            Safety.WRITES_ARTIFACTS,
            (_, _) -> {
              done.release();
              return new Outcome.Done(Json.object(), "x".repeat(100_000), List.of());
            });
    try (PipedServer server = PipedServer.narrow(directory, List.of(verb), 1)) {
      for (int id = 1; id <= 10; id++) {
        server.call(id, "atlas_aggregate", "{\"campaign\":\"c\"}");
      }
      done.acquire(10);
      assertThat(server.unread()).isLessThanOrEqualTo(1);

      for (int reply = 1; reply <= 10; reply++) {
        assertThat(server.receive().at("/result/isError").booleanValue()).isFalse();
      }
    }
  }

  @Test
  void aVerbNeverWaitsForAClientThatDoesNotReadItsProgress() throws Exception {
    FakeVerb chatty =
        new FakeVerb(
            "cell_run",
            Safety.SUBMITS_JOBS,
            (_, context) -> {
              for (int report = 1; report <= 100_000; report++) {
                context.progress().report(report, 100_000, "request " + report);
              }
              began.countDown();
              return new Outcome.Done(Json.object(), "", List.of());
            });
    try (PipedServer server = PipedServer.narrow(directory, List.of(chatty), 1)) {
      server.send(PipedServer.call("7", "cell_run", CELL, ",\"_meta\":{\"progressToken\":\"t\"}"));
      began.await();

      int notifications = 0;
      double last = -1;
      ObjectNode message = server.receive();
      for (; !message.has("id"); message = server.receive()) {
        assertThat(message.at("/params/progressToken").asString()).isEqualTo("t");
        assertThat(message.at("/params/progress").doubleValue()).isGreaterThan(last);
        last = message.at("/params/progress").doubleValue();
        notifications++;
      }
      assertThat(notifications).isBetween(1, 100);
      assertThat(last).isGreaterThanOrEqualTo(100_000);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aVerbThatBreaksIsAnErrorWithCode70AndNoTrace(boolean error) throws Exception {
    FakeVerb breaking =
        new FakeVerb(
            "cell_run",
            Safety.SUBMITS_JOBS,
            (_, _) -> {
              if (error) {
                throw new OutOfMemoryError("too much");
              }
              throw new IllegalStateException("lost");
            });
    try (PipedServer server = PipedServer.ready(directory, List.of(breaking))) {
      server.call(7, "cell_run", CELL);

      ObjectNode answer = server.receive();
      assertThat(answer.at("/result/isError").booleanValue()).isTrue();
      assertThat(answer.at("/result/structuredContent/returncode").intValue()).isEqualTo(70);
      assertThat(answer.toString()).contains("cell_run broke").doesNotContain("\\tat ");
    }
  }

  @Test
  void anIdInUseAndTooManyCallsAreRefused() throws Exception {
    try (PipedServer server = PipedServer.ready(directory, List.of(waiting()))) {
      for (int id = 1; id <= 32; id++) {
        server.call(id, "cell_run", CELL);
      }
      server.call(1, "cell_run", CELL);
      assertThat(server.receive().at("/error/message").asString())
          .isEqualTo("A request with this id is still running.");
      server.call(33, "cell_run", CELL);
      assertThat(server.receive().at("/error/message").asString())
          .isEqualTo("32 calls are running; wait until one has ended.");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "perf_tune_report_cel_run | Did you mean perf_tune_report_cell_run?",
        "cell_run                 | Did you mean perf_tune_report_cell_run?",
        "perf_tune_report_doctor  | doctor is a command: bin/perftunereport doctor.",
        "read_file                | tools/list names them.",
        "''                       | tools/list names them.",
        "perf_tune_report_search_runbooks | Did you mean search_runbooks?",
        "search_runbook           | Did you mean search_runbooks?",
        "run_cancel               | Did you mean perf_tune_report_run_cancel?"
      })
  void aToolThatIsNotThereIsRefusedByName(String tool, String instead) throws Exception {
    try (PipedServer server = PipedServer.ready(directory, FakeVerb.all())) {
      server.send(
          "{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"tools/call\",\"params\":{\"name\":\"%s\"}}"
              .formatted(tool));

      ObjectNode answer = server.receive();
      assertThat(answer.at("/error/code").intValue()).isEqualTo(-32602);
      assertThat(answer.at("/error/message").asString())
          .isEqualTo("There is no tool \"" + tool + "\". " + instead);
    }
  }

  private FakeVerb waiting() {
    return new FakeVerb(
        "cell_run",
        Safety.SUBMITS_JOBS,
        (_, _) -> {
          awaitInterrupt();
          throw new InterruptedException();
        });
  }

  private void awaitInterrupt() {
    began.countDown();
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException _) {
      interrupted.countDown();
    }
  }
}
