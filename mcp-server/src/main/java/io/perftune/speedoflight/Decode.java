package io.perftune.speedoflight;

import static java.util.Objects.requireNonNull;

/// One decode operating point: what a generated token reads and computes there.
///
/// Bytes and FLOPs are those of the whole deployment for one token; [Coordinates] divides by its
/// GPUs. A step reads each replica's weights once for its whole batch, and the KV cache once for
/// each sequence.
///
/// @param concurrency sequences in flight, of the whole deployment
/// @param context tokens that a new token attends to
public record Decode(Deployment deployment, double concurrency, double context) {
  public Decode {
    requireNonNull(deployment, "deployment is null");
  }

  /// The point of that many sequences in flight, at the middle of their outputs: `ctx = isl +
  /// floor(osl/2)`.
  ///
  /// @param inputTokens mean of a prompt
  /// @param outputTokens mean of an output
  public static Decode of(
      Deployment deployment, double concurrency, double inputTokens, double outputTokens) {
    return new Decode(deployment, concurrency, inputTokens + Math.floor(outputTokens / 2));
  }

  /// Experts of a layer that a step reads at most: `min(E, k b)`, as if no two tokens chose alike;
  /// 0 in a dense model.
  public double union() {
    FeedForward experts = deployment.shape().feedForward();
    return Math.min(experts.experts(), experts.chosen() * expertBatch());
  }

  /// Experts of a layer that a step reads where tokens choose independently of each other: `E (1 -
  /// (1 - k/E)^b)`; 0 in a dense model.
  public double expectedUnion() {
    FeedForward experts = deployment.shape().feedForward();
    if (experts.experts() == 0) {
      return 0;
    }
    double missed = 1 - (double) experts.chosen() / experts.experts();
    return experts.experts() * (1 - Math.pow(missed, expertBatch()));
  }

  /// One token's share of the weights that a step reads, with that many experts a layer:
  /// `weight_bytes(union) / b`.
  public double weightBytesPerToken(double experts) {
    double batch = deployment.parallelism().batch(concurrency);
    return deployment.alwaysBytes() / batch + deployment.routedBytes(experts) / expertBatch();
  }

  /// Bytes of the KV cache that a token reads, one copy.
  public double kvBytesPerToken() {
    return deployment.kvBytes(context);
  }

  /// The kept coordinates: weight multiplications, the union's upper bound, one copy of the KV
  /// cache, one token a step.
  ///
  /// @param outputTokensPerSecond of the whole deployment
  public Coordinates at(double outputTokensPerSecond) {
    return at(outputTokensPerSecond, weightBytesPerToken(union()) + kvBytesPerToken());
  }

  /// With the experts that independent routing is expected to touch.
  public Coordinates expectedAt(double outputTokensPerSecond) {
    return at(outputTokensPerSecond, weightBytesPerToken(expectedUnion()) + kvBytesPerToken());
  }

  /// With every copy of the KV cache that the GPUs hold and read.
  public Coordinates withKvCopiesAt(double outputTokensPerSecond) {
    return at(
        outputTokensPerSecond,
        weightBytesPerToken(union()) + kvBytesPerToken() * deployment.kvCopies());
  }

  /// With speculative decoding: a step yields several tokens for one reading of the weights.
  ///
  /// Each drafted token also takes experts, and the draft model reads its own weights; neither is
  /// counted, so that the bytes are a lower bound.
  ///
  /// @param tokensPerStep the acceptance length, from 1
  public Coordinates speculativeAt(double outputTokensPerSecond, double tokensPerStep) {
    return at(
        outputTokensPerSecond, weightBytesPerToken(union()) / tokensPerStep + kvBytesPerToken());
  }

  /// With attention's own FLOPs beside those of the weights.
  public Coordinates withAttentionAt(double outputTokensPerSecond) {
    Coordinates kept = at(outputTokensPerSecond);
    return new Coordinates(
        kept.flopPerToken() + attentionFlopPerToken(),
        kept.bytesPerToken(),
        outputTokensPerSecond,
        kept.gpus());
  }

  /// FLOPs of a token's attention over its context, all layers.
  public double attentionFlopPerToken() {
    return deployment.shape().decodeAttentionFlops(context);
  }

  /// The least time of one decode step in milliseconds, and so of one token of one sequence: the
  /// time in which HBM delivers the weights that a single token uses.
  ///
  /// The GPUs of a tensor-parallel group read their parts at once; pipeline stages follow each
  /// other and save nothing. Experts that are spread over replicas are read by all of them at once.
  public double leastStepMs(Peaks peaks) {
    Parallelism parallelism = deployment.parallelism();
    double experts = deployment.routedBytes(deployment.shape().feedForward().chosen());
    double readers = parallelism.expertsSpread() ? parallelism.data() : 1;
    double bytes = (deployment.alwaysBytes() + experts / readers) / parallelism.tensor();
    return bytes / peaks.hbm().perSecond() * 1_000;
  }

  private double expertBatch() {
    return deployment.parallelism().expertBatch(concurrency);
  }

  private Coordinates at(double outputTokensPerSecond, double bytesPerToken) {
    return new Coordinates(
        deployment.shape().flopPerToken(),
        bytesPerToken,
        outputTokensPerSecond,
        deployment.parallelism().gpus());
  }
}
