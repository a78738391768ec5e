package io.perftune.value;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// What a cell's `aa` block asks for.
public record AaWorkload(
    AaShape shape, AaMode mode, String engine, Endpoint endpoint, Load load, Output output) {
  public AaWorkload {
    requireNonNull(shape, "shape is null");
    requireNonNull(mode, "mode is null");
    requireNonNull(engine, "engine is null");
    requireNonNull(endpoint, "endpoint is null");
    requireNonNull(load, "load is null");
    requireNonNull(output, "output is null");
  }

  /// The cap on a request's output: the one that is given, else the shape's floor.
  public int maxOutputTokens() {
    Integer given = output.maxOutputTokens();
    return given == null ? shape.answerTokens() : given;
  }

  /// Whom to ask.
  ///
  /// @param origin scheme, host, port and base path without `/v1`; no user, no query
  /// @param path `/v1/chat/completions`
  /// @param model the served name
  /// @param apiKeyEnv the name of the variable that holds the key; `none`; null: by the rule for
  ///   the host
  public record Endpoint(
      URI origin, String path, String type, String model, @Nullable String apiKeyEnv) {
    public Endpoint {
      requireNonNull(origin, "origin is null");
      requireNonNull(path, "path is null");
      requireNonNull(type, "type is null");
      requireNonNull(model, "model is null");
    }
  }

  /// How much to ask.
  ///
  /// @param requestCount a point; null: max(20, 2 x concurrency)
  /// @param warmupRequests a point; null: the concurrency, or 0 on a public gateway
  /// @param inputFile a user's own prompts for dataset-replay; null: generated ones
  /// @param requestTimeoutSeconds of one whole request
  /// @param aiperfCmd how to start AIPerf; null: it is looked for
  public record Load(
      @Nullable Integer requestCount,
      @Nullable Integer warmupRequests,
      @Nullable String inputFile,
      int requestTimeoutSeconds,
      @Nullable String aiperfCmd,
      String tokenizer) {
    public Load {
      requireNonNull(tokenizer, "tokenizer is null");
    }
  }

  /// What the answer may be.
  ///
  /// @param extraOutputControls min_tokens and ignore_eos are sent; otherwise the length is only a
  ///   cap
  /// @param maxOutputTokens null: the shape's floor
  /// @param maxTokensField max_completion_tokens or max_tokens
  /// @param extraBody merged into every request
  public record Output(
      boolean extraOutputControls,
      @Nullable Integer maxOutputTokens,
      String maxTokensField,
      ObjectNode extraBody) {
    public Output {
      requireNonNull(maxTokensField, "maxTokensField is null");
      extraBody = extraBody.deepCopy();
    }
  }
}
