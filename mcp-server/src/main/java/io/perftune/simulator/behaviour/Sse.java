package io.perftune.simulator.behaviour;

/// The event stream around the chunks.
///
/// @param crLf whether lines end in CR LF instead of LF
/// @param pingMs milliseconds of silence after which a `: ping` comment is sent; 0: none
/// @param done whether the stream ends in `data: [DONE]`
public record Sse(boolean crLf, double pingMs, boolean done) {
  public static final Sse DEFAULT = new Sse(false, 0, true);

  public Sse {
    Range.notNegative("framing.sse.ping_ms", pingMs);
  }
}
