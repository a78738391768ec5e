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
public record Context(
    Path repositoryRoot,
    Path workingDirectory,
    Map<String, String> environment,
    Clock clock,
    Progress progress) {
  public Context {
    requireNonNull(repositoryRoot, "repositoryRoot is null");
    requireNonNull(workingDirectory, "workingDirectory is null");
    environment = Map.copyOf(environment);
    requireNonNull(clock, "clock is null");
    requireNonNull(progress, "progress is null");
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
  }

  /// The argument as a path from the caller's working directory.
  public Path resolve(String path) {
    return workingDirectory.resolve(path).normalize();
  }
}
