package io.perftune.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.simulator.behaviour.Behaviour;
import io.perftune.simulator.behaviour.Decode;
import io.perftune.simulator.behaviour.Endpoint;
import io.perftune.simulator.behaviour.Endpoint.Metrics;
import io.perftune.simulator.behaviour.Endpoint.Models;
import io.perftune.simulator.behaviour.Prefill;
import io.perftune.simulator.behaviour.Speed;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class PagesTest {
  private static Behaviour endpoint(Endpoint endpoint) {
    return Chat.FAST.with(endpoint.withContextLength(4_096));
  }

  @Test
  void listensOnLoopbackUnlessTold() throws IOException {
    try (Simulator simulator = Simulator.start(SimulatorSettings.local())) {
      assertThat(InetAddress.getByName(simulator.origin().getHost()).isLoopbackAddress()).isTrue();
      assertThat(simulator.origin().getHost()).isEqualTo("127.0.0.1");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "MAX_MODEL_LEN, /max_model_len",
    "N_CTX, /meta/n_ctx",
    "MAX_INPUT_TOKENS, /max_input_tokens"
  })
  void contextIsToldInItsPlace(Models models, String pointer) throws IOException {
    try (Chat chat = Chat.with(endpoint(Endpoint.DEFAULT.with(models)))) {
      JsonNode page = RawReply.page(chat.simulator.origin(), "/v1/models").json();
      assertThat(page.at("/data/0/id").stringValue()).isEqualTo("m");
      assertThat(page.at("/data/0" + pointer).intValue()).isEqualTo(4_096);
    }
  }

  @Test
  void contextMayNotBeToldAndTheListMayBeMissing() throws IOException {
    try (Chat chat = Chat.with(endpoint(Endpoint.DEFAULT.with(Models.NAME_ONLY)))) {
      assertThat(RawReply.page(chat.simulator.origin(), "/v1/models").body())
          .contains("\"m\"")
          .doesNotContain("4096");
    }
    try (Chat chat = Chat.with(endpoint(Endpoint.DEFAULT.with(Models.NOT_FOUND)))) {
      assertThat(RawReply.page(chat.simulator.origin(), "/v1/models").status()).isEqualTo(404);
      assertThat(chat.stream("\"max_tokens\":1").status()).isEqualTo(200);
    }
    try (Chat chat = Chat.with(endpoint(Endpoint.DEFAULT.with(Models.FAILS)))) {
      assertThat(RawReply.page(chat.simulator.origin(), "/v1/models").status()).isEqualTo(500);
    }
  }

  @Test
  void modelHasAnEndpointOfItsOwn() throws IOException {
    try (Simulator simulator = Simulator.start(SimulatorSettings.local())) {
      URI own = simulator.origin("like-llama-server");
      JsonNode models = RawReply.page(own, "/v1/models").json();
      assertThat(models.path("data")).hasSize(1);
      assertThat(models.at("/data/0/meta/n_ctx").intValue()).isEqualTo(131_072);
      assertThat(RawReply.page(own, "/health").status()).isEqualTo(200);
      assertThat(RawReply.page(own, "/metrics").body()).contains("llamacpp:requests_processing 0");
      String body = Chat.body("\"max_tokens\":1").replace("\"m\"", "\"like-llama-server\"");
      assertThat(RawReply.chat(own, body).status()).isEqualTo(200);
      assertThat(RawReply.page(simulator.origin("like-transformers"), "/v1/models").status())
          .isEqualTo(500);
      assertThat(RawReply.page(simulator.origin("like-litellm"), "/metrics").status())
          .isEqualTo(404);
      assertThat(RawReply.page(simulator.origin("nobody"), "/health").status()).isEqualTo(404);
      JsonNode all = RawReply.page(simulator.origin(), "/v1/models").json().path("data");
      assertThat(all.valueStream().map(model -> model.path("id").stringValue()))
          .contains("sim-8b", "sim-reasoner")
          .doesNotContain("like-transformers", "like-aiperf-mock");
    }
  }

  @Test
  void unknownModelAndUnknownPathAre404() throws IOException {
    try (Chat chat = Chat.with(Chat.FAST)) {
      URI origin = chat.simulator.origin();
      RawReply unknown = RawReply.chat(origin, Chat.body("").replace("\"m\"", "\"x\""));
      assertThat(unknown.status()).isEqualTo(404);
      assertThat(unknown.json().at("/error/message").stringValue())
          .isEqualTo("The model `x` does not exist.");
      assertThat(RawReply.page(origin, "/v1/completions").status()).isEqualTo(404);
      assertThat(RawReply.page(origin, "/v1/chat/completions").status()).isEqualTo(405);
    }
  }

  @Test
  void switchesInTheNameMakeAModelOfItsOwn() throws IOException {
    try (Chat chat = Chat.with(Chat.FAST)) {
      URI origin = chat.simulator.origin();
      String body =
          Chat.body("").replace("\"m\"", "\"m?natural_tokens=4&usage.cached_tokens=false\"");
      JsonNode json = RawReply.chat(origin, body).json();
      assertThat(json.path("usage").toString())
          .isEqualTo(
              "{\"prompt_tokens\":3,\"total_tokens\":7,\"completion_tokens\":4,"
                  + "\"completion_tokens_details\":{\"reasoning_tokens\":0}}");
      RawReply refused = RawReply.chat(origin, body.replace("natural_tokens", "natural"));
      assertThat(refused.status()).isEqualTo(400);
      assertThat(refused.body()).contains("natural is not a switch");
    }
  }

  @Test
  void metricsCountTokensAndRequests() throws IOException {
    try (Chat chat =
        Chat.with(
            Chat.FAST.with(new Speed(new Prefill(1e9, false, 0, 0.5, false), Decode.of(0))))) {
      chat.stream("\"ignore_eos\":true,\"max_tokens\":5");
      chat.whole("\"min_tokens\":7");
      chat.stream("\"max_tokens\":0");
      Map<String, Double> samples = samples(chat, "m");
      String labels = "{engine=\"0\",model_name=\"m\"}";
      assertThat(samples)
          .containsEntry("vllm:prompt_tokens_total" + labels, 6.0)
          .containsEntry("vllm:prefix_cache_queries_total" + labels, 6.0)
          .containsEntry("vllm:prefix_cache_hits_total" + labels, 2.0)
          .containsEntry("vllm:generation_tokens_total" + labels, 205.0)
          .containsEntry("vllm:num_requests_running" + labels, 0.0)
          .containsEntry("vllm:num_requests_waiting" + labels, 0.0)
          .containsEntry("vllm:kv_cache_usage_perc" + labels, 0.0)
          .containsEntry(success("length"), 1.0)
          .containsEntry(success("stop"), 1.0)
          .containsEntry(success("abort"), 0.0)
          .containsKey("vllm:generation_tokens_created" + labels);
      assertThat(samples.keySet()).noneMatch(name -> name.contains("spec_decode"));
    }
  }

  @Test
  void speculativeDecodingHasItsCounters() throws IOException {
    Behaviour speculative = Chat.FAST.with(new Speed(Prefill.of(1e9), new Decode(0, 0, 0, 2, 0.5)));
    try (Chat chat = Chat.with(speculative)) {
      RawReply reply = chat.stream("\"ignore_eos\":true,\"max_tokens\":300");
      long deltas =
          reply.deltas().stream().filter(d -> !d.path("content").stringValue("").isEmpty()).count();
      Map<String, Double> samples = samples(chat, "m");
      String labels = "{engine=\"0\",model_name=\"m\"}";
      double accepted = sample(samples, "vllm:spec_decode_num_accepted_tokens_total" + labels);
      assertThat(samples)
          .containsEntry("vllm:spec_decode_num_drafts_total" + labels, (double) deltas)
          .containsEntry("vllm:spec_decode_num_draft_tokens_total" + labels, 2.0 * deltas)
          .containsKey("vllm:spec_decode_num_drafts_created" + labels);
      assertThat(deltas + accepted).isBetween(300.0, 302.0);
      String position =
          "vllm:spec_decode_num_accepted_tokens_per_pos_total{engine=\"0\",model_name=\"m\",position=\"";
      assertThat(sample(samples, position + "0\"}") + sample(samples, position + "1\"}"))
          .isEqualTo(accepted);
    }
  }

  @Test
  void namesAreThoseOfTheServerThatIsImitated() throws IOException {
    try (Chat chat = Chat.with(endpoint(Endpoint.DEFAULT.with(Metrics.LLM_D)))) {
      assertThat(samples(chat, "m"))
          .containsKey("vllm:prefix_cache_hits{model_name=\"m\"}")
          .containsKey("vllm:request_success_total{finish_reason=\"stop\",model_name=\"m\"}");
    }
    try (Chat chat = Chat.with(endpoint(Endpoint.DEFAULT.with(Metrics.LLAMA_CPP)))) {
      chat.stream("\"max_tokens\":3");
      assertThat(samples(chat, "m"))
          .containsEntry("llamacpp:tokens_predicted_total", 3.0)
          .containsEntry("llamacpp:prompt_tokens_total", 3.0);
    }
    try (Chat chat = Chat.with(endpoint(Endpoint.DEFAULT.with(Metrics.NOT_FOUND)))) {
      assertThat(RawReply.page(chat.simulator.origin(), "/metrics").status()).isEqualTo(404);
    }
  }

  @Test
  void familyIsDeclaredOnceForAllModels() throws IOException {
    try (Simulator simulator = Simulator.start(SimulatorSettings.local())) {
      List<String> types =
          RawReply.page(simulator.origin(), "/metrics")
              .body()
              .lines()
              .filter(line -> line.startsWith("# TYPE"))
              .toList();
      assertThat(types).doesNotHaveDuplicates().hasSizeGreaterThan(10);
    }
  }

  private static double sample(Map<String, Double> samples, String name) {
    assertThat(samples).containsKey(name);
    return samples.getOrDefault(name, Double.NaN);
  }

  private static String success(String reason) {
    return "vllm:request_success_total{engine=\"0\",finished_reason=\""
        + reason
        + "\",model_name=\"m\"}";
  }

  private static Map<String, Double> samples(Chat chat, String model) throws IOException {
    Map<String, Double> samples = new TreeMap<>();
    RawReply.page(chat.simulator.origin(model), "/metrics")
        .body()
        .lines()
        .filter(line -> !line.startsWith("#"))
        .forEach(line -> {
          int space = line.lastIndexOf(' ');
          samples.put(line.substring(0, space), Double.valueOf(line.substring(space + 1)));
        });
    return samples;
  }
}
