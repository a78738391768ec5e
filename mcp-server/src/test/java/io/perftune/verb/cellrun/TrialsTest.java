package io.perftune.verb.cellrun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.perftune.fixtures.Call;
import io.perftune.value.Digest;
import io.perftune.value.Json;
import io.perftune.verb.Reply;
import io.perftune.workspace.Journal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// A point that is measured more than once: in which order, what its row is made of, and what a
/// later call keeps.
@Timeout(120)
class TrialsTest {
  @TempDir Path directory;

  private Workbench bench;

  @BeforeEach
  void open() throws Exception {
    bench = new Workbench(directory);
  }

  @Test
  void trialsAreTakenInTurns() throws Exception {
    Reply plan = bench.dryRun("trials", 3);

    assertThat(plan.returncode()).as(plan.stderr()).isZero();
    assertThat(plan.json().required("commands").valueStream().map(TrialsTest::raw))
        .containsExactly("c1/t1", "c2/t1", "c1/t2", "c2/t2", "c1/t3", "c2/t3");
    assertThat(plan.json().required("points")).hasSize(2);
    assertThat(plan.json().at("/points/0/requests").intValue()).isEqualTo(12);
    assertThat(plan.json().at("/plan/requests").intValue()).isEqualTo(3 * (4 + 1 + 4 + 2));
    assertThat(plan.stdout()).contains("c=1 t=1: 4 requests", "c=2 t=3: 4 requests");

    assertThat(bench.run("trials", 3).returncode()).isZero();

    assertThat(bench.calls().stream().map(call -> call.replaceFirst(".*/raw/(c\\d/t\\d).*", "$1")))
        .containsExactly("c1/t1", "c2/t1", "c1/t2", "c2/t2", "c1/t3", "c2/t3");
    assertThat(bench.files("aa-c\\d-t\\d\\.cmd")).hasSize(6);
  }

  @Test
  void theRowIsTheUnionOfItsTrials() throws Exception {
    Reply reply = bench.run("trials", 3);

    assertThat(reply.returncode()).as(reply.stderr()).isZero();
    JsonNode row = bench.row(2);
    List<JsonNode> requests = requests(2);
    assertThat(requests).hasSize(12);
    assertThat(row.required("requests").intValue()).isEqualTo(12);
    assertThat(row.required("n").intValue()).isEqualTo(12);
    assertThat(row.required("trials").intValue()).isEqualTo(3);
    assertThat(row.required("status").asString()).isEqualTo("full");
    // Every request of a trial is alike: it starts with the trial and lasts as long as it.
    List<Double> medians = new ArrayList<>();
    double seconds = 0;
    for (int trial = 1; trial <= 3; trial++) {
      JsonNode one = first(requests, trial);
      medians.add(one.required("ttft_ms").doubleValue());
      seconds += one.required("latency_ms").doubleValue() / 1_000;
    }
    List<Double> sorted = medians.stream().sorted().toList();
    assertThat(row.required("ttft_p50_ms").doubleValue()).isEqualTo(sorted.get(1));
    assertThat(row.required("ttft_p50_trial_spread").doubleValue())
        .isCloseTo(sorted.get(2) / sorted.get(0) - 1, within(1e-12));
    assertThat(row.required("ttft_p50_trial_std").doubleValue()).isPositive();
    assertThat(row.required("output_speed_p50_trial_spread").doubleValue()).isZero();
    assertThat(row.required("ttft_p50_ci_low").doubleValue()).isEqualTo(sorted.get(0));
    assertThat(row.required("ttft_p50_ci_high").doubleValue()).isEqualTo(sorted.get(2));
    assertThat(row.required("request_throughput_avg").doubleValue())
        .isCloseTo(12 / seconds, within(1e-9));
    assertThat(row.required("output_tps").doubleValue()).isCloseTo(12_000 / seconds, within(1e-6));
    assertThat(row.required("raw_path").asString()).isEqualTo("cells/one/raw/c2");
    assertThat(row.required("raw_sha256").asString()).isEqualTo(combinedRaw(2, 3));
    assertThat(bench.status().at("/points/1/trials")).hasSize(3);
    assertThat(reply.json().required("points")).hasSize(2);
  }

  @Test
  void moreTrialsKeepThoseThatAreThere() throws Exception {
    bench.run();
    JsonNode single = bench.row(1);
    String raw = single.required("raw_sha256").asString();
    String hash = bench.status().at("/points/0/plan_hash").asString();

    Reply reply = bench.run("trials", 3);

    assertThat(reply.returncode()).as(reply.stderr()).isZero();
    assertThat(bench.calls()).hasSize(6);
    assertThat(bench.superseded()).doesNotContain("raw/c1/t1/profile_export.jsonl");
    assertThat(bench.status().at("/points/0/plan_hash").asString()).isEqualTo(hash);
    assertThat(bench.status().at("/points/0/trials/0/attempt").intValue()).isEqualTo(1);
    assertThat(bench.row(1).required("n").intValue()).isEqualTo(12);
    assertThat(raws(1).getFirst()).isEqualTo(raw);
    JsonNode row = bench.row(1);

    assertThat(bench.run("trials", 3).returncode()).isZero();
    assertThat(bench.run("trials", 2).returncode()).isZero();
    assertThat(bench.run().returncode()).isZero();

    assertThat(bench.calls()).hasSize(6);
    assertThat(bench.row(1)).isEqualTo(row);
    assertThat(bench.status().required("status").asString()).isEqualTo("full");
  }

  @Test
  void aRunThatIsEndedAfterTheFirstTrialGoesOnWithTheSecond() throws Exception {
    bench.mode(1, 2, "hang");
    CompletableFuture<Reply> run = new CompletableFuture<>();
    Thread caller =
        Thread.ofPlatform()
            .start(() -> {
              try {
                run.complete(bench.run("trials", 2));
              } catch (InterruptedException | RuntimeException | Error e) {
                run.completeExceptionally(e);
              }
            });
    while (!Files.exists(bench.hanging())) {
      assertThat(run).isNotDone();
      Thread.onSpinWait();
    }
    caller.interrupt();
    assertThat(run).failsWithin(1, TimeUnit.MINUTES);

    assertThat(bench.status().required("status").asString()).isEqualTo("evicted");
    for (int concurrency : List.of(1, 2)) {
      JsonNode row = bench.row(concurrency);
      assertThat(row.required("status").asString()).isEqualTo("partial");
      assertThat(row.required("status_reason").asString()).isEqualTo("1 of 2 trials measured");
      assertThat(row.required("n").intValue()).isEqualTo(4);
    }

    bench.mode(1, 2, "full");
    Reply reply = bench.run("trials", 2);

    assertThat(reply.returncode()).as(reply.stderr()).isZero();
    assertThat(bench.calls()).hasSize(5);
    assertThat(bench.superseded())
        .contains("raw/c1/t2/profile_export.jsonl")
        .doesNotContain("raw/c1/t1/profile_export.jsonl");
    assertThat(bench.row(1).required("status").asString()).isEqualTo("full");
    assertThat(bench.row(1).required("n").intValue()).isEqualTo(8);
  }

  @Test
  void aFailedTrialEndsTheRunAndStaysInTheCount() throws Exception {
    bench.mode(1, 2, "dead");

    Reply reply = bench.run("trials", 2);

    assertThat(reply.returncode()).isEqualTo(1);
    assertThat(bench.calls()).hasSize(3);
    assertThat(Call.codes(reply)).contains("point-failed", "trials-not-measured");
    JsonNode row = bench.row(1);
    assertThat(row.required("status").asString()).isEqualTo("partial");
    assertThat(row.required("status_reason").asString())
        .startsWith("trial 2: none of 4 requests succeeded");
    assertThat(row.required("requests").intValue()).isEqualTo(8);
    assertThat(row.required("requests_failed").intValue()).isEqualTo(4);
    assertThat(row.required("n").intValue()).isEqualTo(4);
    assertThat(bench.row(2).required("status_reason").asString())
        .isEqualTo("1 of 2 trials measured");
    assertThat(bench.status().required("status").asString()).isEqualTo("partial");

    bench.mode(1, 2, "full");
    assertThat(bench.run("trials", 2).returncode()).isZero();
    assertThat(bench.calls()).hasSize(5);
  }

  @Test
  void fewerTrialsDropOnlyThoseThatAreNotFull() throws Exception {
    bench.mode(1, 3, "half");
    bench.run("trials", 3, "concurrencies", List.of(1));
    assertThat(bench.row(1).required("status").asString()).isEqualTo("partial");

    Reply reply = bench.run("trials", 2, "concurrencies", List.of(1));

    assertThat(reply.returncode()).as(reply.stderr()).isZero();
    assertThat(bench.calls()).hasSize(3);
    assertThat(bench.row(1).required("status").asString()).isEqualTo("full");
    assertThat(bench.row(1).required("trials").intValue()).isEqualTo(2);
    assertThat(requests(1)).hasSize(8);
    assertThat(bench.superseded()).contains("raw/c1/t3/profile_export.jsonl");
  }

  @Test
  void noPromptIsSentTwiceInAnyTrialPointOrAttempt() throws Exception {
    bench =
        new Workbench(
            Files.createDirectory(directory.resolve("replay")),
            Workbench.cell("one", "aa:mode: dataset-replay", "aa:trials: 2"));
    assertThat(bench.run().returncode()).isZero();
    assertThat(bench.run("fresh", true).returncode()).isZero();

    List<String> prompts = new ArrayList<>();
    List<Path> datasets = bench.files("c\\d-t\\d-a\\d\\.jsonl");
    for (Path dataset : datasets) {
      for (String line : Files.readAllLines(dataset)) {
        prompts.add(Json.MAPPER.readTree(line).required("text_input").asString());
      }
    }
    assertThat(datasets).hasSize(8);
    assertThat(prompts).hasSize(2 * 2 * (5 + 6)).doesNotHaveDuplicates();
  }

  private static String raw(JsonNode argv) {
    return argv.valueStream()
        .map(JsonNode::asString)
        .filter(word -> word.contains("/raw/c"))
        .map(word -> word.replaceFirst(".*/raw/", ""))
        .findFirst()
        .orElseThrow();
  }

  private List<JsonNode> requests(int concurrency) throws IOException {
    return Files.readAllLines(bench.cell().requests()).stream()
        .map(Json.MAPPER::readTree)
        .filter(request -> request.required("concurrency").intValue() == concurrency)
        .toList();
  }

  private static JsonNode first(List<JsonNode> requests, int trial) {
    return requests.stream()
        .filter(request -> request.required("trial").intValue() == trial)
        .findFirst()
        .orElseThrow();
  }

  /// The raw hashes of a point's trials, in their order.
  private List<String> raws(int concurrency) {
    return new Journal(bench.cell().journal())
        .events().stream()
            .filter(event -> event.path("event").asString().equals("point_ended"))
            .filter(event -> event.path("concurrency").intValue() == concurrency)
            .map(event -> event.required("raw_sha256").asString())
            .toList();
  }

  private String combinedRaw(int concurrency, int trials) {
    List<String> raws = raws(concurrency);
    assertThat(raws).hasSize(trials);
    return Digest.sha256(String.join("\n", raws) + "\n");
  }
}
