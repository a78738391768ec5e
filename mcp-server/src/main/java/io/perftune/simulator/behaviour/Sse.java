package io.perftune.simulator.behaviour;

/// The event stream around the chunks.
///
/// @param crLf whether lines end in CR LF instead of LF
/// @param pingMs milliseconds of silence after which a `: ping` comment is sent; 0: none
/// @param done whether the stream ends in `data: [DONE]`
/// @param torn whether each event is torn in two in its middle: two HTTP chunks, written one after
///   the other
public record Sse(boolean crLf, double pingMs, boolean done, boolean torn) {
  public static final Sse DEFAULT = new Sse(false, 0, true, false);

  public Sse {
    Range.notNegative("framing.sse.ping_ms", pingMs);
  }
}
