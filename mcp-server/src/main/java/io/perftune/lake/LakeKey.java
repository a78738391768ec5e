package io.perftune.lake;

import static java.util.Objects.requireNonNull;

import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where a campaign lies in the lake:
/// `<table>/dt=YYYY-MM-DD/campaign=<campaign_id>/part-0.parquet`.
///
/// @param dt the UTC date of the stamp in the campaign's own id
public record LakeKey(String campaignId, LocalDate dt) {
  private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9._-]+");
  private static final Pattern STAMP =
      Pattern.compile("(?<![0-9])([0-9]{8})T[0-2][0-9][0-5][0-9][0-5][0-9]Z");

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
    Matcher stamp = STAMP.matcher(campaignId);
    try {
      if (stamp.find()) {
        return new LakeKey(
            campaignId, LocalDate.parse(stamp.group(1), DateTimeFormatter.BASIC_ISO_DATE));
      }
    } catch (DateTimeException e) {
      throw new ProblemException(undated(campaignId), e);
    }
    throw new ProblemException(undated(campaignId));
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
