package io.perftune.speedoflight;

/// The feed-forward layers of a model: the same in each layer, or experts of which each token takes
/// a few.
public sealed interface FeedForward {
  /// Weight matrices of one MLP: 3 where it is gated, else 2.
  int matrices();

  /// Parameters of all layers that every token uses: dense MLPs, shared experts and routers.
  ///
  /// @param hidden the model's hidden size
  /// @param layers of the whole model
  double always(double hidden, int layers);

  /// Parameters of all layers in routed experts, of which each layer uses `experts`.
  double routed(double hidden, int layers, double experts);

  /// Experts of a layer among which a router chooses; 0 in a dense model.
  int experts();

  /// Experts of a layer that one token takes; 0 in a dense model.
  int chosen();

  /// One MLP a layer.
  ///
  /// @param intermediate its inner width
  record Dense(int intermediate, int matrices) implements FeedForward {
    /// `L mlp(I)` with `mlp(I) = 3 H I` where gated.
    @Override
    public double always(double hidden, int layers) {
      return (double) layers * matrices * hidden * intermediate;
    }

    @Override
    public double routed(double hidden, int layers, double experts) {
      return 0;
    }

    @Override
    public int experts() {
      return 0;
    }

    @Override
    public int chosen() {
      return 0;
    }
  }

  /// Routed experts in all layers but some dense ones.
  ///
  /// @param denseLayers layers with an MLP in place of experts
  /// @param denseIntermediate inner width of those; 0 where there are none
  /// @param intermediate inner width of one routed expert
  /// @param sharedIntermediate inner width of all experts together that every token takes; 0 where
  ///   there are none
  record Experts(
      int denseLayers,
      int denseIntermediate,
      int experts,
      int chosen,
      int intermediate,
      int sharedIntermediate,
      int matrices)
      implements FeedForward {
    /// `F mlp(I) + (L-F)(S mlp(Im) + H E)`.
    @Override
    public double always(double hidden, int layers) {
      double dense = (double) denseLayers * matrices * hidden * denseIntermediate;
      double shared = matrices * hidden * sharedIntermediate;
      return dense + (layers - denseLayers) * (shared + hidden * experts);
    }

    /// `(L-F) x mlp(Im)`.
    @Override
    public double routed(double hidden, int layers, double used) {
      return (layers - denseLayers) * used * matrices * hidden * intermediate;
    }
  }
}
