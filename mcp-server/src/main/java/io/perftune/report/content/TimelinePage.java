package io.perftune.report.content;

import io.perftune.report.page.Bars;
import io.perftune.report.page.Page;
import io.perftune.report.page.Remark;
import io.perftune.report.page.Timeline;
import io.perftune.report.request.CellDigest;
import io.perftune.report.request.Lanes;
import io.perftune.value.RequestRecord;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Page 12: which request waited, thought, answered or failed, and when.
final class TimelinePage {
  static final String ID = "12";

  private static final int CELLS = 6;
  private static final int WAIT = 0;
  private static final int THINK = 1;
  private static final int ANSWER = 2;
  private static final int FAILED = 3;

  private static final List<Bars.Part> PHASES =
      List.of(
          new Bars.Part("queue and prefill", 4),
          new Bars.Part("think", 3),
          new Bars.Part("answer", 2),
          new Bars.Part("failed", 1));

  private final Requests requests;

  private TimelinePage(Requests requests) {
    this.requests = requests;
  }

  static Made of(Requests requests) {
    if (requests.cells().isEmpty()) {
      return requests.missing(ID);
    }
    List<CellDigest> shown = requests.cells().subList(0, Math.min(CELLS, requests.cells().size()));
    return new Made.Drawn(new TimelinePage(requests).page(shown), partial(requests, shown));
  }

  private static @Nullable String partial(Requests requests, List<CellDigest> shown) {
    List<String> parts = new ArrayList<>();
    String cells = requests.partial(shown.size());
    if (cells != null) {
      parts.add(cells);
    }
    if (shown.stream().anyMatch(cell -> cell.concurrencies() > 1)) {
      parts.add("of each cell its highest concurrency, first trial");
    }
    if (shown.stream().anyMatch(cell -> cell.lanes().held() < cell.lanes().requests())) {
      parts.add("the first requests of a trial, as each figure says");
    }
    return parts.isEmpty() ? null : String.join("; ", parts);
  }

  private Page page(List<CellDigest> shown) {
    List<Timeline> timelines = new ArrayList<>();
    for (int cell = 0; cell < shown.size(); cell++) {
      timelines.add(timeline("timeline-" + (cell + 1), shown.get(cell)));
    }
    return new Page(
        ID,
        "Timeline of requests",
        null,
        List.of(
            Remark.plain(
                "A lane holds one request after the other; there are as many lanes as requests were in"
                    + " flight. Until the first token a request waits in the queue and is prefilled;"
                    + " from there to the first answer token it thinks; then it answers. Where a"
                    + " provider hides the reasoning, thinking counts as waiting."),
            Remark.plain(
                "No table stands here and so no %SoL: the points behind these requests stand on page"
                    + " 11.")),
        timelines,
        List.of());
  }

  private Timeline timeline(String id, CellDigest cell) {
    Lanes of = cell.lanes();
    List<Timeline.Lane> lanes = new ArrayList<>();
    List<Double> ends = new ArrayList<>();
    for (List<RequestRecord> lane : of.lanes()) {
      List<Timeline.Span> spans = new ArrayList<>();
      lane.forEach(request -> spans(spans, request, of.originNs()));
      spans.forEach(span -> ends.add(span.to()));
      lanes.add(new Timeline.Lane("", spans));
    }
    String title =
        "Requests of %s at c %s, trial %s"
            .formatted(FreeText.line(cell.cellId(), 60), of.concurrency(), of.trial());
    String alternative =
        title
            + ": "
            + Figures.counted(of.held(), "request")
            + " in "
            + Figures.counted(lanes.size(), "lane")
            + ".";
    String remark =
        of.held() == of.requests()
            ? null
            : "The first %s of %s requests of the trial, in at most %s lanes."
                .formatted(Figures.count(of.held()), Figures.count(of.requests()), lanes.size());
    return new Timeline(
        id,
        title,
        alternative,
        requests.context(cell.cellId()),
        remark,
        Ranges.linear("time since the first request (s)", ends),
        PHASES,
        lanes);
  }

  private static void spans(List<Timeline.Span> spans, RequestRecord request, long originNs) {
    double start = (request.timing().startNs() - originNs) / 1e9;
    double end = start + RequestTips.elapsedMs(request) / 1e3;
    List<String> tip = RequestTips.of(request);
    Double ttft = request.timing().ttftMs();
    if (!request.ok() || ttft == null) {
      spans.add(new Timeline.Span(request.ok() ? WAIT : FAILED, start, end, tip));
      return;
    }
    Double latency = request.timing().latencyMs();
    double last = latency == null ? end : Math.max(start, start + latency / 1e3);
    double first = Math.min(last, start + ttft / 1e3);
    Double ttfo = request.timing().ttfoMs();
    double answer = ttfo == null ? last : Math.max(first, Math.min(last, start + ttfo / 1e3));
    span(spans, WAIT, start, first, tip);
    span(spans, THINK, first, answer, tip);
    span(spans, ANSWER, answer, last, tip);
  }

  private static void span(
      List<Timeline.Span> spans, int phase, double from, double to, List<String> tip) {
    if (to > from) {
      spans.add(new Timeline.Span(phase, from, to, tip));
    }
  }
}
