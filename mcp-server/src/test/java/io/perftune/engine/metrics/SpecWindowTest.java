package io.perftune.engine.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.perftune.value.EngineMetrics;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The figures between two metrics pages, and the reason for each that is not there.
class SpecWindowTest {
  private static final String BEFORE =
      """
      vllm:spec_decode_num_drafts_total{engine="0"} 100
      vllm:spec_decode_num_drafts_total{engine="1"} 50
      vllm:spec_decode_num_drafts_created{engine="0"} 1.7e9
      vllm:spec_decode_num_draft_tokens_total{engine="0"} 450
      vllm:spec_decode_num_accepted_tokens_total{engine="0"} 200
      vllm:spec_decode_num_accepted_tokens_per_pos_total{engine="0",position="0"} 120
      vllm:spec_decode_num_accepted_tokens_per_pos_total{engine="0",position="10"} 80
      vllm:prefix_cache_queries_total{engine="0"} 1000
      vllm:prefix_cache_hits_total{engine="0"} 10
      """;
  private static final String AFTER =
      """
      vllm:spec_decode_num_drafts_total{engine="0"} 130
      vllm:spec_decode_num_drafts_total{engine="1"} 60
      vllm:spec_decode_num_drafts_created{engine="0"} 1.7e9
      vllm:spec_decode_num_draft_tokens_total{engine="0"} 570
      vllm:spec_decode_num_accepted_tokens_total{engine="0"} 260
      vllm:spec_decode_num_accepted_tokens_per_pos_total{engine="0",position="0"} 156
      vllm:spec_decode_num_accepted_tokens_per_pos_total{engine="0",position="2"} 16
      vllm:spec_decode_num_accepted_tokens_per_pos_total{engine="0",position="10"} 88
      vllm:prefix_cache_queries_total{engine="0"} 3000
      vllm:prefix_cache_hits_total{engine="0"} 510
      """;

  @Test
  void measuresTheGrowthOverAllEngines() {
    EngineMetrics metrics = between(BEFORE, AFTER);

    assertThat(metrics.acceptanceLength()).isEqualTo(1 + 60.0 / 40);
    assertThat(metrics.specAcceptRate()).isEqualTo(60.0 / 120);
    assertThat(metrics.acceptedPerPosition()).containsExactly(0.9, 0.4, 0.2);
    assertThat(metrics.prefixCacheHitRate()).isEqualTo(0.25);
    assertThat(metrics.kvCacheTokens()).isNull();
    assertThat(metrics.unmeasured()).containsOnlyKeys("kv_cache_tokens");
    assertThat(metrics.json().path("acceptance_length").doubleValue()).isEqualTo(2.5);
    assertThat(metrics.json().path("kv_cache_tokens").isNull()).isTrue();
  }

  @Test
  void readsPageOfVllm() {
    EngineMetrics metrics = between("", page("vllm-spec-metrics"));

    assertThat(metrics.acceptanceLength()).isEqualTo(1 + 168.0 / 131);
    assertThat(metrics.specAcceptRate()).isEqualTo(168.0 / 368);
    assertThat(metrics.acceptedPerPosition()).containsExactly(66.0 / 131, 52.0 / 131, 50.0 / 131);
    assertThat(metrics.prefixCacheHitRate()).isEqualTo(0);
  }

  @Test
  void readsPageOfInferenceSimulatorByItsOwnNames() {
    EngineMetrics metrics = between("", page("llmd-sim-metrics"));

    assertThat(metrics.prefixCacheHitRate()).isCloseTo(192.0 / 238, within(1e-12));
    assertThat(metrics.unmeasured().get("acceptance_length")).contains("off");
  }

  @Test
  void readsLlamaServerAndSglang() {
    EngineMetrics llama = between("", AFTER.replace("vllm:spec", "llamacpp:spec"));
    EngineMetrics sglang =
        between(
            "",
            """
            sglang:prompt_tokens_total 200
            sglang:cached_tokens_total{cache_source="device"} 40
            sglang:cached_tokens_total{cache_source="host"} 10
            sglang:spec_accept_length{tp_rank="0"} 2.5
            """);

    assertThat(llama.acceptanceLength()).isEqualTo(1 + 260.0 / 190);
    assertThat(sglang.prefixCacheHitRate()).isEqualTo(0.25);
    assertThat(sglang.acceptanceLength()).isNull();
    assertThat(sglang.unmeasured().get("acceptance_length")).contains("sglang:spec_accept_length");
  }

  @Test
  void takesNoGaugeOfTensorRtForTheWindow() {
    EngineMetrics metrics = between("", "trtllm_kv_cache_hit_rate 0.5\n");

    assertThat(metrics.prefixCacheHitRate()).isNull();
    assertThat(metrics.unmeasured().get("prefix_cache_hit_rate"))
        .contains("trtllm_kv_cache_hit_rate is a gauge");
  }

  @Test
  void isVoidWhereCounterWentDown() {
    assertVoid(between(AFTER, BEFORE), "counter reset");
    assertVoid(
        between(BEFORE, AFTER.replace("{engine=\"1\"} 60", "{engine=\"1\"} 6")), "went down");
    assertVoid(between(BEFORE, ""), "counter reset");
  }

  @Test
  void isVoidWhereTheProcessIsAnother() {
    String started = "process_start_time_seconds ";

    assertVoid(between(BEFORE + started + "1\n", AFTER + started + "2\n"), "restarted");
    assertThat(between(BEFORE + started + "1\n", AFTER + started + "1\n").acceptanceLength())
        .isNotNull();
  }

  @Test
  void dividesByNothing() {
    EngineMetrics metrics = between(AFTER, AFTER);

    assertThat(metrics.acceptanceLength()).isNull();
    assertThat(metrics.unmeasured())
        .containsEntry("acceptance_length", "no draft was made")
        .containsEntry("prefix_cache_hit_rate", "nothing was looked up in the prefix cache");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void carriesTheReasonOfFailedScrape(boolean first) {
    Scrape failed = new Scrape(null, "the metrics page answered 404");
    Scrape read = new Scrape(AFTER, null);

    assertVoid(first ? SpecWindow.between(failed, read) : SpecWindow.between(read, failed), "404");
  }

  @Test
  void isVoidWhereThePageIsSomethingElse() {
    assertVoid(between(BEFORE, "<html>"), "not Prometheus text");
  }

  private static void assertVoid(EngineMetrics metrics, String why) {
    assertThat(metrics.unmeasured()).hasSize(4);
    assertThat(metrics.unmeasured().values())
        .allSatisfy(reason -> assertThat(reason).contains(why));
    assertThat(metrics.acceptedPerPosition()).isEmpty();
  }

  private static EngineMetrics between(String before, String after) {
    return SpecWindow.between(new Scrape(before, null), new Scrape(after, null));
  }

  private static String page(String name) {
    try (InputStream in =
        Objects.requireNonNull(
            SpecWindowTest.class.getResourceAsStream("/sse/" + name + ".txt"), name)) {
      String response = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return response.substring(response.indexOf("\n\n") + 2);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
