package io.perftune.simulator.behaviour;

import static java.util.Objects.requireNonNull;

/// What the endpoint around the model tells and demands.
///
/// @param contextLength the most tokens that prompt and answer may have together
/// @param models what `/v1/models` says of the model
/// @param tooLong how a request beyond the context is refused
/// @param access who may use the model
/// @param metrics whose names `/metrics` uses
/// @param createdGauges whether each counter has a `_created` gauge beside it
public record Endpoint(
    int contextLength,
    Models models,
    TooLong tooLong,
    Access access,
    Metrics metrics,
    boolean createdGauges) {

  /// What `/v1/models` says of the model.
  public enum Models {
    /// Its context as `max_model_len`
    MAX_MODEL_LEN,
    /// Its context as `meta.n_ctx`
    N_CTX,
    /// Its context as `max_input_tokens`
    MAX_INPUT_TOKENS,
    /// Its name only
    NAME_ONLY,
    /// Nothing: the model is not listed, and its own `/v1/models` is a 404
    NOT_FOUND,
    /// Nothing: the model is not listed, and its own `/v1/models` is a 500
    FAILS
  }

  /// How a request beyond the context is refused.
  public enum TooLong {
    /// HTTP 400 in the style of vLLM
    STATUS_400,
    /// HTTP 400 with `n_prompt_tokens` and `n_ctx`, in the style of llama-server
    STATUS_400_N_CTX,
    /// HTTP 200 and an error as the stream's only event
    IN_STREAM
  }

  /// Who may use the model.
  public enum Access {
    /// Whoever has the server's key, where it was started with one
    KEY,
    /// As [#KEY]; without such a key nobody. The refusal repeats the key it was given
    KEY_ECHOED,
    /// Everybody
    OPEN
  }

  /// Whose names `/metrics` uses.
  public enum Metrics {
    VLLM,
    LLM_D,
    LLAMA_CPP,
    /// None: the model has no figures, and its own `/metrics` is a 404
    NOT_FOUND
  }

  public static final Endpoint DEFAULT =
      new Endpoint(
          131_072, Models.MAX_MODEL_LEN, TooLong.STATUS_400, Access.KEY, Metrics.VLLM, true);

  public Endpoint {
    requireNonNull(models, "models is null");
    requireNonNull(tooLong, "tooLong is null");
    requireNonNull(access, "access is null");
    requireNonNull(metrics, "metrics is null");
    Range.positive("endpoint.context_length", contextLength);
  }

  public Endpoint withContextLength(int tokens) {
    return new Endpoint(tokens, models, tooLong, access, metrics, createdGauges);
  }

  public Endpoint with(Models changed) {
    return new Endpoint(contextLength, changed, tooLong, access, metrics, createdGauges);
  }

  public Endpoint with(TooLong changed) {
    return new Endpoint(contextLength, models, changed, access, metrics, createdGauges);
  }

  public Endpoint with(Access changed) {
    return new Endpoint(contextLength, models, tooLong, changed, metrics, createdGauges);
  }

  public Endpoint with(Metrics changed) {
    return new Endpoint(contextLength, models, tooLong, access, changed, createdGauges);
  }
}
