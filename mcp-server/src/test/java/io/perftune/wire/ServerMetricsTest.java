package io.perftune.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.simulator.Simulator;
import io.perftune.simulator.SimulatorSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The metrics pages of the servers that the simulator imitates, read as text.
@Timeout(30)
class ServerMetricsTest {
  private static Simulator simulator;

  @BeforeAll
  static void start() throws IOException {
    simulator = Simulator.start(SimulatorSettings.local());
  }

  @AfterAll
  static void stop() throws IOException {
    simulator.close();
  }

  @ParameterizedTest(name = "{0} has {1}")
  @CsvSource({
    "like-vllm, vllm:num_requests_running",
    "like-vllm, vllm:num_requests_waiting",
    "like-vllm, vllm:kv_cache_usage_perc",
    "like-vllm, vllm:prefix_cache_queries_total",
    "like-vllm, vllm:prefix_cache_hits_total",
    "like-vllm, vllm:prompt_tokens_total",
    "like-vllm, vllm:generation_tokens_total",
    "like-vllm, vllm:request_success_total",
    "sim-speculative, vllm:spec_decode_num_drafts_total",
    "sim-speculative, vllm:spec_decode_num_draft_tokens_total",
    "sim-speculative, vllm:spec_decode_num_accepted_tokens_total",
    "sim-speculative, vllm:spec_decode_num_accepted_tokens_per_pos_total",
    "like-llm-d, vllm:prefix_cache_hits",
    "like-llama-server, llamacpp:prompt_tokens_total",
    "like-llama-server, llamacpp:tokens_predicted_total"
  })
  void aServerHasItsNames(String server, String name) throws Exception {
    assertThat(page(server).of(name)).isNotEmpty();
  }

  @ParameterizedTest(name = "{0} has no {1}")
  @CsvSource({
    "like-vllm, spec_decode",
    "like-llm-d, prefix_cache_hits_total",
    "like-llm-d, _created",
    "like-llama-server, vllm:"
  })
  void aServerHasNoneOfAnother(String server, String part) throws Exception {
    assertThat(names(server)).isNotEmpty().noneMatch(name -> name.contains(part));
  }

  @ParameterizedTest
  @ValueSource(strings = {"like-litellm", "like-transformers", "like-aiperf-mock"})
  void aServerWithoutMetricsAnswers404(String server) throws Exception {
    assertThat(get(server).statusCode()).isEqualTo(404);
  }

  @Test
  void eachCounterHasAGaugeOfItsCreationThatIsNoValueOfIt() throws Exception {
    PrometheusText page = page("sim-speculative");
    List<String> counters =
        names("sim-speculative").stream().filter(name -> name.endsWith("_total")).toList();

    assertThat(counters).hasSizeGreaterThan(8);
    for (String counter : counters) {
      String created = counter.replaceFirst("_total$", "_created");
      assertThat(page.types()).containsEntry(counter, "counter").containsEntry(created, "gauge");
      assertThat(page.of(counter))
          .allMatch(sample -> sample.name().equals(counter) && sample.value() < 1e6);
    }
  }

  private static Set<String> names(String server) throws Exception {
    Set<String> names = new TreeSet<>();
    page(server).samples().forEach(sample -> names.add(sample.name()));
    return names;
  }

  private static PrometheusText page(String server) throws Exception {
    HttpResponse<String> page = get(server);
    assertThat(page.statusCode()).isEqualTo(200);
    return PrometheusText.parse(page.body());
  }

  private static HttpResponse<String> get(String server) throws Exception {
    URI uri = URI.create(simulator.origin(server) + "/metrics");
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }
  }
}
