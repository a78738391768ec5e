package io.perftune.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.perftune.value.AaMode;
import io.perftune.value.AaShape;
import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// schemas/campaign.schema.json: each key and each default, restated.
class CampaignSchemaTest {
  private static final String REQUIRED = "(required)";
  private static final String NONE = "(none)";

  private static Map<String, String> keys() {
    Map<String, String> keys = new LinkedHashMap<>();
    collect(Schema.load("campaign").json(), "", keys);
    return keys;
  }

  private static void collect(JsonNode schema, String path, Map<String, String> keys) {
    for (Map.Entry<String, JsonNode> member : Json.members(schema.path("properties"))) {
      String name = path + member.getKey();
      JsonNode property = member.getValue();
      boolean required =
          schema
              .path("required")
              .valueStream()
              .anyMatch(key -> key.asString().equals(member.getKey()));
      JsonNode declared = property.get("default");
      keys.put(name, declared != null ? Json.line(declared) : required ? REQUIRED : NONE);
      collect(property, name + ".", keys);
      collect(property.path("items"), name + "[].", keys);
    }
  }

  @Test
  void topLevelKeysAndDefaults() {
    assertThat(below(""))
        .containsExactly(
            "name=(required)",
            "description=\"\"",
            "experiment_id=null",
            "family=null",
            "evidence_bundle_path=null",
            "focus=null",
            "seed=null",
            "next_lever=null",
            "levers=[]",
            "close_reason=null",
            "roofline_gap_arms={}",
            "provenance={}",
            "tpm={}",
            "cost={}",
            "cells=[]");
    assertThat(below("next_lever."))
        .containsExactly("change=(required)", "unlock=(required)", "gate=(required)");
    assertThat(below("levers[]."))
        .containsExactly(
            "change=(required)",
            "unlock=(required)",
            "gate=(required)",
            "state=(required)",
            "why=null",
            "rule=null");
  }

  @Test
  void provenanceKeysAndDefaults() {
    assertThat(below("tpm."))
        .containsExactly("ttft_sla_ms=2000", "tpot_sla_ms=50", "gpus_per_node=8");
    assertThat(below("cost.")).containsExactly("usd_per_gpu_hour=null", "power_watts_per_gpu=null");
    assertThat(below("provenance."))
        .containsExactly(
            "schema=\"experiment_provenance_v1\"", "identity={}", "source=[]", "verdict={}");
    assertThat(below("provenance.identity."))
        .containsExactly(
            "run_id=null",
            "title=null",
            "hypothesis=null",
            "family=null",
            "tags=[]",
            "status=\"active\"");
    assertThat(below("provenance.source[]."))
        .containsExactly(
            "repo=null",
            "branch=null",
            "commit=null",
            "dirty=null",
            "delivery=null",
            "overlay_mode=null",
            "image=null",
            "image_digest=null",
            "pip_version=null");
    assertThat(below("provenance.verdict."))
        .containsExactly(
            "tier=\"draft\"",
            "trials=1",
            "same_node=null",
            "baseline=null",
            "decode_metric=null",
            "latency_claim=false",
            "which_kernel_claim=false",
            "per_kernel_ref=false",
            "claim=null",
            "metric=null");
  }

  @Test
  void cellKeysAndDefaults() {
    assertThat(below("cells[]."))
        .containsExactly(
            "cell_id=(required)",
            "backend=(required)",
            "concurrencies=(required)",
            "notes=\"\"",
            "model=(required)",
            "model_config=null",
            "model_path=null",
            "hardware=\"undisclosed\"",
            "quant=\"undisclosed\"",
            "kv_cache_dtype=\"undisclosed\"",
            "num_gpus=null",
            "tensor_parallel=null",
            "data_parallel=1",
            "pipeline_parallel=1",
            "expert_parallel=null",
            "parallel_strategy=\"TP\"",
            "ep_mode=null",
            "max_num_seqs=null",
            "max_num_batched_tokens=\"undisclosed\"",
            "gpu_memory_utilization=\"undisclosed\"",
            "max_model_len=null",
            "cudagraph_mode=\"undisclosed\"",
            "enforce_eager=null",
            "async_scheduling=null",
            "enable_prefix_caching=null",
            "mtp=false",
            "num_speculative_tokens=null",
            "router_policy=null",
            "reasoning=\"undisclosed\"",
            "reasoning_parser=\"undisclosed\"",
            "tool_call_parser=\"undisclosed\"",
            "auto_tool_choice=\"undisclosed\"",
            "cache_mode=\"cold\"",
            "tier=null",
            "image=\"undisclosed\"",
            "serving_engine=\"undisclosed\"",
            "engine_version=null",
            "endpoint_kind=(none)",
            "extras={}",
            "aa=(required)");
  }

  @Test
  void workloadKeysAndDefaults() {
    assertThat(below("cells[].aa."))
        .containsExactly(
            "url=(required)",
            "endpoint=\"/v1/chat/completions\"",
            "endpoint_type=\"chat\"",
            "model=(required)",
            "api_key_env=null",
            "shape=(required)",
            "mode=\"synthetic\"",
            "input_file=null",
            "custom_dataset_type=\"mooncake_trace\"",
            "request_count=null",
            "warmup_requests=null",
            "trials=1",
            "engine=\"aiperf\"",
            "aiperf_cmd=null",
            "bench_pod=null",
            "namespace=null",
            "kube_context=null",
            "tokenizer=\"builtin\"",
            "timeouts={}",
            "extra_output_controls=true",
            "max_output_tokens=null",
            "max_tokens_field=\"max_completion_tokens\"",
            "extra_body={}",
            "headers={}",
            "ca_file=null",
            "preflight=true",
            "prewarm_shapes=[]",
            "burn_in=false",
            "settle_s=null",
            "settle_required=true",
            "spec_scrape=true",
            "metrics_url=null");
    assertThat(below("cells[].aa.timeouts."))
        .containsExactly("connect_s=10", "first_byte_s=600", "idle_s=120", "request_s=1800");
  }

  @Test
  void shapesAndModesAreThoseOfTheCode() {
    JsonNode aa =
        Schema.load("campaign").json().at("/properties/cells/items/properties/aa/properties");
    assertThat(aa.at("/shape/enum").valueStream().map(JsonNode::asString))
        .containsExactlyElementsOf(Arrays.stream(AaShape.values()).map(AaShape::label).toList());
    assertThat(aa.at("/mode/enum").valueStream().map(JsonNode::asString))
        .containsExactlyElementsOf(Arrays.stream(AaMode.values()).map(AaMode::label).toList());
  }

  @Test
  void eachDeclaredColumnOfARowIsAKeyOfTheCell() {
    List<String> elsewhere = List.of("same_node", "baseline");
    Map<String, String> keys = keys();
    assertThat(Tables.table(Tables.ATLAS).columns())
        .filteredOn(column -> column.declared() && !elsewhere.contains(column.name()))
        .hasSizeGreaterThan(25)
        .allSatisfy(column -> assertThat(keys).containsKey("cells[]." + column.name()));
  }

  @Test
  void eachKeySaysWhatItMeans() {
    described(Schema.load("campaign").json());
  }

  private static void described(JsonNode schema) {
    for (Map.Entry<String, JsonNode> member : Json.members(schema.path("properties"))) {
      assertThat(Json.text(member.getValue(), "description")).as(member.getKey()).endsWith(".");
      described(member.getValue());
      described(member.getValue().path("items"));
    }
  }

  static List<String> laterKeys() {
    return List.copyOf(NotYet.campaignKeys().keySet());
  }

  @ParameterizedTest
  @MethodSource("laterKeys")
  void aLaterKeyIsOfferedNowhereAndRefusedByName(String path) {
    String[] parts = path.split("=", 2);
    if (parts.length == 1) {
      assertThat(keys()).doesNotContainKey(path);
    }
    ProblemException refused =
        catchThrowableOfType(
            ProblemException.class,
            () ->
                CampaignFile.parse(
                    Json.line(file(parts[0], parts.length == 1 ? null : parts[1])), "c"));
    assertThat(refused.problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.code()).isEqualTo("not-there-yet"))
        .extracting(Problem::message)
        .isEqualTo(path.replace("[]", "[0]").replace('=', ' ') + " is not there yet.");
  }

  private static ObjectNode file(String path, @Nullable String value) {
    ObjectNode file =
        (ObjectNode)
            Json.MAPPER.readTree(
                """
                {"name": "x", "cells": [{"cell_id": "a", "backend": "aa", "concurrencies": [1],
                 "model": "m", "aa": {"url": "http://h:1", "model": "m", "shape": "aa-1k",
                 "timeouts": {}}}]}
                """);
    String pointer = "/" + path.replace("[]", ".0").replace('.', '/');
    int last = pointer.lastIndexOf('/');
    ((ObjectNode) file.at(pointer.substring(0, last))).put(pointer.substring(last + 1), value);
    return file;
  }

  private static List<String> below(String path) {
    return keys().entrySet().stream()
        .filter(key -> key.getKey().startsWith(path))
        .map(key -> key.getKey().substring(path.length()) + "=" + key.getValue())
        .filter(key -> !key.substring(0, key.indexOf('=')).contains("."))
        .toList();
  }
}
