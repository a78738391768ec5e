package io.perftune.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.simulator.behaviour.Behaviour;
import io.perftune.simulator.behaviour.Endpoint;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AccessTest {
  private static final String RIGHT = "Authorization: Bearer sk-right";
  private static final String WRONG = "Authorization: Bearer sk-wrong";

  private static int status(Simulator simulator, String model, String... headers)
      throws IOException {
    return reply(simulator, model, headers).status();
  }

  private static RawReply reply(Simulator simulator, String model, String... headers)
      throws IOException {
    String body = Chat.body("\"max_tokens\":1").replace("\"m\"", "\"" + model + "\"");
    return RawReply.chat(simulator.origin(), body, headers);
  }

  private static Simulator start(Optional<BearerKey> key) throws IOException {
    Behaviour echoed = Chat.FAST.with(Endpoint.DEFAULT.with(Endpoint.Access.KEY_ECHOED));
    Behaviour open = Chat.FAST.with(Endpoint.DEFAULT.with(Endpoint.Access.OPEN));
    SimulatorSettings settings =
        SimulatorSettings.local().withOnly(Map.of("m", Chat.FAST, "echo", echoed, "open", open));
    return Simulator.start(key.map(settings::withKey).orElse(settings));
  }

  @Test
  void onlyTheRightKeyOpens() throws IOException {
    try (Simulator simulator = start(Optional.of(new BearerKey("sk-right")))) {
      assertThat(status(simulator, "m", RIGHT)).isEqualTo(200);
      assertThat(status(simulator, "m", "authorization: bearer sk-right")).isEqualTo(200);
      assertThat(status(simulator, "m", WRONG)).isEqualTo(401);
      assertThat(status(simulator, "m")).isEqualTo(401);
      assertThat(status(simulator, "open")).isEqualTo(200);
      assertThat(reply(simulator, "m", WRONG).body()).doesNotContain("sk-wrong");
    }
  }

  @Test
  void listOfModelsIsLockedTooButHealthAndMetricsAreNot() throws IOException {
    try (Simulator simulator = start(Optional.of(new BearerKey("sk-right")))) {
      assertThat(RawReply.page(simulator.origin(), "/v1/models").status()).isEqualTo(401);
      assertThat(RawReply.page(simulator.origin(), "/v1/models", RIGHT).status()).isEqualTo(200);
      assertThat(RawReply.page(simulator.origin(), "/health").status()).isEqualTo(200);
      assertThat(RawReply.page(simulator.origin(), "/metrics").status()).isEqualTo(200);
    }
  }

  @Test
  void refusalMayEchoTheKey() throws IOException {
    try (Simulator simulator = start(Optional.of(new BearerKey("sk-right")))) {
      assertThat(reply(simulator, "echo", WRONG).body())
          .contains("Incorrect API key provided: sk-wrong.");
      assertThat(status(simulator, "echo", RIGHT)).isEqualTo(200);
    }
    try (Simulator simulator = start(Optional.empty())) {
      assertThat(reply(simulator, "echo", RIGHT).body()).contains("sk-right");
      assertThat(status(simulator, "m")).isEqualTo(200);
    }
  }

  @Test
  void refusedRequestsAreInTheTruthWithoutAnOrdinal() throws IOException {
    try (Simulator simulator = start(Optional.of(new BearerKey("sk-right")))) {
      status(simulator, "m", WRONG);
      Truth truth = simulator.truth().getFirst();
      assertThat(truth.outcome().status()).isEqualTo(401);
      assertThat(truth.request().bearerKeyPresent()).isTrue();
      assertThat(truth.request().ordinal()).isZero();
    }
  }

  @Test
  void keyIsNotInAnyText() {
    SimulatorSettings settings = SimulatorSettings.local().withKey(new BearerKey("sk-right"));
    assertThat(settings.toString()).doesNotContain("sk-right");
  }
}
