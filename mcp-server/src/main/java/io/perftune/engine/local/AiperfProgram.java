package io.perftune.engine.local;

import static java.util.Objects.requireNonNull;

import io.perftune.value.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The AIPerf that a run starts: the first words of its command line, where they came from, and
/// which version answers to them.
///
/// @param command the first words of every argv; the first is an absolute path
/// @param origin `AIPERF_BIN`, `aiperf_cmd`, `PATH`, `~/.local/bin`, `.venv-aiperf` or `uv`
/// @param version null where it did not tell
/// @param warnings an untried version; a candidate that was passed over because it does not run
public record AiperfProgram(
    List<String> command, String origin, @Nullable String version, List<Problem> warnings) {
  /// The version whose behaviour this product was built and tested against.
  public static final String TRIED_VERSION = "0.13.0";

  public AiperfProgram {
    command = List.copyOf(command);
    requireNonNull(origin, "origin is null");
    warnings = List.copyOf(warnings);
  }
}
