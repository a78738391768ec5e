package io.perftune.speedoflight;

import static java.util.Objects.requireNonNull;

/// The dimensions of a language model from which parameters, bytes and FLOPs follow.
///
/// Read from the model's own config.json by [ModelConfig]; there are no built-in models. Embedding
/// lookup, norms and biases are left out: they are below a per mille of what a token reads.
///
/// @param modelType as the configuration names its architecture
/// @param hidden H
/// @param layers L
/// @param vocabulary V
/// @param extraAttention declared parameters of one layer's attention beyond its projections
public record ModelShape(
    String modelType,
    int hidden,
    int layers,
    int vocabulary,
    Attention attention,
    FeedForward feedForward,
    double extraAttention) {
  public ModelShape {
    requireNonNull(modelType, "modelType is null");
    requireNonNull(attention, "attention is null");
    requireNonNull(feedForward, "feedForward is null");
  }

  /// Parameters of the output head: `H V`.
  public double lmHead() {
    return (double) hidden * vocabulary;
  }

  /// Parameters of the layers that every token uses: attention, dense MLPs, shared experts,
  /// routers.
  public double always() {
    return layers * (attention.paramsPerLayer(hidden) + extraAttention)
        + feedForward.always(hidden, layers);
  }

  /// Parameters of the layers in routed experts, `experts` of them a layer.
  public double routed(double experts) {
    return feedForward.routed(hidden, layers, experts);
  }

  /// Parameters in use where each layer uses that many routed experts, the output head among them.
  public double active(double experts) {
    return always() + routed(experts) + lmHead();
  }

  /// All parameters that are held, but for the embedding.
  public double total() {
    return active(feedForward.experts());
  }

  /// FLOPs of one token's weight multiplications, `2 active(k)`: without attention over the
  /// context, and so a lower bound.
  public double flopPerToken() {
    return 2 * active(feedForward.chosen());
  }

  /// FLOPs of one token's attention over that much context while decoding, all layers.
  public double decodeAttentionFlops(double context) {
    return layers * attention.decodeFlops(context);
  }

  /// FLOPs of one prompt token's attention over that much context, all layers.
  public double prefillAttentionFlops(double context) {
    return layers * attention.prefillFlops(context);
  }

  /// Whether a router chooses among experts.
  public boolean mixture() {
    return feedForward.experts() > 0;
  }
}
