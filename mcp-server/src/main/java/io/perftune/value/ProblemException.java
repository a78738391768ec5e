package io.perftune.value;

import java.util.List;
import java.util.stream.Collectors;

/// Ends the work at hand with everything that was found wrong; the verb turns it into a refusal or
/// a failure.
public final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  public ProblemException(List<Problem> problems) {
    super(problems.stream().map(Problem::line).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  public ProblemException(Problem problem) {
    this(List.of(problem));
  }

  public ProblemException(Problem problem, Throwable cause) {
    this(List.of(problem));
    initCause(cause);
  }

  /// At least one problem, in the order in which they were found.
  public List<Problem> problems() {
    return problems;
  }
}
