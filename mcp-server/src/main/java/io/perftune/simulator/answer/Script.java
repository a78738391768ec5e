package io.perftune.simulator.answer;

import static java.util.Objects.requireNonNull;

import io.perftune.simulator.behaviour.Behaviour;
import io.perftune.simulator.behaviour.Decode;
import io.perftune.simulator.behaviour.Reasoning;
import java.util.ArrayList;
import java.util.List;

/// The deltas of one reply, in order, each with the decode step it belongs to.
///
/// @param steps all decode steps of the reply, those of hidden thoughts included
public record Script(List<Delta> deltas, int steps, Drafts drafts) {
  public Script {
    deltas = List.copyOf(deltas);
    requireNonNull(drafts, "drafts is null");
  }

  /// Cuts a reply of these lengths into deltas; `seed` decides how many draft tokens are accepted.
  public static Script of(Behaviour behaviour, Lengths lengths, long seed) {
    return new Writer(behaviour, lengths, seed).write();
  }

  private static final class Writer {
    private final Reasoning reasoning;
    private final Decode decode;
    private final int perDelta;
    private final Lengths lengths;
    private final long seed;
    private final List<Delta> deltas = new ArrayList<>();
    private final int[] accepted;
    private int steps;
    private int drafts;

    Writer(Behaviour behaviour, Lengths lengths, long seed) {
      this.reasoning = behaviour.reasoning();
      this.decode = behaviour.speed().decode();
      this.perDelta = behaviour.framing().tokensPerDelta();
      this.lengths = lengths;
      this.seed = seed;
      this.accepted = new int[decode.draftTokens()];
    }

    Script write() {
      if (reasoning.field() == Reasoning.Field.INLINE && lengths.reasoning() > 0) {
        deltas.add(Delta.tag(Delta.Tag.OPEN_THINK, 0));
      }
      int written = 0;
      while (written < lengths.total()) {
        int size = Math.min(group(), lengths.total() - written);
        steps += decode.draftTokens() > 0 ? 1 : size;
        if (mixes() && written + size == lengths.reasoning() && lengths.answer() > 0) {
          size++;
          steps += decode.draftTokens() > 0 ? 0 : 1;
        }
        add(written, size);
        written += size;
      }
      return new Script(deltas, steps, drafts());
    }

    /// The tokens that come next together.
    private int group() {
      if (decode.draftTokens() == 0) {
        return perDelta;
      }
      int taken = 0;
      while (taken < accepted.length
          && Words.draw(seed, (long) drafts * accepted.length + taken) < decode.acceptance()) {
        accepted[taken++]++;
      }
      drafts++;
      return taken + 1;
    }

    private void add(int from, int size) {
      int thoughts = Math.clamp((long) lengths.reasoning() - from, 0, size);
      Delta.Run thought = new Delta.Run(Math.min(from, lengths.reasoning()), thoughts);
      Delta.Run answer = new Delta.Run(Math.max(0, from - lengths.reasoning()), size - thoughts);
      boolean endsThinking = thoughts > 0 && thought.to() == lengths.reasoning();
      int step = steps - 1;
      if (thoughts > 0 && answer.length() > 0 && mixes()) {
        deltas.add(Delta.of(thought, answer, step));
        return;
      }
      if (thoughts > 0 && reasoning.field() != Reasoning.Field.HIDDEN) {
        deltas.add(Delta.of(thought, Delta.Run.EMPTY, step));
      }
      if (endsThinking && lengths.answer() > 0) {
        addBoundary(step);
      }
      if (answer.length() > 0) {
        deltas.add(Delta.of(Delta.Run.EMPTY, answer, step));
      }
    }

    private void addBoundary(int step) {
      if (inline()) {
        deltas.add(Delta.tag(Delta.Tag.CLOSE_THINK, step));
      }
      switch (reasoning.boundary()) {
        case SPLIT, MIXED -> {}
        case EMPTY_CONTENT -> deltas.add(Delta.tag(Delta.Tag.EMPTY_CONTENT, step));
        case EMPTY_DELTA -> deltas.add(Delta.tag(Delta.Tag.EMPTY_DELTA, step));
      }
    }

    private boolean mixes() {
      return reasoning.boundary() == Reasoning.Boundary.MIXED
          && (reasoning.field() == Reasoning.Field.REASONING
              || reasoning.field() == Reasoning.Field.REASONING_CONTENT);
    }

    private boolean inline() {
      return reasoning.field() == Reasoning.Field.INLINE
          || reasoning.field() == Reasoning.Field.INLINE_CLOSED;
    }

    private Drafts drafts() {
      List<Integer> byPosition = new ArrayList<>();
      for (int count : accepted) {
        byPosition.add(count);
      }
      return new Drafts(drafts, drafts * accepted.length, byPosition);
    }
  }
}
