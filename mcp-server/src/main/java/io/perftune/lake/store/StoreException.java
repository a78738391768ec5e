package io.perftune.lake.store;

import io.perftune.value.Problem;
import java.io.IOException;
import java.io.Serial;

/// A store failed in a way that can be told, with its cause and what to do about it.
public final class StoreException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  public StoreException(Problem problem, Throwable cause) {
    super(problem.line(), cause);
    this.problem = problem;
  }

  /// What to tell.
  public Problem problem() {
    return problem;
  }
}
