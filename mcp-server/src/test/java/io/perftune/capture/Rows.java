package io.perftune.capture;

/// Rows of profile_export.jsonl made for a test.
final class Rows {
  private static final String METADATA =
      """
      "metadata":{"x_request_id":"%s","benchmark_phase":"profiling","request_start_ns":1000,\
      "request_end_ns":2000,"was_cancelled":%s}\
      """;

  private Rows() {}

  static String row(String id, String metrics) {
    return "{" + METADATA.formatted(id, false) + ",\"metrics\":{" + metrics + "}}\n";
  }

  static String failed(String id, boolean cancelled, String code, String type, String message) {
    return "{"
        + METADATA.formatted(id, cancelled)
        + ",\"metrics\":{},\"error\":{\"code\":%s,\"type\":\"%s\",\"message\":\"%s\"}}\n"
            .formatted(code, type, message);
  }

  static String metric(String tag, String value, String unit) {
    return "\"%s\":{\"value\":%s,\"unit\":\"%s\"}".formatted(tag, value, unit);
  }
}
