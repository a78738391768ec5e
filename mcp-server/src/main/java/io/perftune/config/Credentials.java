package io.perftune.config;

import static java.util.Objects.requireNonNull;

import io.perftune.value.AaWorkload;
import io.perftune.value.Problem;
import io.perftune.value.Secret;
import java.util.Locale;
import java.util.Map;

/// Finds the key that an endpoint is to get, in the environment and nowhere else.
///
/// A cell that names a variable gets that one. Otherwise api.inference.wandb.ai, and no other host,
/// gets WANDB_INFERENCE_API_KEY, else API_KEY; any other host gets API_KEY where it is set.
public final class Credentials {
  /// The variable whose key goes to [#WANDB_HOST] only.
  public static final String WANDB_VARIABLE = "WANDB_INFERENCE_API_KEY";

  /// The variable whose key goes to any host.
  public static final String VARIABLE = "API_KEY";

  /// W&B Inference.
  public static final String WANDB_HOST = "api.inference.wandb.ai";

  private static final String NONE = "none";

  private Credentials() {}

  /// What an endpoint gets.
  public sealed interface Credential {
    /// No Authorization header.
    record None() implements Credential {}

    /// The key of a variable.
    record Key(String variable, Secret secret) implements Credential {
      public Key {
        requireNonNull(variable, "variable is null");
        requireNonNull(secret, "secret is null");
      }
    }

    /// There must be a key, and there is none that can be used.
    record Missing(Problem problem) implements Credential {
      public Missing {
        requireNonNull(problem, "problem is null");
      }
    }
  }

  /// What the endpoint gets from this environment; no problem repeats the value of a variable.
  public static Credential resolve(AaWorkload.Endpoint endpoint, Map<String, String> environment) {
    String declared = endpoint.apiKeyEnv();
    String host = String.valueOf(endpoint.origin().getHost()).toLowerCase(Locale.ROOT);
    if (WANDB_VARIABLE.equals(declared) && !host.equals(WANDB_HOST)) {
      return missing(
          "The key of %s goes to %s only, and the endpoint is %s."
              .formatted(WANDB_VARIABLE, WANDB_HOST, host),
          "Name that endpoint's own variable in aa.api_key_env, or say none.");
    }
    if (declared != null) {
      return declared.equals(NONE) ? new Credential.None() : named(declared, environment);
    }
    if (!host.equals(WANDB_HOST)) {
      return holds(VARIABLE, environment) ? named(VARIABLE, environment) : new Credential.None();
    }
    if (holds(WANDB_VARIABLE, environment)) {
      return named(WANDB_VARIABLE, environment);
    }
    if (holds(VARIABLE, environment)) {
      return named(VARIABLE, environment);
    }
    return missing(
        "Neither %s nor %s is set, and %s wants a key."
            .formatted(WANDB_VARIABLE, VARIABLE, WANDB_HOST),
        "Export one of them, name another variable in aa.api_key_env, or say none.");
  }

  private static boolean holds(String variable, Map<String, String> environment) {
    return !environment.getOrDefault(variable, "").isEmpty();
  }

  private static Credential named(String variable, Map<String, String> environment) {
    if (!holds(variable, environment)) {
      String state = environment.containsKey(variable) ? "empty" : "not set";
      return missing(
          "The environment variable %s is %s.".formatted(variable, state),
          "Export it, name another variable in aa.api_key_env, or say none.");
    }
    String value = environment.getOrDefault(variable, "");
    if (!value.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      return missing(
          "The environment variable %s holds a blank, a line break or a character that is not ASCII."
              .formatted(variable),
          "Export the key alone; look for a line break at its end.");
    }
    return new Credential.Key(variable, new Secret(value));
  }

  private static Credential missing(String message, String remedy) {
    return new Credential.Missing(
        Problem.of("no-credential", message, remedy).at("aa.api_key_env"));
  }
}
