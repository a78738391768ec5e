package io.perftune.engine.local;

import static java.util.Objects.requireNonNull;

import io.perftune.value.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The load generator that a run starts: the first words of its command line, where they came from,
/// and which version answers to them.
///
/// @param command the first words of every argv; the first is an absolute path
/// @param origin `AIPERF_BIN`, `aiperf_cmd`, `PATH`, `~/.local/bin`, `.venv-aiperf` or `uv`; `built
///   in` for our own
/// @param version null where it did not tell
/// @param warnings an untried version; a candidate that was passed over because it does not run
public record EngineProgram(
    List<String> command, String origin, @Nullable String version, List<Problem> warnings) {
  public EngineProgram {
    command = List.copyOf(command);
    requireNonNull(origin, "origin is null");
    warnings = List.copyOf(warnings);
  }

  /// Whether it is the client that ships with this product.
  public boolean builtIn() {
    return origin.equals(BuiltinProgram.ORIGIN);
  }
}
