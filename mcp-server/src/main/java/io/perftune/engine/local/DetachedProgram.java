package io.perftune.engine.local;

import static java.util.Objects.requireNonNull;

import io.perftune.value.ProblemException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A program that outlives whoever starts it: a session of its own, deaf to hang-ups, no pipe to
/// its starter.
///
/// @param argv without a secret; the first word is an absolute path
/// @param environment all of it
/// @param directory in which it works
/// @param log where both of its outputs go
public record DetachedProgram(
    List<String> argv, Map<String, String> environment, Path directory, Path log) {
  /// A hang-up that is ignored at the start is ignored by all that follow, a JVM included.
  private static final List<String> DEAF =
      List.of("/bin/sh", "-c", "trap '' HUP; exec \"$@\"", "sh");

  public DetachedProgram {
    argv = List.copyOf(argv);
    environment = Map.copyOf(environment);
    requireNonNull(directory, "directory is null");
    requireNonNull(log, "log is null");
  }

  /// Starts it.
  ///
  /// @throws IOException where it cannot be started
  public ProcessHandle start() throws IOException {
    List<String> command = new ArrayList<>(DEAF);
    command.addAll(launcher());
    command.addAll(argv);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder.start().toHandle();
  }

  /// Where nothing can make a session, being deaf to hang-ups must do.
  private List<String> launcher() {
    try {
      return OwnSession.launcher(environment.get("PATH"));
    } catch (ProblemException _) {
      return List.of();
    }
  }
}
