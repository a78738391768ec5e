package io.perftune.capture.export;

import static java.util.Objects.requireNonNull;

import io.perftune.value.Digest;
import io.perftune.value.Json;
import io.perftune.value.RequestRecord;
import io.perftune.value.RequestRecord.Result;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One trial of one point that is to be written as an AIPerf export.
///
/// @param records its profiling requests, in the order in which they ended
/// @param complete whether every request that was asked for is among them
public record ExportedRun(
    Origin origin, Asked asked, List<RequestRecord> records, boolean complete) {
  public ExportedRun {
    requireNonNull(origin, "origin is null");
    requireNonNull(asked, "asked is null");
    records = List.copyOf(records);
  }

  /// Where the records come from.
  ///
  /// @param engine which load generator sent the requests
  /// @param tool version of perf-tune-report
  public record Origin(String campaignId, String cellId, String engine, String tool) {
    public Origin {
      requireNonNull(campaignId, "campaignId is null");
      requireNonNull(cellId, "cellId is null");
      requireNonNull(engine, "engine is null");
      requireNonNull(tool, "tool is null");
    }
  }

  /// What was asked of whom.
  ///
  /// @param url scheme, host, port and base path; no user, no query
  /// @param path null where AIPerf's own for the type is meant
  /// @param type AIPerf's name of the endpoint's kind, such as `chat`
  /// @param trial from 1
  public record Asked(
      String url, @Nullable String path, String type, String model, int concurrency, int trial) {
    public Asked {
      requireNonNull(url, "url is null");
      requireNonNull(type, "type is null");
      requireNonNull(model, "model is null");
    }
  }

  /// The requests that ended well.
  List<RequestRecord> ok() {
    return records.stream().filter(RequestRecord::ok).toList();
  }

  /// All others: an AIPerf row with an error.
  List<RequestRecord> failed() {
    return records.stream().filter(record -> !record.ok()).toList();
  }

  boolean cancelled() {
    return records.stream().anyMatch(record -> record.ending().result() == Result.CANCELLED);
  }

  /// Twelve hexadecimal digits, as AIPerf's are; the same records have the same.
  String benchmarkId() {
    StringBuilder text = new StringBuilder();
    for (RequestRecord record : records) {
      text.append(Json.line(record.toJson(origin.campaignId(), origin.cellId()))).append('\n');
    }
    return Digest.sha256(text.toString()).substring(0, 12);
  }
}
