package io.perftune.atlas;

import static java.util.Objects.requireNonNull;

import io.perftune.value.Cell;
import io.perftune.value.Preflight;
import org.jspecify.annotations.Nullable;

/// What every row of a cell's run has in common.
///
/// @param grounding what its figures are held to
/// @param configSha256 of the frozen config.yaml
/// @param before what was done before the point
public record RowContext(
    String campaignId,
    Cell cell,
    Grounding grounding,
    String configSha256,
    Before before,
    Versions versions) {
  public RowContext {
    requireNonNull(campaignId, "campaignId is null");
    requireNonNull(cell, "cell is null");
    requireNonNull(grounding, "grounding is null");
    requireNonNull(configSha256, "configSha256 is null");
    requireNonNull(before, "before is null");
    requireNonNull(versions, "versions is null");
  }

  /// What the figures of a cell are held to.
  ///
  /// @param sameNode the campaign's verdict says so; null where it does not say
  /// @param baseline the campaign's named baseline; null where it names none
  public record Grounding(@Nullable Boolean sameNode, @Nullable String baseline, Roof roof) {
    public Grounding {
      requireNonNull(roof, "roof is null");
    }
  }

  /// What was done before the point.
  ///
  /// @param preflight null where there was none: an imported point, a campaign from before it
  public record Before(Settled settled, @Nullable Preflight preflight) {
    public Before {
      requireNonNull(settled, "settled is null");
    }

    /// What the endpoint showed; null where nobody looked.
    Preflight.@Nullable Seen seen() {
      return preflight == null ? null : preflight.seen();
    }
  }

  /// Which programs measured.
  ///
  /// @param tool version of perf-tune-report
  /// @param bench version of the load engine's program; null where it did not say
  public record Versions(String tool, @Nullable String bench) {
    public Versions {
      requireNonNull(tool, "tool is null");
    }
  }
}
