package io.perftune.simulator.answer;

/// The words of one reply.
///
/// @param seed decides them all; thoughts and answer have different ones
/// @param blank whether every token shows as empty text
public record Text(long seed, boolean blank) {
  private static final long THOUGHTS = 0x5DEECE66DL;

  String reasoning(Delta.Run run) {
    return blank ? "" : Words.text(seed ^ THOUGHTS, run.from(), run.to());
  }

  String answer(Delta.Run run) {
    return blank ? "" : Words.text(seed, run.from(), run.to());
  }
}
