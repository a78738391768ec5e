package io.perftune.speedoflight;

import static java.util.Objects.requireNonNull;

/// A model as it is served: what every formula of decode and prefill starts from.
public record Deployment(
    ModelShape shape, WeightFormat weights, KvFormat kv, Parallelism parallelism) {
  public Deployment {
    requireNonNull(shape, "shape is null");
    requireNonNull(weights, "weights is null");
    requireNonNull(kv, "kv is null");
    requireNonNull(parallelism, "parallelism is null");
  }

  /// Bytes of the weights that every token uses, the output head at its own width.
  public double alwaysBytes() {
    return shape.always() * weights.bytes() + headBytes();
  }

  /// Bytes of the output head.
  public double headBytes() {
    return shape.lmHead() * WeightFormat.HEAD_BYTES;
  }

  /// Bytes of that many routed experts in each layer that has them.
  public double routedBytes(double experts) {
    return shape.routed(experts) * weights.bytes();
  }

  /// Bytes of the weights in use where each layer uses that many routed experts: `(active(x) -
  /// lm_head) b_quant + lm_head x 2`.
  public double weightBytes(double experts) {
    return alwaysBytes() + routedBytes(experts);
  }

  /// Bytes of the KV cache of one sequence of that length, one copy of it.
  public double kvBytes(double context) {
    return context * shape.layers() * shape.attention().kvElements() * kv.bytes();
  }

  /// How many GPUs of a replica hold, and read, the same entry of the KV cache.
  public double kvCopies() {
    return shape.attention().kvCopies(parallelism.tensor());
  }
}
