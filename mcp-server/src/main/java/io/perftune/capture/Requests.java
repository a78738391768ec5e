package io.perftune.capture;

import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import io.perftune.value.RequestRecord;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JacksonException;

/// requests.jsonl, the seam that everything after the engines reads: one record a line.
public final class Requests {
  private static final int MOST_PROBLEMS = 20;

  private Requests() {}

  /// Writes the records of a cell.
  public static void write(
      Writer out, String campaignId, String cellId, Iterable<RequestRecord> records)
      throws IOException {
    for (RequestRecord record : records) {
      out.write(Json.line(record.toJson(campaignId, cellId)));
      out.write('\n');
    }
  }

  /// Reads the records of a cell, in the order of the file.
  ///
  /// @throws ProblemException with file and line of what is not a record, or is there twice
  public static List<RequestRecord> read(Path file) {
    List<RequestRecord> records = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    Set<RequestRecord.Key> keys = new HashSet<>();
    try (BufferedReader in = Files.newBufferedReader(file)) {
      int number = 1;
      for (String line = in.readLine();
          line != null && problems.size() < MOST_PROBLEMS;
          line = in.readLine(), number++) {
        try {
          RequestRecord record = RequestRecord.fromJson(Json.MAPPER.readTree(line));
          if (!keys.add(record.key())) {
            throw new IllegalArgumentException("the request is there twice");
          }
          records.add(record);
        } catch (JacksonException | IllegalArgumentException e) {
          problems.add(broken(file + ":" + number, e));
        }
      }
    } catch (IOException e) {
      throw new ProblemException(broken(file.toString(), e), e);
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
    return records;
  }

  private static Problem broken(String where, Exception e) {
    String why = e instanceof JacksonException j ? j.getOriginalMessage() : e.getMessage();
    return new Problem(
        "not-a-request",
        "This is not a request record: %s.".formatted(why),
        where,
        "Aggregate the cell again from its raw/ directory, or measure it again.");
  }
}
