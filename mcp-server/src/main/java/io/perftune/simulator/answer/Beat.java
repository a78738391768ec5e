package io.perftune.simulator.answer;

import java.util.List;

/// The events of a stream that leave together.
///
/// @param step the decode step at whose end they leave; -1: as soon as the request is taken up
/// @param generated the tokens generated before, hidden ones included
public record Beat(int step, int generated, List<Part> parts) {
  public Beat {
    parts = List.copyOf(parts);
  }

  public int tokens() {
    return parts.stream().mapToInt(Part::tokens).sum();
  }
}
