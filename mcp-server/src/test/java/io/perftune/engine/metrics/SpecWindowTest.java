package io.perftune.engine.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.perftune.value.EngineMetrics;
import io.perftune.value.EngineMetrics.Figure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

    assertThat(metrics.value(Figure.ACCEPTANCE_LENGTH)).isEqualTo(1 + 60.0 / 40);
    assertThat(metrics.value(Figure.SPEC_ACCEPT_RATE)).isEqualTo(60.0 / 120);
    assertThat(metrics.acceptedPerPosition())
        .containsExactly(Map.entry(0, 0.9), Map.entry(2, 0.4), Map.entry(10, 0.2));
    assertThat(metrics.value(Figure.PREFIX_CACHE_HIT_RATE)).isEqualTo(0.25);
    assertThat(metrics.kvCacheTokens()).isNull();
    assertThat(metrics.unmeasured()).containsOnlyKeys("kv_cache_tokens");
    assertThat(metrics.json().path("acceptance_length").doubleValue()).isEqualTo(2.5);
    assertThat(metrics.json().path("kv_cache_tokens").isNull()).isTrue();
  }

  @Test
  void readsPageOfVllm() {
    EngineMetrics metrics = between("", page("vllm-spec-metrics"));

    assertThat(metrics.value(Figure.ACCEPTANCE_LENGTH)).isEqualTo(1 + 168.0 / 131);
    assertThat(metrics.value(Figure.SPEC_ACCEPT_RATE)).isEqualTo(168.0 / 368);
    assertThat(metrics.acceptedPerPosition().values())
        .containsExactly(66.0 / 131, 52.0 / 131, 50.0 / 131);
    assertThat(metrics.kvCacheTokens()).isEqualTo(4096 * 128);
    assertThat(metrics.value(Figure.PREFIX_CACHE_HIT_RATE)).isEqualTo(0);
  }

  @Test
  void readsPageOfInferenceSimulatorByItsOwnNames() {
    EngineMetrics metrics = between("", page("llmd-sim-metrics"));

    assertThat(metrics.value(Figure.PREFIX_CACHE_HIT_RATE)).isCloseTo(192.0 / 238, within(1e-12));
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

    assertThat(llama.value(Figure.ACCEPTANCE_LENGTH)).isEqualTo(1 + 260.0 / 190);
    assertThat(sglang.value(Figure.PREFIX_CACHE_HIT_RATE)).isEqualTo(0.25);
    assertThat(sglang.value(Figure.ACCEPTANCE_LENGTH)).isNull();
    assertThat(sglang.unmeasured().get("acceptance_length")).contains("sglang:spec_accept_length");
  }

  @Test
  void takesNoGaugeOfTensorRtForTheWindow() {
    EngineMetrics metrics = between("", "trtllm_kv_cache_hit_rate 0.5\n");

    assertThat(metrics.value(Figure.PREFIX_CACHE_HIT_RATE)).isNull();
    assertThat(metrics.unmeasured().get("prefix_cache_hit_rate"))
        .contains("trtllm_kv_cache_hit_rate is a gauge");
  }

  @Test
  void readsTensorRt() {
    EngineMetrics metrics =
        between(
            "",
            """
            trtllm_spec_decode_num_draft_tokens_total{engine_type="trtllm"} 60
            trtllm_spec_decode_num_accepted_tokens_total{engine_type="trtllm"} 15
            trtllm_spec_decode_acceptance_length{engine_type="trtllm"} 2.0
            trtllm_prompt_tokens_total{engine_type="trtllm"} 500
            trtllm_prompt_cached_tokens_total{engine_type="trtllm"} 100
            trtllm_kv_cache_max_blocks{engine_type="trtllm"} 300
            trtllm_kv_cache_tokens_per_block{engine_type="trtllm"} 32
            """);

    assertThat(metrics.value(Figure.SPEC_ACCEPT_RATE)).isEqualTo(0.25);
    assertThat(metrics.value(Figure.PREFIX_CACHE_HIT_RATE)).isEqualTo(0.2);
    assertThat(metrics.kvCacheTokens()).isEqualTo(9_600);
    assertThat(metrics.unmeasured(Figure.ACCEPTANCE_LENGTH))
        .isEqualTo(
            "trtllm_spec_decode_acceptance_length is a gauge of the latest moment, not of the trial");
  }

  @Test
  void llamaServersPromptTokensLeaveTheCachedOnesOut() {
    EngineMetrics metrics =
        between(
            "llamacpp:prompt_tokens_total 10\nllamacpp:prompt_tokens_cached_total 5\n",
            "llamacpp:prompt_tokens_total 40\nllamacpp:prompt_tokens_cached_total 75\n");

    assertThat(metrics.value(Figure.PREFIX_CACHE_HIT_RATE)).isEqualTo(0.7);
    assertThat(between("", "llamacpp:prompt_tokens_total 40\n").unmeasured())
        .containsEntry("prefix_cache_hit_rate", "the engine has no counters of its prefix cache");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "vllm:cache_config_info{block_size=\"16\",num_gpu_blocks=\"100\"} 1 | 1600",
        "vllm:cache_config_info{block_size=\"16\",kv_cache_size_tokens=\"99\",num_gpu_blocks=\"9\"} 1 | 99",
        "vllm:cache_config_info{block_size=\"16\",num_gpu_blocks=\"None\"} 1 |",
        "sglang:max_total_num_tokens{tp_rank=\"0\"} 4096.0 | 4096",
        "trtllm_kv_cache_max_blocks 3 |",
        "up 1 |"
      })
  void theCapacityOfTheCacheIsWhatTheEngineSays(String page, Long tokens) {
    EngineMetrics metrics = between("", page + "\n");

    assertThat(metrics.kvCacheTokens()).isEqualTo(tokens);
    assertThat(metrics.unmeasured().containsKey("kv_cache_tokens")).isEqualTo(tokens == null);
  }

  @Test
  void replicasAddUpAndRanksOfOneDoNot() {
    assertThat(
            between(
                    "",
                    """
                    sglang:max_total_num_tokens{dp_rank="0",tp_rank="0"} 100
                    sglang:max_total_num_tokens{dp_rank="0",tp_rank="1"} 100
                    sglang:max_total_num_tokens{dp_rank="1",tp_rank="0"} 100
                    """)
                .kvCacheTokens())
        .isEqualTo(200);
    assertThat(
            between(
                    "",
                    """
                    vllm:cache_config_info{block_size="16",engine="0",num_gpu_blocks="2"} 1
                    vllm:cache_config_info{block_size="16",engine="1",num_gpu_blocks="3"} 1
                    """)
                .kvCacheTokens())
        .isEqualTo(80);
  }

  @Test
  void countsOnlyTheModelThatWasMeasured() {
    String page =
        """
        vllm:prefix_cache_queries_total{model_name="%s"} 100
        vllm:prefix_cache_hits_total{model_name="%s"} 10
        vllm:prefix_cache_queries_total{model_name="other"} 900
        vllm:prefix_cache_hits_total{model_name="other"} 900
        """;

    assertThat(between("", page.formatted("m", "m")).value(Figure.PREFIX_CACHE_HIT_RATE))
        .isEqualTo(0.1);
    assertVoid(between("", page.formatted("n", "n")), "is of 2 models, and none is called m");
    assertThat(between("", page.formatted("other", "other")).value(Figure.PREFIX_CACHE_HIT_RATE))
        .isEqualTo(0.91);
  }

  @Test
  void isVoidWhereCounterWasMadeAnewAndHasGoneFurther() {
    assertVoid(between(BEFORE, AFTER.replace("1.7e9", "1.8e9")), "made anew");
  }

  @Test
  void whatWasWrittenIsReadBack() {
    EngineMetrics metrics = between(BEFORE, AFTER);

    assertThat(EngineMetrics.of(metrics.json())).isEqualTo(metrics);
    assertThat(metrics.json().at("/counted/drafts").doubleValue()).isEqualTo(40);
    EngineMetrics none = EngineMetrics.none("off");
    assertThat(EngineMetrics.of(none.json())).isEqualTo(none);
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
    assertThat(between(BEFORE + started + "1\n", AFTER + started + "1\n").unmeasured())
        .containsOnlyKeys("kv_cache_tokens");
  }

  @Test
  void dividesByNothing() {
    EngineMetrics metrics = between(AFTER, AFTER);

    assertThat(metrics.value(Figure.ACCEPTANCE_LENGTH)).isNull();
    assertThat(metrics.unmeasured())
        .containsEntry("acceptance_length", "no draft was made")
        .containsEntry("prefix_cache_hit_rate", "nothing was looked up in the prefix cache");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void carriesTheReasonOfFailedScrape(boolean first) {
    Scrape failed = new Scrape(null, "the metrics page answered 404");
    Scrape read = new Scrape(AFTER, null);

    assertVoid(
        first ? SpecWindow.between(failed, read, "m") : SpecWindow.between(read, failed, "m"),
        "404");
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
    return SpecWindow.between(new Scrape(before, null), new Scrape(after, null), "m");
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
