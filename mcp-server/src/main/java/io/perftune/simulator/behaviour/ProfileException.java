package io.perftune.simulator.behaviour;

import java.util.List;

/// A profile that cannot be taken, with all that is wrong with it.
public final class ProfileException extends Exception {
  private static final long serialVersionUID = 1L;

  private final List<String> problems;

  public ProfileException(List<String> problems) {
    super(String.join("\n", problems));
    this.problems = List.copyOf(problems);
  }

  /// One sentence a problem, each with the key it is about.
  public List<String> problems() {
    return problems;
  }
}
