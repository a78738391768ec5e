package io.perftune.verb.cellrun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.perftune.engine.local.Programs;
import io.perftune.verb.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/// The client of this product beside busy neighbours on the one processor that it is held to, and
/// undisturbed before a server that is slow itself.
@Timeout(300)
class SaturatedClientIT extends SimulatedCell {
  private static final int NEIGHBOURS = 12;

  /// Busy for as long as this program lives; a session of its own each, because some systems share
  /// a processor out by session.
  private static final String BUSY =
      "while [ -d /proc/%d ]; do :; done".formatted(ProcessHandle.current().pid());

  /// A quiet client may be taken for a busy one where the machine itself is busy.
  private static final int TRIES = 4;

  private final List<Process> neighbours = new CopyOnWriteArrayList<>();

  @Override
  void prepare(Workbench bench) {
    bench.environment().remove("AIPERF_BIN");
  }

  @AfterEach
  void sendNeighboursAway() throws InterruptedException {
    for (Process neighbour : neighbours) {
      int _ = neighbour.destroyForcibly().waitFor();
    }
  }

  @Test
  void aClientWithoutAProcessorOfItsOwnFailsItsPointAndSaysWhy() throws Exception {
    String taskset = taskset();
    Workbench bench =
        bench(
            "sim-8b?step_ms=20&jitter=0&batch_slope=0&queue=false&min_tokens=ignored&natural_tokens=200",
            "concurrencies: [64]",
            "aa:engine: builtin",
            "aa:request_count: 64",
            "aa:warmup_requests: 0",
            "aa:extra_output_controls: false");
    Thread holder = Thread.ofPlatform().daemon().start(() -> holdDown(taskset));

    Reply reply = bench.run();

    holder.join();
    JsonNode row = bench.row(64);
    assertThat(row.required("client_verdict").asString()).as(reply.stderr()).isEqualTo("saturated");
    assertThat(row.required("status").asString()).isEqualTo("failed");
    assertThat(row.required("status_reason").asString())
        .startsWith("the client was saturated: its event loop was ")
        .contains("lower the concurrency of one client");
    assertThat(reply.returncode()).isEqualTo(1);
  }

  @Test
  void aSlowServerIsNotBlamedOnTheClient() throws Exception {
    List<String> verdicts = new ArrayList<>();
    do {
      Workbench bench =
          bench(
              Files.createDirectory(directory.resolve("try" + verdicts.size())),
              "sim-8b?step_ms=25&jitter=0.3&prefill.tokens_per_s=500&natural_tokens=30"
                  + "&min_tokens=ignored&kind=stall&every=2&at_token=10&stall_ms=700",
              "concurrencies: [4]",
              "aa:engine: builtin",
              "aa:request_count: 4",
              "aa:warmup_requests: 0",
              "aa:extra_output_controls: false");
      Reply reply = bench.run();
      JsonNode row = bench.row(4);
      verdicts.add(
          row.required("client_verdict").asString() + " " + row.required("client_probe_p99_ms"));
      assertThat(number(row, "ttft_p50_ms")).as(reply.stderr()).isGreaterThan(1_000);
      assertThat(number(row, "itl_p50_ms")).isGreaterThan(15);
    } while (verdicts.getLast().startsWith("saturated") && verdicts.size() < TRIES);
    assertThat(verdicts).anyMatch(verdict -> !verdict.startsWith("saturated"));
  }

  /// Waits for the client, then has it share one processor with others.
  private void holdDown(String taskset) {
    try {
      ProcessHandle client = client();
      for (int i = 0; i < NEIGHBOURS; i++) {
        neighbours.add(new ProcessBuilder(taskset, "-c", "0", "setsid", "sh", "-c", BUSY).start());
      }
      int _ =
          new ProcessBuilder(taskset, "-a", "-c", "-p", "0", Long.toString(client.pid()))
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor();
    } catch (IOException e) {
      throw new IllegalStateException("the client could not be held down", e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static ProcessHandle client() {
    for (int look = 0; look < 6_000; look++) {
      try (Stream<ProcessHandle> children = ProcessHandle.current().descendants()) {
        Optional<ProcessHandle> found =
            children
                .filter(child ->
                    child.info().commandLine().orElse("").contains("io.perftune.client.ClientMain"))
                .filter(child -> child.info().command().orElse("").endsWith("java"))
                .findAny();
        if (found.isPresent()) {
          return found.get();
        }
      }
      LockSupport.parkNanos(10_000_000);
    }
    throw new IllegalStateException("the client did not start");
  }

  private static String taskset() {
    Path found = Programs.onPath(System.getenv("PATH"), "taskset");
    if (found == null) {
      String reason = "skipped: there is no taskset, which holds a process to one processor";
      System.err.println(reason);
      return abort(reason);
    }
    return found.toString();
  }
}
