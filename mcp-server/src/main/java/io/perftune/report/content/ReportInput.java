package io.perftune.report.content;

import static java.util.Objects.requireNonNull;

import io.perftune.value.Campaign;
import io.perftune.value.Coverage;
import io.perftune.value.Lever;
import io.perftune.value.RequestRecord;
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
    Words words,
    Beside beside) {
  public ReportInput {
    requireNonNull(campaignId, "campaignId is null");
    requireNonNull(campaign, "campaign is null");
    rows = InertRows.of(rows);
    requireNonNull(coverage, "coverage is null");
    requireNonNull(atlasSha256, "atlasSha256 is null");
    requireNonNull(words, "words is null");
    requireNonNull(beside, "beside is null");
  }

  /// What a campaign holds beside its atlas.
  ///
  /// @param roofline rows of roofline_v1
  /// @param sol rows of sol_v1
  /// @param tpm rows of tpm_v1
  /// @param cost rows of cost_v1
  /// @param levers ranked, the declared one first
  /// @param requests the requests behind the rows
  public record Beside(
      List<Row> roofline,
      List<Row> sol,
      List<Row> tpm,
      List<Row> cost,
      List<Lever> levers,
      RequestSource requests) {
    /// A campaign that holds nothing else.
    public static final Beside NOTHING =
        new Beside(List.of(), List.of(), List.of(), List.of(), List.of(), _ -> List.of());

    public Beside {
      roofline = InertRows.of(roofline);
      sol = InertRows.of(sol);
      tpm = InertRows.of(tpm);
      cost = InertRows.of(cost);
      levers = List.copyOf(levers);
      requireNonNull(requests, "requests is null");
    }
  }

  /// Reads the requests of a cell when they are wanted.
  @FunctionalInterface
  public interface RequestSource {
    /// The records of requests.jsonl in the file's order; none where the cell left none.
    List<RequestRecord> of(String cellId);
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
