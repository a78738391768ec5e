package io.perftune.capture;

import io.perftune.value.EngineSummary;
import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import io.perftune.value.RequestRecord;
import io.perftune.value.RequestRecord.Ending;
import io.perftune.value.RequestRecord.Result;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Reads the export of one AIPerf run: profile_export.jsonl, a row a request, and
/// profile_export_aiperf.json, its summary.
///
/// A row that cannot be understood refuses the whole export, because a figure over the rest would
/// be another figure. A missing file is a problem to report: AIPerf writes no summary where every
/// request failed, and no rows where none ended.
public final class AiperfExport {
  /// A row a request.
  public static final String ROWS = "profile_export.jsonl";

  /// The summary of the run.
  public static final String SUMMARY = "profile_export_aiperf.json";

  /// How many problems of one file are listed before the rest is left out.
  private static final int MOST_PROBLEMS = 20;

  private final Path directory;
  private final int concurrency;
  private final int trial;
  private final List<Problem> wrong = new ArrayList<>();
  private final List<Problem> odd = new ArrayList<>();

  private AiperfExport(Path directory, int concurrency, int trial) {
    this.directory = directory;
    this.concurrency = concurrency;
    this.trial = trial;
  }

  /// Reads the export in a directory.
  ///
  /// @param concurrency of the point that it measured
  /// @param trial of the point, from 1
  /// @throws ProblemException with file and line of everything that is not an AIPerf export: broken
  ///   JSON, a cut line, NaN, a missing member, a request that is there twice
  public static Capture read(Path directory, int concurrency, int trial) {
    return new AiperfExport(directory, concurrency, trial).read();
  }

  /// The hash over the files of the export in a directory, whether or not they can be read as one;
  /// empty where there is none.
  public static String rawSha256(Path directory) {
    return RawHash.of(directory, List.of(ROWS, SUMMARY));
  }

  private Capture read() {
    List<RequestRecord> all = rows(directory.resolve(ROWS));
    EngineSummary summary = summary(directory.resolve(SUMMARY));
    if (!wrong.isEmpty()) {
      throw new ProblemException(wrong);
    }
    boolean usage = all.stream().anyMatch(record -> record.server().output() != null);
    List<RequestRecord> records =
        all.stream()
            .filter(record -> record.key().phase().equals("profiling"))
            .map(record -> usage ? cutOff(record) : record)
            .toList();
    return new Capture(records, summary, null, odd, rawSha256(directory));
  }

  /// AIPerf keeps no finish reason, and calls a stream that broke off or carried an error a
  /// success. What gives it away is the server's usage, which others have and it has not.
  private static RequestRecord cutOff(RequestRecord record) {
    if (!record.ok() || record.server().output() != null) {
      return record;
    }
    return new RequestRecord(
        record.key(),
        record.timing(),
        record.tokens(),
        record.server(),
        record.connection(),
        new Ending(Result.TRUNCATED, null, null, null, null));
  }

  private List<RequestRecord> rows(Path file) {
    List<RequestRecord> rows = new ArrayList<>();
    if (!Files.exists(file)) {
      odd.add(missing("no-rows", file, "AIPerf left no row: no request ended."));
      return rows;
    }
    Map<String, Integer> lines = new HashMap<>();
    try (BufferedReader in = Files.newBufferedReader(file)) {
      int number = 1;
      for (String line = in.readLine(); line != null; line = in.readLine(), number++) {
        row(line, file + ":" + number, number, rows, lines);
        if (wrong.size() >= MOST_PROBLEMS) {
          break;
        }
      }
    } catch (IOException e) {
      throw unreadable(file, e);
    }
    return rows;
  }

  private void row(
      String line, String where, int number, List<RequestRecord> rows, Map<String, Integer> lines) {
    try {
      RequestRecord row = AiperfRow.read(Json.MAPPER.readTree(line), concurrency, trial);
      String requestId = row.key().requestId();
      Integer before = lines.putIfAbsent(requestId, number);
      if (before != null) {
        wrong.add(
            broken(
                "duplicate-request",
                "x_request_id %s is in line %d already.".formatted(requestId, before),
                where));
      }
      rows.add(row);
    } catch (JacksonException e) {
      wrong.add(broken("not-json", "The line is not JSON: " + e.getOriginalMessage() + ".", where));
    } catch (IllegalArgumentException e) {
      wrong.add(broken("not-a-request", String.valueOf(e.getMessage()), where));
    }
  }

  private @Nullable EngineSummary summary(Path file) {
    if (!Files.exists(file)) {
      odd.add(missing("no-summary", file, "AIPerf left no summary of its own."));
      return null;
    }
    try {
      JsonNode json = Json.MAPPER.readTree(Files.readString(file));
      AiperfSummary summary = new AiperfSummary(json);
      summary.oddity().map(oddity -> oddity.at(file.toString())).ifPresent(odd::add);
      return summary.toEngineSummary();
    } catch (IOException e) {
      throw unreadable(file, e);
    } catch (JacksonException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      String message = "The summary is not JSON: " + e.getOriginalMessage() + ".";
      wrong.add(broken("not-json", message, file + ":" + line));
    } catch (IllegalArgumentException e) {
      wrong.add(broken("not-a-summary", String.valueOf(e.getMessage()), file.toString()));
    }
    return null;
  }

  private static Problem broken(String code, String message, String where) {
    return new Problem(
        code, message, where, "Measure the point again: this export cannot be trusted.");
  }

  private static Problem missing(String code, Path file, String message) {
    return new Problem(
        code,
        message,
        file.toString(),
        "Read the run's output in commands/ and its logs/aiperf.log.");
  }

  private static ProblemException unreadable(Path file, IOException e) {
    return new ProblemException(
        new Problem(
            "file-not-read",
            "%s cannot be read: %s.".formatted(file, e),
            file.toString(),
            "Check that it is UTF-8 text and readable, or measure the point again."),
        e);
  }
}
