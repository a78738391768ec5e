package io.perftune.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.config.Credentials.Credential;
import io.perftune.value.AaWorkload;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Which key goes to which host.
class CredentialsTest {
  private static final String WANDB = "https://api.inference.wandb.ai";
  private static final String OTHER = "http://127.0.0.1:8000";

  private static Credential resolve(
      String origin, @Nullable String apiKeyEnv, Map<String, String> environment) {
    return Credentials.resolve(
        new AaWorkload.Endpoint(
            URI.create(origin),
            "/v1/chat/completions",
            "chat",
            "m",
            apiKeyEnv,
            AaWorkload.Access.PLAIN),
        environment);
  }

  private static String key(Credential credential) {
    return switch (credential) {
      case Credential.None _ -> "none";
      case Credential.Key key -> key.variable() + "=" + key.secret().reveal();
      case Credential.Missing missing -> missing.problem().message();
    };
  }

  @Test
  void theWandbKeyGoesNowhereElseEvenWhereACellNamesIt() {
    assertThat(
            key(
                resolve(
                    "http://127.0.0.1:8000",
                    "WANDB_INFERENCE_API_KEY",
                    Map.of("WANDB_INFERENCE_API_KEY", "w"))))
        .isEqualTo(
            "The key of WANDB_INFERENCE_API_KEY goes to api.inference.wandb.ai only, and the endpoint is"
                + " 127.0.0.1.");
    assertThat(
            key(resolve(WANDB, "WANDB_INFERENCE_API_KEY", Map.of("WANDB_INFERENCE_API_KEY", "w"))))
        .isEqualTo("WANDB_INFERENCE_API_KEY=w");
  }

  @Test
  void givesItsOwnKeyToWandbFirst() {
    Map<String, String> both = Map.of("WANDB_INFERENCE_API_KEY", "w", "API_KEY", "a");
    assertThat(key(resolve(WANDB, null, both))).isEqualTo("WANDB_INFERENCE_API_KEY=w");
    assertThat(key(resolve("https://API.Inference.wandb.AI", null, both)))
        .isEqualTo("WANDB_INFERENCE_API_KEY=w");
    assertThat(key(resolve(WANDB, null, Map.of("API_KEY", "a")))).isEqualTo("API_KEY=a");
  }

  @Test
  void refusesWandbWithoutAKey() {
    assertThat(key(resolve(WANDB, null, Map.of())))
        .isEqualTo(
            "Neither WANDB_INFERENCE_API_KEY nor API_KEY is set, and api.inference.wandb.ai wants a"
                + " key.");
    assertThat(key(resolve(WANDB, null, Map.of("WANDB_INFERENCE_API_KEY", ""))))
        .startsWith("Neither");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        OTHER,
        "https://api.inference.wandb.ai.evil.example",
        "https://evil.example/api.inference.wandb.ai",
        "https://xapi.inference.wandb.ai"
      })
  void neverGivesTheWandbKeyToAnotherHost(String origin) {
    assertThat(key(resolve(origin, null, Map.of("WANDB_INFERENCE_API_KEY", "w"))))
        .isEqualTo("none");
    assertThat(key(resolve(origin, null, Map.of("WANDB_INFERENCE_API_KEY", "w", "API_KEY", "a"))))
        .isEqualTo("API_KEY=a");
  }

  @Test
  void sendsNoKeyWhereTheCellSaysNone() {
    assertThat(key(resolve(WANDB, "none", Map.of("WANDB_INFERENCE_API_KEY", "w"))))
        .isEqualTo("none");
  }

  @Test
  void wantsTheVariableThatTheCellNames() {
    assertThat(key(resolve(OTHER, "MY_KEY", Map.of("MY_KEY", "m", "API_KEY", "a"))))
        .isEqualTo("MY_KEY=m");
    assertThat(key(resolve(OTHER, "MY_KEY", Map.of("API_KEY", "a"))))
        .isEqualTo("The environment variable MY_KEY is not set.");
    assertThat(key(resolve(OTHER, "MY_KEY", Map.of("MY_KEY", ""))))
        .isEqualTo("The environment variable MY_KEY is empty.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {" canary", "canary ", "can ary", "canary\n", "can\r\nary", "canäry", "\tcanary"})
  void refusesAKeyThatNoHeaderCanCarryWithoutRepeatingIt(String value) {
    Credential credential = resolve(OTHER, "MY_KEY", Map.of("MY_KEY", value));
    assertThat(credential).isInstanceOf(Credential.Missing.class);
    assertThat(credential.toString()).contains("MY_KEY").doesNotContain("can");
  }

  @Test
  void doesNotShowTheKeyWhenPrinted() {
    assertThat(resolve(OTHER, null, Map.of("API_KEY", "canary")).toString())
        .isEqualTo("Key[variable=API_KEY, secret=[REDACTED]]");
  }
}
