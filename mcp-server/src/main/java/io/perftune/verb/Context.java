package io.perftune.verb;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/// Everything that a verb may know of the world around it; nothing reads these from anywhere else.
///
/// Cancellation is the interruption of the calling thread.
///
/// @param repositoryRoot where campaigns/ and lake/ lie
/// @param workingDirectory from which relative paths in arguments are taken
/// @param environment the process's variables
/// @param approval how a needed acknowledgement came about, where it is there
public record Context(
    Path repositoryRoot,
    Path workingDirectory,
    Map<String, String> environment,
    Clock clock,
    Progress progress,
    Approval approval) {
  public Context {
    requireNonNull(repositoryRoot, "repositoryRoot is null");
    requireNonNull(workingDirectory, "workingDirectory is null");
    environment = Map.copyOf(environment);
    requireNonNull(clock, "clock is null");
    requireNonNull(progress, "progress is null");
    requireNonNull(approval, "approval is null");
  }

  /// A world whose acknowledgements are the caller's own.
  public Context(
      Path repositoryRoot,
      Path workingDirectory,
      Map<String, String> environment,
      Clock clock,
      Progress progress) {
    this(repositoryRoot, workingDirectory, environment, clock, progress, Approval.ARGUMENT);
  }

  /// How a person let load or a publish pass.
  public enum Approval {
    /// The call's own argument says so.
    ARGUMENT,
    /// The client showed the plan to its user, who agreed.
    ELICITATION
  }

  /// The same world after its user agreed to the plan that was shown.
  public Context approvedByElicitation() {
    return new Context(
        repositoryRoot, workingDirectory, environment, clock, progress, Approval.ELICITATION);
  }

  /// The same world with its progress told elsewhere.
  public Context reporting(Progress elsewhere) {
    return new Context(repositoryRoot, workingDirectory, environment, clock, elsewhere, approval);
  }

  /// Told how far a verb has come.
  @FunctionalInterface
  public interface Progress {
    /// Told at least every ten seconds while a verb works.
    ///
    /// @param done never falls
    /// @param total in the unit of `done`
    /// @param message one line for a person
    void report(double done, double total, String message);

    /// Told at once of what limits the work while it goes on; the reply repeats it.
    ///
    /// @param message one line for a person
    default void warn(String message) {}
  }

  /// The argument as a path from the caller's working directory.
  public Path resolve(String path) {
    return workingDirectory.resolve(path).normalize();
  }
}
