package io.perftune.speedoflight;

/// The attention of one layer: its parameters, what it keeps of a token, and what it computes.
public sealed interface Attention {
  /// Query heads.
  int heads();

  /// Parameters of one layer's projections.
  ///
  /// @param hidden the model's hidden size
  double paramsPerLayer(double hidden);

  /// Elements that one layer's KV cache keeps of one token.
  double kvElements();

  /// FLOPs of one layer's scores and weighted values for one new token.
  ///
  /// @param context tokens that are attended to
  double decodeFlops(double context);

  /// FLOPs of one layer's scores and weighted values for one prompt token.
  ///
  /// @param context the mean number of tokens that a prompt token attends to
  double prefillFlops(double context);

  /// How many GPUs of a tensor-parallel group hold the same cache entry, 1 where it is split.
  double kvCopies(int tensorParallel);

  /// Multi-head or grouped-query attention.
  ///
  /// @param kvHeads heads of keys and values; equal to `heads` in multi-head attention
  record Grouped(int heads, int kvHeads, int headDim) implements Attention {
    /// Query, key, value and output projection: `H(n d) + 2 H(kv d) + (n d)H`.
    @Override
    public double paramsPerLayer(double hidden) {
      double width = (double) heads * headDim;
      return hidden * width + 2 * hidden * kvHeads * headDim + width * hidden;
    }

    /// A key and a value a head: `2 kv d`.
    @Override
    public double kvElements() {
      return 2.0 * kvHeads * headDim;
    }

    /// `4 n d ctx`: a multiply and an add a score, and as many a weighted value.
    @Override
    public double decodeFlops(double context) {
      return 4.0 * heads * headDim * context;
    }

    @Override
    public double prefillFlops(double context) {
      return decodeFlops(context);
    }

    /// Heads are split until each GPU has one; beyond that they are copied.
    @Override
    public double kvCopies(int tensorParallel) {
      return Math.max(1.0, (double) tensorParallel / kvHeads);
    }
  }

  /// Multi-head latent attention: keys and values are kept as one compressed vector for all heads.
  ///
  /// @param queryRank of the compressed query; 0 where the query is not compressed
  /// @param kvRank of the compressed keys and values
  /// @param nope head size without position
  /// @param rope head size that carries the position, shared by the heads
  /// @param value head size of the values
  record Latent(int heads, int queryRank, int kvRank, int nope, int rope, int value)
      implements Attention {
    /// `H q_lora + (q_lora or H) n (nope+rope) + H (kv_lora+rope) + kv_lora n (nope+v) + (n v) H`.
    @Override
    public double paramsPerLayer(double hidden) {
      double n = heads;
      double queryFrom = queryRank == 0 ? hidden : queryRank;
      return hidden * queryRank
          + queryFrom * n * (nope + rope)
          + hidden * (kvRank + rope)
          + kvRank * n * (nope + value)
          + n * value * hidden;
    }

    /// `kv_lora + rope`, once for all heads.
    @Override
    public double kvElements() {
      return (double) kvRank + rope;
    }

    /// Decode works in the latent space: `2 n (kv_lora+rope) ctx + 2 n kv_lora ctx`.
    @Override
    public double decodeFlops(double context) {
      return 2.0 * heads * (kvRank + rope) * context + 2.0 * heads * kvRank * context;
    }

    /// Prefill expands keys and values: `2 n (nope+rope) ctx + 2 n v ctx`.
    @Override
    public double prefillFlops(double context) {
      return 2.0 * heads * (nope + rope) * context + 2.0 * heads * value * context;
    }

    /// The latent has no head to be split by: every GPU holds all of it.
    @Override
    public double kvCopies(int tensorParallel) {
      return tensorParallel;
    }
  }
}
