package io.perftune.engine.local;

import io.perftune.value.EngineRun;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import io.perftune.value.ShellCommand;
import io.perftune.workspace.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// The files that tell of one run in a cell's commands directory: `<name>.cmd`, `.stdout`,
/// `.stderr` and `.exit`.
public final class CommandFiles {
  private final Path directory;
  private final String name;

  /// @param name the stem of their names
  public CommandFiles(Path directory, String name) {
    this.directory = directory;
    this.name = name;
  }

  Path stdout() {
    return directory.resolve(name + ".stdout");
  }

  Path stderr() {
    return directory.resolve(name + ".stderr");
  }

  /// Writes the command as one line that a shell understands.
  ///
  /// @throws ProblemException where the filter finds a secret in it: then nothing is written
  void command(List<String> argv, UnaryOperator<String> scrub) {
    refuseSecret(name + ".cmd", argv, scrub);
    write(".cmd", ShellCommand.line(argv) + "\n");
  }

  /// Writes how the run ended: `0 exited`, `130 cancelled`.
  public void exit(int code, EngineRun.Cause cause) {
    write(".exit", "%d %s%n".formatted(code, cause.name().toLowerCase(Locale.ROOT)));
  }

  /// Refuses a directory that holds something; makes one that is not there.
  public static void refuseUsed(Path raw) {
    try {
      Files.createDirectories(raw);
      try (Stream<Path> entries = Files.list(raw)) {
        if (entries.findAny().isPresent()) {
          throw new ProblemException(
              new Problem(
                  "raw-not-fresh",
                  "%s holds something already: the load generator would mix its files with it."
                      .formatted(raw),
                  raw.toString(),
                  "Move it away, or run the cell with --fresh."));
        }
      }
    } catch (IOException e) {
      throw new ProblemException(notWritten(raw, e), e);
    }
  }

  /// Refuses texts in which the filter finds a secret.
  public static void refuseSecret(String file, List<String> texts, UnaryOperator<String> scrub) {
    if (texts.stream().anyMatch(text -> !scrub.apply(text).equals(text))) {
      throw new ProblemException(
          new Problem(
              "secret-in-command",
              "The command or its configuration would hold the API key.",
              file,
              "Take the key out of the campaign file: it belongs in the environment variable that"
                  + " api_key_env names."));
    }
  }

  /// Writes one of them.
  ///
  /// @param extension `.yaml`
  public void write(String extension, String text) {
    AtomicFiles.write(directory.resolve(name + extension), text);
  }

  /// Adds a line to what the run said on standard error.
  public void remark(String line) {
    try {
      Files.writeString(
          stderr(),
          line + System.lineSeparator(),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new ProblemException(notWritten(stderr(), e), e);
    }
  }

  /// That a file could not be written.
  public static Problem notWritten(Path file, IOException why) {
    return new Problem(
        "file-not-written",
        "%s cannot be written: %s.".formatted(file, why),
        file.toString(),
        "Free some disk space, allow writing, and run the cell again.");
  }
}
