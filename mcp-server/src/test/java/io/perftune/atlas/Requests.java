package io.perftune.atlas;

import io.perftune.value.EngineRun;
import io.perftune.value.EngineSummary;
import io.perftune.value.Json;
import io.perftune.value.Measured;
import io.perftune.value.Observed;
import io.perftune.value.PointPlan;
import io.perftune.value.RequestRecord;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Makes request records and measured points by hand.
///
/// Request i starts i seconds after the first, has its first token after 100 + i ms and then 1,000
/// answer tokens 10 ms apart; the server counts 11 prompt tokens more than o200k_base does.
final class Requests {
  static final long FIRST_START_NS = 1_800_000_000_000_000_000L;
  static final EngineRun.End EXITED = new EngineRun.End(0, EngineRun.Cause.EXITED, "");
  static final int FLOOR = 1_000;

  private final ObjectNode json;

  private Requests(ObjectNode json) {
    this.json = json;
  }

  static Requests ok(int index) {
    double ttft = 100 + index;
    return new Requests(
        Json.object()
            .put("concurrency", 1)
            .put("trial", 1)
            .put("request_id", "r" + index)
            .put("phase", "profiling")
            .put("start_ns", FIRST_START_NS + index * 1_000_000_000L)
            .put("end_ns", FIRST_START_NS + index * 1_000_000_000L + 11_000_000_000L)
            .put("ttfb_ms", 50.0)
            .put("ttft_ms", ttft)
            .put("ttfo_ms", ttft)
            .put("itl_ms", 10.0)
            .put("latency_ms", ttft + 9_990)
            .put("input_tokens", 1_000)
            .put("answer_tokens", 1_000)
            .put("reasoning_tokens", 0)
            .put("output_tokens", 1_000)
            .put("server_input_tokens", 1_011)
            .put("server_output_tokens", 1_000)
            .put("connect_ms", 0.0)
            .put("connection_reused", true)
            .put("result", "ok"));
  }

  /// 2,000 reasoning tokens were streamed before the answer.
  static Requests thinking(int index) {
    double ttft = 100 + index;
    return ok(index)
        .with("reasoning_tokens", 2_000)
        .with("output_tokens", 3_000)
        .with("server_output_tokens", 3_000)
        .with("server_reasoning_tokens", 2_000)
        .with("ttfo_ms", ttft + 20_000)
        .with("latency_ms", ttft + 29_990);
  }

  /// Reasoning came, and no answer after it.
  static Requests thinkOnly(int index) {
    return ok(index).without("ttfo_ms").with("answer_tokens", 0).with("reasoning_tokens", 1_000);
  }

  static Requests failed(int index) {
    return ok(index)
        .without("ttfb_ms", "ttft_ms", "ttfo_ms", "itl_ms", "latency_ms", "answer_tokens")
        .without("reasoning_tokens", "output_tokens", "server_input_tokens", "server_output_tokens")
        .with("result", "failed")
        .with("error_code", "503")
        .with("error_message", "overloaded");
  }

  static Requests truncated(int index) {
    return ok(index).without("server_output_tokens").with("result", "truncated");
  }

  Requests with(String member, double value) {
    if (value == Math.rint(value) && !member.endsWith("_ms")) {
      json.put(member, (long) value);
    } else {
      json.put(member, value);
    }
    return this;
  }

  Requests with(String member, String value) {
    json.put(member, value);
    return this;
  }

  Requests without(String... members) {
    json.remove(Arrays.asList(members));
    return this;
  }

  RequestRecord record() {
    return RequestRecord.fromJson(json);
  }

  /// As many good requests.
  static List<RequestRecord> ok(int from, int until) {
    return IntStream.range(from, until).mapToObj(index -> ok(index).record()).toList();
  }

  static EngineSummary summary(boolean cancelled, boolean complete) {
    return new EngineSummary("0.13.0", new TreeMap<>(), null, cancelled, complete);
  }

  /// The point of which these requests came back, of as many as they are.
  static Measured measured(List<RequestRecord> records) {
    return measured(records, records.size());
  }

  static Measured measured(List<RequestRecord> records, int asked) {
    return measured(records, asked, EXITED, summary(false, true));
  }

  static Measured measured(
      List<RequestRecord> records, int asked, EngineRun.End end, @Nullable EngineSummary summary) {
    PointPlan plan =
        new PointPlan(
            1,
            1,
            1,
            new PointPlan.Load(asked, 0, 1_000, FLOOR, FLOOR, Duration.ZERO),
            new PointPlan.Prompts("aiperf_synthetic", 42, null),
            new EngineRun("aa-c1-t1", List.of("aiperf"), null, asked, Duration.ofMinutes(1)),
            "hash");
    return new Measured(
        plan,
        end,
        records,
        summary,
        Observed.clientOnly(null, "spec_scrape: false"),
        new Measured.Raw("cells/a/raw/c1/t1", "e".repeat(64), null, null));
  }
}
