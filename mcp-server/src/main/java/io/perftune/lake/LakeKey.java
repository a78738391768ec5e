package io.perftune.lake;

import static java.util.Objects.requireNonNull;

import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import io.perftune.value.UtcStamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.regex.Pattern;

/// Where a campaign lies in the lake:
/// `<table>/dt=YYYY-MM-DD/campaign=<campaign_id>/part-0.parquet`.
///
/// @param dt the UTC date of the stamp in the campaign's own id
public record LakeKey(String campaignId, LocalDate dt) {
  private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9._-]+");

  public LakeKey {
    requireNonNull(campaignId, "campaignId is null");
    requireNonNull(dt, "dt is null");
  }

  /// The place of a campaign.
  ///
  /// @throws ProblemException where the id holds other characters or no stamp
  public static LakeKey of(String campaignId) {
    if (!ALLOWED.matcher(campaignId).matches()) {
      throw new ProblemException(
          Problem.of(
              "campaign-id",
              "The campaign id " + campaignId + " cannot be a folder of the lake.",
              "Use letters, digits, dot, underscore and hyphen only."));
    }
    Instant stamp =
        UtcStamp.in(campaignId).orElseThrow(() -> new ProblemException(undated(campaignId)));
    return new LakeKey(campaignId, LocalDate.ofInstant(stamp, ZoneOffset.UTC));
  }

  /// The key of a table's file, with `/` between its parts.
  public String file(String table) {
    return table + "/dt=" + dt + "/campaign=" + campaignId + "/part-0.parquet";
  }

  private static Problem undated(String campaignId) {
    return Problem.of(
        "campaign-id",
        "The campaign id " + campaignId + " holds no UTC stamp YYYYMMDDTHHMMSSZ, its date.",
        "Make the campaign with campaign_init, or give an experiment id that holds one.");
  }
}
