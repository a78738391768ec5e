package io.perftune.verb.cellrun;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.simulator.Truth;
import io.perftune.simulator.answer.TokenCounts;
import io.perftune.value.Json;
import io.perftune.verb.Reply;
import java.nio.file.Files;
import java.util.List;
import java.util.Objects;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/// A cell on a server with speculative decoding, held to what the simulator knows of each request.
/// Whether the client was fast enough is the machine's affair.
@Timeout(300)
class SpeculativeCellTest extends SimulatedCell {
  private static final int DRAFTED = 3;

  @Override
  void prepare(Workbench bench) {
    bench.environment().remove("AIPERF_BIN");
  }

  @Test
  void theCountersOfAPointAreThoseOfItsOwnRequests() throws Exception {
    String model =
        "sim-speculative?step_ms=0.5&draft_tokens=%d&acceptance=0.6&cached_share=0.25"
            .formatted(DRAFTED);
    Workbench bench =
        bench(
            model,
            "concurrencies: [3]",
            "aa:engine: builtin",
            "aa:request_count: 6",
            "aa:warmup_requests: 0",
            "aa:metrics_url: " + simulator().origin(model) + "/metrics");

    Reply reply = bench.run();

    assertThat(bench.rows().keySet()).as(reply.stderr()).containsExactly(3);
    JsonNode row = bench.row(3);
    List<Truth> truths = truths(bench, 3);
    JsonNode counted =
        Json.MAPPER.readTree(Files.readString(bench.cell().specWindow())).at("/0/counted");
    double drafts = number(counted, "drafts");
    double accepted = number(counted, "accepted");
    long tokens = truths.stream().mapToLong(truth -> truth.sent().answerTokens()).sum();
    assertThat(truths).hasSize(6);
    long chunks =
        truths.stream()
            .flatMap(truth -> truth.sent().chunks().stream())
            .filter(chunk -> chunk.tokens() > 0)
            .count();
    assertThat(drafts).isEqualTo((double) chunks);
    assertThat(number(counted, "draft_tokens")).isEqualTo(DRAFTED * drafts);
    // What was accepted beyond a request's last token was never sent.
    assertThat(drafts + accepted).isBetween((double) tokens, (double) tokens + 6 * DRAFTED);
    assertThat(number(row, "acceptance_length")).isEqualTo(1 + accepted / drafts);
    assertThat(number(row, "spec_accept_rate")).isEqualTo(accepted / (DRAFTED * drafts));
    assertThat(row.at("/extra/accepted_per_position").size()).isEqualTo(DRAFTED);
    assertThat(number(row, "prefix_cache_hit_rate"))
        .isEqualTo(
            sum(truths, usage -> Objects.requireNonNull(usage.cachedTokens()))
                / sum(truths, TokenCounts::promptTokens))
        .isEqualTo(0.25);
    assertThat(row.required("kv_cache_tokens").isNull()).isTrue();
  }

  private static double sum(List<Truth> truths, ToIntFunction<TokenCounts> count) {
    return truths.stream()
        .map(truth -> Objects.requireNonNull(truth.outcome().usage()))
        .mapToInt(count)
        .sum();
  }
}
