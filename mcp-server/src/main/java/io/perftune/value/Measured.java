package io.perftune.value;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one trial of a point left, read back.
///
/// @param records the counted requests
/// @param summary the engine's own figures; null where it left none
/// @param observed what was seen of client and server beside the requests
public record Measured(
    PointPlan plan,
    EngineRun.End end,
    List<RequestRecord> records,
    @Nullable EngineSummary summary,
    Observed observed,
    Raw raw) {
  public Measured {
    requireNonNull(plan, "plan is null");
    requireNonNull(end, "end is null");
    records = List.copyOf(records);
    requireNonNull(observed, "observed is null");
    requireNonNull(raw, "raw is null");
  }

  /// How late the client itself was; null where the engine does not measure that.
  public @Nullable ClientHealth client() {
    return observed.client();
  }

  /// The same with what the serving engine's counters say.
  public Measured with(EngineMetrics server) {
    return new Measured(plan, end, records, summary, observed.with(server), raw);
  }

  /// Where the raw results lie, and which bytes they are.
  ///
  /// @param path below the campaign
  /// @param sha256 over the raw files; empty where there are none
  /// @param datasetSha256 of the file that was replayed; null where there was none
  /// @param unreadable what is wrong with the raw files, so that no record came of them; null where
  ///   nothing is
  public record Raw(
      String path, String sha256, @Nullable String datasetSha256, @Nullable String unreadable) {
    public Raw {
      requireNonNull(path, "path is null");
      requireNonNull(sha256, "sha256 is null");
    }
  }
}
