package io.perftune.report.content;

import io.perftune.value.RequestRecord;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a reader sees who points at a request.
final class RequestTips {
  private RequestTips() {}

  static List<String> of(RequestRecord request) {
    List<String> lines = new ArrayList<>();
    RequestRecord.Key key = request.key();
    lines.add(
        "request "
            + FreeText.line(key.requestId(), 40)
            + ", c "
            + key.concurrency()
            + ", trial "
            + key.trial());
    RequestRecord.Timing timing = request.timing();
    if (!request.ok()) {
      lines.add(ending(request));
      lines.add("ended after " + Figures.number(elapsedMs(request)) + " ms");
    }
    List<String> times = new ArrayList<>();
    time(times, "TTFT", timing.ttftMs());
    time(times, "TTFO", timing.ttfoMs());
    time(times, "latency", timing.latencyMs());
    if (timing.ttftMs() != null && timing.ttfoMs() == null) {
      times.add("no answer token");
    }
    if (!times.isEmpty()) {
      lines.add(String.join(", ", times));
    }
    return lines;
  }

  /// `failed: 503 ServiceUnavailable: overloaded`.
  static String ending(RequestRecord request) {
    RequestRecord.Ending ending = request.ending();
    List<String> parts = new ArrayList<>();
    for (String part :
        new @Nullable String[] {ending.errorCode(), ending.errorType(), ending.errorMessage()}) {
      if (part != null && !part.isBlank()) {
        parts.add(FreeText.line(part, 120));
      }
    }
    String reason = parts.isEmpty() ? "no reason given" : String.join(" ", parts);
    return ending.result().label() + ": " + reason;
  }

  /// From the start to the end of the response, whatever came of it.
  static double elapsedMs(RequestRecord request) {
    return Math.max(0, request.timing().endNs() - request.timing().startNs()) / 1e6;
  }

  private static void time(List<String> times, String name, @Nullable Double millis) {
    if (millis != null) {
      times.add(name + " " + Figures.number(millis) + " ms");
    }
  }
}
