package io.perftune;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.value.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.node.ObjectNode;

/// What only a real process can show: its streams, its children, its end.
// A thread of its own, because a test that waits for a process's words cannot be interrupted.
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ProcessTest {
  private static final String CELL = "{\"campaign\":\"c\",\"cell\":\"x\"}";

  @Test
  void theEndOfInputEndsTheProcessAndTheVerbsChild() throws Exception {
    try (FakeProcess server = FakeProcess.ready()) {
      server.call("cell_run", CELL);
      ProcessHandle child = child(server);
      server.hangUp();

      assertThat(server.said("cleaned up")).isPresent();
      assertThat(server.process().waitFor()).isZero();
      assertThat(child.isAlive()).isFalse();
      assertThat(server.silent()).isTrue();
    }
  }

  @Test
  void sigtermEndsTheVerbsChildToo() throws Exception {
    try (FakeProcess server = FakeProcess.ready()) {
      server.call("cell_run", CELL);
      ProcessHandle child = child(server);
      server.process().toHandle().destroy();

      assertThat(server.said("cleaned up")).isPresent();
      assertThat(server.process().waitFor()).isEqualTo(143);
      assertThat(child.isAlive()).isFalse();
    }
  }

  @Test
  void aCancellationEndsTheVerbsChildAndTheServerLivesOn() throws Exception {
    try (FakeProcess server = FakeProcess.ready()) {
      server.call("cell_run", CELL);
      ProcessHandle child = child(server);
      server.send(
          """
          {"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":7}}
          """);
      assertThat(server.said("cleaned up")).isPresent();
      server.send("{\"jsonrpc\":\"2.0\",\"id\":8,\"method\":\"ping\"}\n");

      assertThat(server.receive().required("id").intValue()).isEqualTo(8);
      assertThat(child.isAlive()).isFalse();
    }
  }

  @Test
  void progressIsToldAndToldAgainWhileTheVerbIsSilent() throws Exception {
    try (FakeProcess server = FakeProcess.ready()) {
      server.send(
          """
          {"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"perf_tune_report_cell_run",\
          "arguments":%s,"_meta":{"progressToken":"t"}}}
          """
              .formatted(CELL));
      ObjectNode told = server.receive();
      while (!told.at("/params/message").asString().contains("3 of 20 requests")) {
        told = server.receive();
      }
      ObjectNode again = server.receive();

      assertThat(again.required("method").asString()).isEqualTo("notifications/progress");
      assertThat(again.at("/params/message")).isEqualTo(told.at("/params/message"));
      assertThat(again.at("/params/progress").doubleValue())
          .isGreaterThan(told.at("/params/progress").doubleValue());
    }
  }

  @Test
  void whatAVerbPrintsIsKeptOutOfTheProtocol() throws Exception {
    try (FakeProcess server = FakeProcess.ready()) {
      server.call("atlas_aggregate", "{\"campaign\":\"c\"}");

      assertThat(server.receive().at("/result/structuredContent/json/campaign_dir").asString())
          .isEqualTo("é ü 中 \u2028");
      assertThat(server.said("out of place")).isPresent();
      server.hangUp();
      assertThat(server.silent()).isTrue();
    }
  }

  @Test
  void twentyMegabytesInALineAndManyUnreadRepliesFitInASmallHeap() throws Exception {
    int lists = 2000;
    try (FakeProcess server = FakeProcess.ready("-Xmx48m")) {
      Thread writer =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  server.send("x".repeat(20_000_000) + "\n");
                  for (int id = 1; id <= lists; id++) {
                    server.send(
                        "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"tools/list\"}\n");
                  }
                  server.hangUp();
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      assertThat(Json.text(server.receive().required("error"), "message")).contains("20000000");
      for (int id = 1; id <= lists; id++) {
        assertThat(server.receive().required("id").intValue()).isEqualTo(id);
      }
      writer.join();
      assertThat(server.process().waitFor()).isZero();
    }
  }

  @Test
  void aClientThatReadsNoMoreEndsTheServer() throws Exception {
    try (FakeProcess server = FakeProcess.ready()) {
      server.call("cell_run", CELL);
      ProcessHandle child = child(server);
      server.process().getInputStream().close();
      server.send("{\"jsonrpc\":\"2.0\",\"id\":8,\"method\":\"ping\"}\n");

      assertThat(server.said("cleaned up")).isPresent();
      assertThat(server.process().waitFor()).isZero();
      assertThat(child.isAlive()).isFalse();
    }
  }

  @Test
  void interruptEndsACommandAndItsChildWith130() throws Exception {
    List<String> words = List.of("cell-run", "--campaign", "c", "--cell", "x");
    try (FakeProcess command = FakeProcess.start(List.of(), words)) {
      ProcessHandle child = child(command);
      new ProcessBuilder("kill", "-INT", String.valueOf(command.process().pid())).start().waitFor();

      assertThat(command.said("cleaned up")).isPresent();
      assertThat(command.process().waitFor()).isEqualTo(130);
      assertThat(child.isAlive()).isFalse();
      assertThat(command.silent()).isTrue();
    }
  }

  private static ProcessHandle child(FakeProcess server) {
    String line = server.said("child ").orElseThrow();
    return ProcessHandle.of(Long.parseLong(line.substring("child ".length()))).orElseThrow();
  }
}
