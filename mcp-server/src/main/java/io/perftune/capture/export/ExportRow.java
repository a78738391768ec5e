package io.perftune.capture.export;

import io.perftune.value.Json;
import io.perftune.value.RequestRecord;
import io.perftune.value.RequestRecord.Result;
import tools.jackson.databind.node.ObjectNode;

/// A request record as a line of profile_export.jsonl.
///
/// The record does not know which worker sent it, when it was due, or which conversation it belongs
/// to: the members that AIPerf requires are named after this program, the others stay away.
final class ExportRow {
  private static final double NS_PER_MS = 1e6;
  private static final String PROGRAM = "perf-tune-report";

  private ExportRow() {}

  /// @param session the request's place by its start, from 0
  static ObjectNode of(RequestRecord record, int session) {
    ObjectNode row = Json.object();
    metadata(row.putObject("metadata"), record, session);
    ObjectNode metrics = row.putObject("metrics");
    if (record.ok()) {
      RecordMetric.ALL.forEach(metric -> metric.put(metrics, record));
      return row;
    }
    Integer input = record.tokens().input();
    if (input != null) {
      RecordMetric.put(metrics, ExportSummary.ERROR_ISL, input, "tokens");
    }
    row.set("error", ErrorDetails.of(record).json());
    return row;
  }

  private static void metadata(ObjectNode metadata, RequestRecord record, int session) {
    long start = record.timing().startNs();
    metadata
        .put("session_num", session)
        .put("x_request_id", record.key().requestId())
        .put("request_start_ns", start);
    Double firstByte = record.timing().ttfbMs();
    if (firstByte != null) {
      metadata.put("request_ack_ns", start + Math.round(firstByte * NS_PER_MS));
    }
    metadata
        .put("request_end_ns", record.timing().endNs())
        .put("worker_id", PROGRAM)
        .put("record_processor_id", PROGRAM)
        .put("benchmark_phase", record.key().phase())
        .put("phase_index", 0)
        .put("profiling_index", 0)
        .put("phase_name", record.key().phase())
        .put("phase_kind", record.key().phase())
        .put("was_cancelled", record.ending().result() == Result.CANCELLED)
        .put("context_overflow_skip", false)
        .put("agent_depth", 0);
  }
}
