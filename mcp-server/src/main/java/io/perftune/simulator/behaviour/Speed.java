package io.perftune.simulator.behaviour;

import static java.util.Objects.requireNonNull;

/// How fast a model reads its prompt and writes its tokens.
public record Speed(Prefill prefill, Decode decode) {
  public static final Speed DEFAULT = new Speed(Prefill.DEFAULT, Decode.DEFAULT);

  public Speed {
    requireNonNull(prefill, "prefill is null");
    requireNonNull(decode, "decode is null");
  }

  /// A speed of `tokensPerS` prompt tokens a second and one token every `stepMs`, whatever the
  /// load.
  public static Speed of(double tokensPerS, double stepMs) {
    return new Speed(Prefill.of(tokensPerS), Decode.of(stepMs));
  }
}
