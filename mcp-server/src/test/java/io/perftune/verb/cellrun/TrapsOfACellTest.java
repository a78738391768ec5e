package io.perftune.verb.cellrun;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.simulator.Truth;
import io.perftune.verb.Reply;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What spoils a measurement without a word, met on a whole cell: prompts that a cache knows, and
/// connections that are set up inside a request. Whether the client was fast enough is the
/// machine's affair: each call measures one point, and no status is asserted.
class TrapsOfACellTest extends SimulatedCell {
  private static final String MODEL = "sim-8b?step_ms=0.05&jitter=0&batch_slope=0";

  @Override
  void prepare(Workbench bench) {
    bench.environment().remove("AIPERF_BIN");
  }

  @Test
  void nothingThatACellEverSendsIsSentTwice() throws Exception {
    Workbench bench =
        cell("", "aa:burn_in: true", "aa:prewarm_shapes: [aa-1k]", "aa:settle_required: false");

    for (int concurrency : List.of(1, 2, 1)) {
      Reply reply = bench.run("concurrencies", List.of(concurrency), "fresh", true);
      assertThat(bench.rows()).as(reply.stderr()).containsKey(concurrency);
    }

    // Each call: a prewarm, a burn-in of a request or more, and two requests with a warm-up for
    // each connection.
    assertThat(prompts()).hasSizeGreaterThan(3 * (1 + 1 + 2) + 1 + 2 + 1).doesNotHaveDuplicates();
  }

  @Test
  void aSeedSendsEveryEndpointTheSamePromptsAndNoSeedSendsNoneTwice() throws Exception {
    List<String> first = sent(cell("seed: 7\n"));
    List<String> second = sent(cell("seed: 7\n"));
    List<String> third = sent(cell(""));

    assertThat(first).hasSize(2 + 2).doesNotHaveDuplicates();
    assertThat(second).containsExactlyInAnyOrderElementsOf(first);
    assertThat(third).hasSize(2 + 2).doesNotContainAnyElementsOf(first);
  }

  @Test
  void whatACacheAnsweredStandsInTheRow() throws Exception {
    Workbench bench = cell("", "aa:model: \"" + MODEL + "&cached_share=0.25\"");

    assertThat(sent(bench)).isNotEmpty();

    assertThat(number(bench.row(2), "cached_token_share")).isBetween(0.24, 0.25);
  }

  @Test
  void aNewConnectionInsideARequestStandsInTheRow() throws Exception {
    Workbench bench = cell("", "aa:warmup_requests: 0");

    assertThat(sent(bench)).hasSize(2);

    assertThat(number(bench.row(2), "connection_reused_share")).isZero();
    assertThat(number(bench.row(2), "connect_ms_avg")).isPositive();
  }

  /// The sha256 of every prompt that the point at concurrency 2 sends, of two requests.
  private List<String> sent(Workbench bench) throws Exception {
    int before = simulator().truth().size();
    Reply reply = bench.run("concurrencies", List.of(2));
    assertThat(bench.rows()).as(reply.stderr()).containsKey(2);
    return simulator().truth().stream()
        .skip(before)
        .map(Truth::prompt)
        .map(prompt -> String.valueOf(prompt.sha256()))
        .toList();
  }

  /// A machine with a campaign of one cell, at concurrency 1 and 2.
  ///
  /// @param head of the campaign file, whole lines
  private Workbench cell(String head, String... more) throws Exception {
    List<String> lines = new ArrayList<>(List.of("aa:engine: builtin", "aa:settle_s: 0"));
    lines.add("aa:request_count: 2");
    lines.add("aa:url: " + simulator().origin());
    lines.add("aa:model: \"" + MODEL + "\"");
    lines.addAll(List.of(more));
    Path machine = Files.createTempDirectory(directory, "machine");
    Workbench bench = new Workbench(machine);
    prepare(bench);
    String cell = Workbench.cell(Workbench.CELL, lines.toArray(String[]::new));
    bench.campaign("name: " + machine.getFileName() + "\n" + head + "cells:\n" + cell);
    return bench;
  }
}
