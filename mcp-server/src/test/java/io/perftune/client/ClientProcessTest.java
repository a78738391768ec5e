package io.perftune.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perftune.capture.BuiltinCapture;
import io.perftune.client.RunOfClient.Stream;
import io.perftune.fixtures.ScriptedServer;
import io.perftune.value.ProblemException;
import io.perftune.value.RequestRecord.Result;
import io.perftune.wire.StreamEnd.Cause;
import io.perftune.wire.StreamFrame;
import io.perftune.wire.StreamFrame.Kind;
import io.perftune.wire.StreamsReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// The client as the process that it is: signals, and what its surroundings would have it do.
// A thread of its own, because a test that waits for a process cannot be interrupted.
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ClientProcessTest {
  private static final int WHOLE = 3;
  private static final int OPEN = 2;

  @TempDir private Path temporary;

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143"})
  void aSignalEndsTheRunWithItsCodeAndWholeFiles(String signal, int code) throws Exception {
    CountDownLatch open = new CountDownLatch(OPEN);
    try (ScriptedServer server = stalling(open)) {
      RunOfClient run = RunOfClient.of(server.origin(), temporary, 50).load(OPEN, 50, 0);
      Process client = start(run);
      try {
        open.await();
        kill(signal, client);

        assertThat(client.waitFor()).isEqualTo(code);
      } finally {
        client.destroyForcibly();
      }

      List<Stream> streams = run.streams();
      assertThat(streams).hasSize(WHOLE + OPEN);
      assertThat(streams)
          .extracting(stream -> stream.end().cause())
          .containsExactlyInAnyOrder(
              Cause.COMPLETE, Cause.COMPLETE, Cause.COMPLETE, Cause.CANCELLED, Cause.CANCELLED);
      assertThat(streams)
          .allSatisfy(stream -> assertThat(stream.text()).startsWith("HTTP/1.1 200"));
      assertThat(run.lines()).hasSize(WHOLE + OPEN);
      JsonNode completion = run.completion();
      assertThat(completion.path("cancelled").booleanValue()).isTrue();
      assertThat(completion.path("complete").booleanValue()).isFalse();
      assertThat(BuiltinCapture.read(run.directory, 1, 1, _ -> 1).records())
          .extracting(record -> record.ending().result())
          .containsExactlyInAnyOrder(
              Result.OK, Result.OK, Result.OK, Result.CANCELLED, Result.CANCELLED);
      assertThat(server.requests()).hasSize(WHOLE + OPEN);
      assertThat(client.descendants()).isEmpty();
    }
  }

  @Test
  void aKilledClientLeavesFramesThatAreReadUpToTheLastWholeOne() throws Exception {
    CountDownLatch open = new CountDownLatch(OPEN);
    try (ScriptedServer server = stalling(open)) {
      RunOfClient run = RunOfClient.of(server.origin(), temporary, 50).load(OPEN, 50, 0);
      Process client = start(run);
      try {
        open.await();
        awaitLines(run.directory.resolve("ended.jsonl"), client);
      } finally {
        client.destroyForcibly().waitFor();
      }

      Path file = run.directory.resolve("streams.bin");
      assertThat(ended(file)).isEqualTo(WHOLE);
      assertThat(run.directory.resolve("client.json")).doesNotExist();
      byte[] whole = Files.readAllBytes(file);
      Files.write(file, java.util.Arrays.copyOf(whole, whole.length - 1));
      assertThat(ended(file)).isEqualTo(WHOLE - 1);
      assertThatThrownBy(() -> BuiltinCapture.read(run.directory, 1, 1, _ -> 1))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("cut off inside a frame");
    }
  }

  @Test
  void noProxyIsUsedWhateverTheSurroundingsSay() throws Exception {
    try (ScriptedServer proxy = ScriptedServer.answering(WireForm.WHOLE);
        ScriptedServer server = ScriptedServer.answering(WireForm.WHOLE)) {
      String port = Integer.toString(proxy.port());
      RunOfClient run = RunOfClient.of(server.origin(), temporary, 2).load(1, 2, 0);
      ProcessBuilder builder =
          run.process(
              "-Dhttp.proxyHost=127.0.0.1",
              "-Dhttp.proxyPort=" + port,
              "-Dhttps.proxyHost=127.0.0.1",
              "-DsocksProxyHost=127.0.0.1",
              "-DsocksProxyPort=" + port,
              "-Djava.net.useSystemProxies=true");
      for (String name : List.of("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY")) {
        builder.environment().put(name, proxy.origin().toString());
      }
      builder.environment().remove("no_proxy");
      builder.environment().remove("NO_PROXY");

      assertThat(builder.start().waitFor()).isZero();

      assertThat(run.streams()).allMatch(stream -> stream.end().cause() == Cause.COMPLETE);
      assertThat(server.requests()).hasSize(2).allMatch(request -> request.startsWith("POST /v1/"));
      assertThat(proxy.connections()).isZero();
    }
  }

  /// Answers three requests, and of the others only the first event.
  private static ScriptedServer stalling(CountDownLatch open) throws IOException {
    AtomicInteger asked = new AtomicInteger();
    return ScriptedServer.start(talk -> {
      while (talk.request().isPresent()) {
        if (asked.getAndIncrement() < WHOLE) {
          talk.say(WireForm.WHOLE);
        } else {
          talk.say(WireForm.CHUNKED + "fff\r\n" + WireForm.EVENTS.substring(0, 60));
          open.countDown();
          talk.silence();
        }
      }
    });
  }

  private static Process start(RunOfClient run) throws IOException {
    return run.process().start();
  }

  private static void kill(String signal, Process process) throws Exception {
    assertThat(
            new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                .start()
                .waitFor(30, TimeUnit.SECONDS))
        .isTrue();
  }

  /// What the client flushed is there as soon as nothing waits to be written.
  private static void awaitLines(Path file, Process client) throws IOException {
    while (!Files.exists(file) || Files.readAllLines(file).size() < WHOLE) {
      assertThat(client.isAlive()).isTrue();
      LockSupport.parkNanos(5_000_000);
    }
  }

  /// How many requests have their END in what can be read of a file.
  private static int ended(Path file) {
    int ended = 0;
    try (StreamsReader reader = new StreamsReader(file)) {
      for (@Nullable StreamFrame frame = reader.next(); frame != null; frame = reader.next()) {
        ended += frame.kind() == Kind.END ? 1 : 0;
      }
    } catch (ProblemException e) {
      assertThat(e.problems().getFirst().code()).isEqualTo("streams-cut");
    }
    return ended;
  }
}
