package io.perftune.engine.local;

import static java.util.Objects.requireNonNull;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// What goes into a child and what comes out of it.
///
/// @param input is written to its standard input, which stays open until the child ends; at most 64
///   KiB, so that writing never waits; null: its input is empty
/// @param scrub takes every secret out of a line
/// @param stderr what is done to a line of its standard error, secrets included
public record ChildPipes(@Nullable String input, UnaryOperator<String> scrub, LineFilter stderr) {
  static final int LONGEST_INPUT = 64 * 1024;

  public ChildPipes {
    requireNonNull(scrub, "scrub is null");
    requireNonNull(stderr, "stderr is null");
    if (input != null && input.length() > LONGEST_INPUT) {
      throw new IllegalArgumentException("a child's input is longer than a pipe holds");
    }
  }

  /// No input, and both outputs alike.
  static ChildPipes scrubbed(UnaryOperator<String> scrub) {
    return new ChildPipes(null, scrub, scrub::apply);
  }
}
