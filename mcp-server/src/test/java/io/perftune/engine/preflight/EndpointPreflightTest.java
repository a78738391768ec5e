package io.perftune.engine.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.perftune.simulator.BearerKey;
import io.perftune.simulator.Simulator;
import io.perftune.simulator.SimulatorSettings;
import io.perftune.tokens.O200k;
import io.perftune.value.AaMode;
import io.perftune.value.AaShape;
import io.perftune.value.AaWorkload;
import io.perftune.value.Json;
import io.perftune.value.Preflight;
import io.perftune.value.Preflight.Effect;
import io.perftune.value.Preflight.Finding;
import io.perftune.value.Secret;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/// What a preflight finds out about servers that behave as the real ones do.
class EndpointPreflightTest {
  private static final O200k O200K = new O200k();

  private static Simulator simulator;

  @BeforeAll
  static void start() throws Exception {
    simulator = Simulator.start(SimulatorSettings.local());
  }

  @AfterAll
  static void stop() throws Exception {
    simulator.close();
  }

  @ParameterizedTest
  @CsvSource({
    "like-vllm,         max_completion_tokens, honoured, enough,   reasoning",
    "like-llama-server, max_completion_tokens, honoured, enough,   reasoning_content",
    "like-transformers, max_tokens,            rejected, unknown,  none_seen",
    "like-llm-d,        max_completion_tokens, honoured, enough,   none_seen",
    "like-aiperf-mock,  max_completion_tokens, ignored,  unknown,  none_seen",
    "like-litellm,      max_completion_tokens, honoured, enough,   reasoning_content"
  })
  void findsTheOutputControlsOfEachServer(
      String server, String field, String atLeast, String context, String surface)
      throws Exception {
    Preflight preflight = run(aa(server, Json.object()));

    assertThat(preflight.seen().capField()).isEqualTo(field);
    assertThat(preflight.seen().atLeast().label()).isEqualTo(atLeast);
    assertThat(finding(preflight, "context_length").verdict()).isEqualTo(context);
    assertThat(preflight.seen().reasoningSurface()).isEqualTo(surface);
    assertThat(finding(preflight, "access").verdict()).isEqualTo("granted");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "like-vllm         | max_model_len is 131,072     | present | not_reported",
        "like-llama-server | meta.n_ctx is 131,072        | present | reported",
        "like-transformers | does not say its context     | present | not_reported",
        "like-llm-d        | max_model_len is 32,768      | present | reported",
        "like-aiperf-mock  | does not say its context     | absent  | not_reported",
        "like-litellm      | max_input_tokens is 131,072  | present | reported"
      })
  void findsWhatEachServerTellsOfItself(String server, String context, String usage, String cached)
      throws Exception {
    Preflight preflight = run(aa(server, Json.object()));

    assertThat(finding(preflight, "context_length").detail()).contains(context);
    assertThat(finding(preflight, "usage").verdict()).isEqualTo(usage);
    assertThat(finding(preflight, "cached_tokens").verdict()).isEqualTo(cached);
    assertThat(finding(preflight, "model_listed").verdict())
        .isEqualTo(context.startsWith("does not") ? "unknown" : "yes");
  }

  @ParameterizedTest(name = "{0} asked with {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "like-vllm         | max_tokens            | max_tokens   | NONE",
        "like-vllm         | max_completion_tokens | max_completion_tokens | NONE",
        "like-llama-server | max_tokens            | max_tokens   | NONE",
        "like-llama-server | max_completion_tokens | max_completion_tokens | NONE",
        "like-transformers | max_tokens            | max_tokens   | NONE",
        "like-transformers | max_completion_tokens | ignored      | LABEL",
        "like-llm-d        | max_tokens            | max_tokens   | NONE",
        "like-llm-d        | max_completion_tokens | max_completion_tokens | NONE",
        "like-aiperf-mock  | max_tokens            | ignored      | LABEL",
        "like-aiperf-mock  | max_completion_tokens | max_completion_tokens | NONE",
        "like-litellm      | max_tokens            | max_tokens   | NONE",
        "like-litellm      | max_completion_tokens | max_completion_tokens | NONE"
      })
  void findsWhetherADeclaredFieldCapsTheAnswer(
      String server, String field, String verdict, Effect effect) throws Exception {
    Preflight preflight = run(with(aa(server, Json.object()), false, field));

    assertThat(preflight.seen().capField()).isEqualTo(field);
    assertThat(finding(preflight, "max_tokens_field").verdict()).isEqualTo(verdict);
    assertThat(finding(preflight, "max_tokens_field").effect()).isEqualTo(effect);
  }

  @Test
  void aRejectedMinimumComesWithTheServersWordsAndTheRemedy() throws Exception {
    Preflight preflight = run(aa("like-transformers", Json.object()));

    assertThat(preflight.refusals("c")).hasSize(1);
    assertThat(preflight.refusals("c").getFirst().message()).contains("HTTP 422", "min_tokens");
    assertThat(preflight.refusals("c").getFirst().remedy())
        .contains("aa.extra_output_controls: false");
  }

  @Test
  void withoutOutputControlsNoMinimumIsAskedFor() throws Exception {
    AaWorkload aa = with(aa("like-transformers", Json.object()), false, "auto");

    Preflight preflight = run(aa);

    assertThat(preflight.seen().atLeast()).isEqualTo(Preflight.AtLeast.NOT_ASKED);
    assertThat(preflight.refusals("c")).isEmpty();
    assertThat(preflight.cost().requests()).isEqualTo(4);
  }

  @Test
  void aDeclaredFieldThatHasNoEffectIsSaidAndNotReplaced() throws Exception {
    Preflight preflight = run(with(aa("like-aiperf-mock", Json.object()), true, "max_tokens"));

    assertThat(preflight.seen().capField()).isEqualTo("max_tokens");
    assertThat(finding(preflight, "max_tokens_field").verdict()).isEqualTo("ignored");
    assertThat(finding(preflight, "max_tokens_field").remedy()).contains("max_completion_tokens");
  }

  @Test
  void aModelThatFillsTheBudgetByItselfLeavesTheMinimumUndetermined() throws Exception {
    Preflight preflight = run(aa("sim-8b&natural_tokens=2000", Json.object()));

    assertThat(preflight.seen().atLeast()).isEqualTo(Preflight.AtLeast.UNDETERMINED);
    assertThat(preflight.refusals("c")).isEmpty();
  }

  @Test
  void reasoningThatIsCountedAndNeverShownIsHidden() throws Exception {
    Preflight preflight =
        run(aa("sim-8b&reasoning.field=hidden&reasoning.tokens=100", Json.object()));

    assertThat(preflight.seen().hidden()).isTrue();
    assertThat(preflight.seen().reasoningTokens()).isEqualTo(100);
    assertThat(run(aa("sim-8b", Json.object())).seen().hidden()).isFalse();
  }

  @Test
  void thoughtsInTheContentAreInline() throws Exception {
    for (String field : new String[] {"inline", "inline_closed"}) {
      Preflight preflight =
          run(aa("sim-8b&reasoning.field=%s&reasoning.tokens=100".formatted(field), Json.object()));

      assertThat(preflight.seen().reasoningSurface()).isEqualTo("inline_think");
    }
  }

  @Test
  void aRequestNotToThinkThatIsIgnoredIsSaid() throws Exception {
    ObjectNode body = Json.object();
    body.putObject("chat_template_kwargs").put("enable_thinking", false);

    assertThat(finding(run(aa("sim-reasoner", body)), "disable_thinking").verdict())
        .isEqualTo("ignored");
    assertThat(finding(run(aa("sim-8b", body)), "disable_thinking").verdict()).isEqualTo("obeyed");
    assertThat(run(aa("sim-8b", Json.object())).finding("disable_thinking")).isEmpty();
  }

  @Test
  void aContextThatIsTooSmallIsRefusedWithBothNumbersBeforeTheLongerProbes() throws Exception {
    Preflight preflight = run(aa("sim-8b&context_length=1500", Json.object()));

    assertThat(finding(preflight, "context_length").effect()).isEqualTo(Effect.REFUSE);
    assertThat(finding(preflight, "context_length").detail()).contains("1,500", "2,000 tokens");
    assertThat(preflight.cost().requests()).isEqualTo(2);
  }

  @Test
  void aWrongKeyIsRefusedByItsVariableAndNeverRepeated() throws Exception {
    String key = "sk-canary-77-abcd";
    Secret secret = new Secret(key);
    try (Simulator locked =
        Simulator.start(SimulatorSettings.local().withKey(new BearerKey("another-key")))) {
      String name = "sim-8b?access=key_echoed";
      AaWorkload aa = at(locked.origin(name), name, Json.object());
      ProbeAccess access = new ProbeAccess(secret, "BENCH_KEY", Map.of(), null, secret::scrub);

      Preflight preflight = new EndpointPreflight(aa, access, O200K).run(1_000, Instant.EPOCH);

      assertThat(finding(preflight, "access").verdict()).isEqualTo("not_authorised");
      assertThat(finding(preflight, "access").remedy()).contains("BENCH_KEY");
      assertThat(Json.line(preflight.json())).contains("401").doesNotContain(key);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"choices\":[{\"message\":{\"content\":\"hi\"},\"finish_reason\":\"stop\"}]}",
        "<html>hi</html>"
      })
  void anEndpointThatDoesNotStreamIsRefusedWithItsWords(String body) throws Exception {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    try {
      URI origin = URI.create("http://127.0.0.1:" + server.getAddress().getPort());

      Preflight preflight = run(at(origin, "m", Json.object()));

      assertThat(finding(preflight, "access").effect()).isEqualTo(Effect.REFUSE);
      assertThat(finding(preflight, "access").detail()).contains("no stream", "hi");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void aPortWhereNobodyListensIsSaid() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }

    Preflight preflight = run(at(URI.create("http://127.0.0.1:" + port), "m", Json.object()));

    assertThat(finding(preflight, "access").verdict()).isEqualTo("refused_connection");
    assertThat(finding(preflight, "access").detail()).contains(":" + port);
    assertThat(preflight.refusals("c")).hasSize(1);
  }

  @Test
  void aPlainServerAskedForTlsIsATlsFailure() throws Exception {
    URI tls = URI.create(simulator.origin().toString().replace("http:", "https:"));

    assertThat(finding(run(at(tls, "m", Json.object())), "access").verdict())
        .isEqualTo("tls_failed");
  }

  @Test
  void usageAndCachedTokensAreReportedAsSeen() throws Exception {
    Preflight vllm = run(aa("like-vllm", Json.object()));
    Preflight mock = run(aa("like-aiperf-mock", Json.object()));
    Preflight plain = run(aa("sim-8b", Json.object()));

    assertThat(finding(vllm, "usage").verdict()).isEqualTo("present");
    assertThat(finding(vllm, "cached_tokens").verdict()).isEqualTo("not_reported");
    assertThat(finding(mock, "usage").verdict()).isEqualTo("absent");
    assertThat(finding(plain, "cached_tokens").verdict()).isEqualTo("reported");
  }

  @Test
  void costsNoMoreThanWasSaid() throws Exception {
    for (String server : new String[] {"like-vllm", "like-transformers", "like-aiperf-mock"}) {
      AaWorkload aa = aa(server, Json.object());
      Preflight.Cost most = Preflight.Cost.atMost(aa);
      Preflight.Cost cost = run(aa).cost();

      assertThat(cost.requests()).isBetween(1, most.requests());
      assertThat(cost.inputTokens()).isBetween(1, most.inputTokens());
    }
  }

  private static Preflight run(AaWorkload aa) throws InterruptedException {
    ProbeAccess open = new ProbeAccess(null, "API_KEY", Map.of(), null, UnaryOperator.identity());
    return new EndpointPreflight(aa, open, O200K).run(1_000, Instant.EPOCH);
  }

  private static Finding finding(Preflight preflight, String name) {
    return preflight.finding(name).orElseThrow();
  }

  /// @param server a model of the simulator, with switches after `&`
  private static AaWorkload aa(String server, ObjectNode extraBody) {
    String name = (server + "&step_ms=0").replaceFirst("&", "?");
    return at(simulator.origin(name), name, extraBody);
  }

  static AaWorkload at(URI origin, String model, ObjectNode extraBody) {
    return new AaWorkload(
        AaShape.AA_1K,
        AaMode.SYNTHETIC,
        "aiperf",
        new AaWorkload.Endpoint(
            origin, "/v1/chat/completions", "chat", model, "none", AaWorkload.Access.PLAIN),
        new AaWorkload.Load(
            null,
            null,
            1,
            null,
            new AaWorkload.Timeouts(5, 60, 60, 60),
            new AaWorkload.Aiperf(null, "builtin")),
        new AaWorkload.Output(true, null, "auto", extraBody),
        new AaWorkload.Checks(true, false, null));
  }

  private static AaWorkload with(AaWorkload aa, boolean controls, String field) {
    return new AaWorkload(
        aa.shape(),
        aa.mode(),
        aa.engine(),
        aa.endpoint(),
        aa.load(),
        new AaWorkload.Output(controls, null, field, aa.output().extraBody()),
        aa.checks());
  }
}
