package io.perftune.atlas;

import static java.util.Objects.requireNonNull;

import io.perftune.value.Cell;
import org.jspecify.annotations.Nullable;

/// What every row of a cell's run has in common.
///
/// @param sameNode the campaign's verdict says so; null where it does not say
/// @param baseline the campaign's named baseline; null where it names none
/// @param configSha256 of the frozen config.yaml
/// @param settled what was done before the point
public record RowContext(
    String campaignId,
    Cell cell,
    @Nullable Boolean sameNode,
    @Nullable String baseline,
    String configSha256,
    Settled settled,
    Versions versions) {
  public RowContext {
    requireNonNull(campaignId, "campaignId is null");
    requireNonNull(cell, "cell is null");
    requireNonNull(configSha256, "configSha256 is null");
    requireNonNull(settled, "settled is null");
    requireNonNull(versions, "versions is null");
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
