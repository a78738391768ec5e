package io.perftune.report;

import static java.util.Objects.requireNonNull;

import io.perftune.value.Campaign;
import io.perftune.value.Coverage;
import io.perftune.value.Row;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a report is made from.
///
/// @param campaignId holds the campaign's UTC stamp, which is the report's only date
/// @param rows of atlas_v1, in the order of the file
/// @param atlasSha256 of the file that the rows were read from
public record ReportInput(
    String campaignId,
    Campaign campaign,
    List<Row> rows,
    Coverage coverage,
    String atlasSha256,
    Words words) {
  public ReportInput {
    requireNonNull(campaignId, "campaignId is null");
    requireNonNull(campaign, "campaign is null");
    rows = List.copyOf(rows);
    requireNonNull(coverage, "coverage is null");
    requireNonNull(atlasSha256, "atlasSha256 is null");
    requireNonNull(words, "words is null");
  }

  /// What the caller wants to read in the header; null where nothing was given.
  ///
  /// @param title instead of the campaign's own
  /// @param variants names what is compared
  /// @param dataSource says where the data come from
  public record Words(
      @Nullable String title, @Nullable String variants, @Nullable String dataSource) {
    /// Nothing but the campaign's own words.
    public static final Words NONE = new Words(null, null, null);
  }
}
