package io.perftune.value;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/// What was seen of both ends beside the requests of a trial.
///
/// @param client how late the client itself was; null where the engine does not measure that
/// @param server what the serving engine's own counters say
public record Observed(@Nullable ClientHealth client, EngineMetrics server) {
  public Observed {
    requireNonNull(server, "server is null");
  }

  /// Without the serving engine's counters.
  ///
  /// @param why they were not read
  public static Observed clientOnly(@Nullable ClientHealth client, String why) {
    return new Observed(client, EngineMetrics.none(why));
  }

  /// The same with what the serving engine's counters say.
  public Observed with(EngineMetrics server) {
    return new Observed(client, server);
  }
}
