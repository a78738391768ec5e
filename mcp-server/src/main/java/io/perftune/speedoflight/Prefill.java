package io.perftune.speedoflight;

import static java.util.Objects.requireNonNull;

/// One prefill operating point: what a prompt token reads and computes there.
///
/// @param inputTokens of one prompt
public record Prefill(Deployment deployment, double inputTokens) {
  public Prefill {
    requireNonNull(deployment, "deployment is null");
  }

  /// One token's share of all weights, which a prompt reads once: `weight_bytes(E) / isl`.
  public double bytesPerToken() {
    return deployment.weightBytes(deployment.shape().feedForward().experts()) / inputTokens;
  }

  /// The kept coordinates: weight multiplications, as if the output head ran for every token.
  ///
  /// The head runs once a prompt, so this is too high by its share, up to 7 % in a small model.
  ///
  /// @param inputTokensPerSecond of the whole deployment
  public Coordinates at(double inputTokensPerSecond) {
    return at(inputTokensPerSecond, deployment.shape().flopPerToken());
  }

  /// Without the output head, which runs once a prompt and not once a token, and without attention:
  /// a lower bound.
  public Coordinates withoutLmHeadAt(double inputTokensPerSecond) {
    return at(inputTokensPerSecond, withoutLmHeadFlopPerToken());
  }

  /// Without the output head, with attention's own FLOPs: the truest of the three.
  public Coordinates withAttentionAt(double inputTokensPerSecond) {
    return at(inputTokensPerSecond, withoutLmHeadFlopPerToken() + attentionFlopPerToken());
  }

  /// FLOPs of a token's weights but for the output head.
  public double withoutLmHeadFlopPerToken() {
    return deployment.shape().flopPerToken() - 2 * deployment.shape().lmHead();
  }

  /// FLOPs of a token's attention over the causal mean of its prompt, `isl / 2`, all layers.
  public double attentionFlopPerToken() {
    return deployment.shape().prefillAttentionFlops(inputTokens / 2);
  }

  private Coordinates at(double inputTokensPerSecond, double flopPerToken) {
    return new Coordinates(
        flopPerToken, bytesPerToken(), inputTokensPerSecond, deployment.parallelism().gpus());
  }
}
