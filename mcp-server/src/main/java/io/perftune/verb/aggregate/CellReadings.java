package io.perftune.verb.aggregate;

import io.perftune.atlas.DcgmReadings;
import io.perftune.atlas.DcgmReadings.Stretch;
import io.perftune.config.Ceilings;
import io.perftune.profile.Deployment;
import io.perftune.profile.ProfileChecks;
import io.perftune.profile.ProfileFile;
import io.perftune.profile.ProfileKind;
import io.perftune.value.Campaign;
import io.perftune.value.DcgmWindow;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import io.perftune.value.RequestRecord;
import io.perftune.verb.CellProfiles;
import io.perftune.workspace.CampaignDirectory;
import io.perftune.workspace.JsonLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Reads a cell's dcgm_correlation.json, and out of its requests.jsonl when each point ran.
final class CellReadings {
  private static final String AGAIN = "Run the cell again, or move its directory out of cells/.";
  private static final long NANOS = 1_000_000_000L;

  private CellReadings() {}

  /// Null where the cell holds no readings, or broken ones, which is a problem.
  static @Nullable DcgmReadings read(
      CampaignDirectory directory, Campaign campaign, String cellId, List<Problem> problems) {
    try {
      ProfileFile file = CellProfiles.file(directory, cellId, ProfileKind.DCGM).orElse(null);
      if (file == null) {
        return null;
      }
      List<Problem> wrong =
          ProfileChecks.problems(
              file, Deployment.of(cellId, campaign.cell(cellId)), Ceilings.load());
      if (wrong.isEmpty()) {
        return new DcgmReadings(
            file.place(), file.sha256(), DcgmWindow.of(file.json()), stretches(directory, cellId));
      }
      problems.addAll(wrong);
    } catch (ProblemException e) {
      problems.addAll(e.problems());
    }
    return null;
  }

  private static Map<Integer, List<Stretch>> stretches(CampaignDirectory directory, String cellId) {
    Path file = directory.cell(cellId).requests();
    Map<Integer, Map<Integer, Stretch>> trials = new HashMap<>();
    if (Files.exists(file)) {
      try {
        new JsonLines(file, "cells/" + cellId + "/requests.jsonl", AGAIN)
            .forEach((line, where) -> {
              RequestRecord record = record(line, where);
              if (record.key().phase().equals("profiling")) {
                trials
                    .computeIfAbsent(record.key().concurrency(), _ -> new HashMap<>())
                    .merge(record.key().trial(), stretch(record), Stretch::with);
              }
            });
      } catch (IOException e) {
        throw CampaignDirectory.unreadable(file, e);
      }
    }
    Map<Integer, List<Stretch>> stretches = new HashMap<>();
    trials.forEach((concurrency, of) -> stretches.put(concurrency, new ArrayList<>(of.values())));
    return stretches;
  }

  private static RequestRecord record(JsonNode line, String where) {
    try {
      return RequestRecord.fromJson(line);
    } catch (JacksonException | IllegalArgumentException e) {
      throw new ProblemException(
          new Problem(
              "malformed-line",
              "The line is no request record: " + e.getMessage() + ".",
              where,
              AGAIN),
          e);
    }
  }

  private static Stretch stretch(RequestRecord record) {
    return new Stretch(instant(record.timing().startNs()), instant(record.timing().endNs()));
  }

  private static Instant instant(long epochNs) {
    return Instant.ofEpochSecond(Math.floorDiv(epochNs, NANOS), Math.floorMod(epochNs, NANOS));
  }
}
