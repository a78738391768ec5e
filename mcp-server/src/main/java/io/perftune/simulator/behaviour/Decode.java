package io.perftune.simulator.behaviour;

/// The time between tokens: a step a token, or a step a few tokens where drafts are accepted.
///
/// @param stepMs milliseconds a step when the request is alone
/// @param batchSlope how much longer a step gets with each further request in flight, as a share of
///   `stepMs`
/// @param jitter each step is drawn evenly from `1 - jitter` to `1 + jitter` of its length, 0 to 1
/// @param draftTokens tokens that speculative decoding drafts a step; 0: there is no speculative
///   decoding
/// @param acceptance the probability that a draft token is accepted when those before it were, 0 to
///   1
public record Decode(
    double stepMs, double batchSlope, double jitter, int draftTokens, double acceptance) {

  public static final Decode DEFAULT = of(5);

  public Decode {
    Range.notNegative("speed.decode.step_ms", stepMs);
    Range.notNegative("speed.decode.batch_slope", batchSlope);
    Range.share("speed.decode.jitter", jitter);
    Range.notNegative("speed.decode.draft_tokens", draftTokens);
    Range.share("speed.decode.acceptance", acceptance);
  }

  public static Decode of(double stepMs) {
    return new Decode(stepMs, 0, 0, 0, 0);
  }

  /// The nanoseconds of one step with `inFlight` requests, this one included.
  ///
  /// @param draw an even draw from 0 to 1, which decides the jitter
  public double stepNanos(int inFlight, double draw) {
    double load = 1 + batchSlope * (Math.max(1, inFlight) - 1);
    return stepMs * 1e6 * load * (1 + jitter * (2 * draw - 1));
  }
}
