package io.perftune.config;

import io.perftune.value.AaMode;
import io.perftune.value.AaShape;
import io.perftune.value.AaWorkload;
import io.perftune.value.BenchPod;
import io.perftune.value.Cell;
import io.perftune.value.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Types a cell that holds to its schema and its checks, defaults filled in.
final class CellReader {
  private final Ceilings ceilings;

  CellReader(Ceilings ceilings) {
    this.ceilings = ceilings;
  }

  Cell cell(ObjectNode declared) {
    List<Integer> concurrencies = new ArrayList<>();
    declared.required("concurrencies").forEach(number -> concurrencies.add(number.intValue()));
    String hardware = declared.required("hardware").asString();
    return new Cell(
        declared.required("cell_id").asString(),
        declared,
        concurrencies,
        ceilings.key(hardware).orElse(""),
        workload(declared.required("aa")));
  }

  private static AaWorkload workload(JsonNode aa) {
    return new AaWorkload(
        AaShape.labelled(aa.required("shape").asString()).orElseThrow(),
        AaMode.labelled(aa.required("mode").asString()),
        aa.required("engine").asString(),
        endpoint(aa),
        load(aa),
        output(aa),
        checks(aa));
  }

  private static AaWorkload.Endpoint endpoint(JsonNode aa) {
    return new AaWorkload.Endpoint(
        EndpointUrl.origin(aa.required("url").asString()),
        aa.required("endpoint").asString(),
        aa.required("endpoint_type").asString(),
        aa.required("model").asString(),
        Json.text(aa, "api_key_env"),
        new AaWorkload.Access(headers(aa), Json.text(aa, "ca_file")));
  }

  private static AaWorkload.Load load(JsonNode aa) {
    return new AaWorkload.Load(
        whole(aa, "request_count"),
        whole(aa, "warmup_requests"),
        aa.required("trials").intValue(),
        Json.text(aa, "input_file"),
        timeouts(aa.required("timeouts")),
        new AaWorkload.Aiperf(
            Json.text(aa, "aiperf_cmd"), aa.required("tokenizer").asString(), pod(aa)));
  }

  private static @Nullable BenchPod pod(JsonNode aa) {
    String name = Json.text(aa, "bench_pod");
    return name == null
        ? null
        : new BenchPod(name, Json.text(aa, "namespace"), Json.text(aa, "kube_context"));
  }

  private static AaWorkload.Timeouts timeouts(JsonNode timeouts) {
    return new AaWorkload.Timeouts(
        timeouts.required("connect_s").intValue(),
        timeouts.required("first_byte_s").intValue(),
        timeouts.required("idle_s").intValue(),
        timeouts.required("request_s").intValue());
  }

  private static Map<String, String> headers(JsonNode aa) {
    Map<String, String> headers = new TreeMap<>();
    for (Map.Entry<String, JsonNode> header : Json.members(aa.required("headers"))) {
      headers.put(header.getKey(), header.getValue().asString());
    }
    return headers;
  }

  private static AaWorkload.Output output(JsonNode aa) {
    return new AaWorkload.Output(
        aa.required("extra_output_controls").booleanValue(),
        whole(aa, "max_output_tokens"),
        aa.required("max_tokens_field").asString(),
        (ObjectNode) aa.required("extra_body"));
  }

  private static AaWorkload.Checks checks(JsonNode aa) {
    return new AaWorkload.Checks(
        aa.required("preflight").booleanValue(),
        aa.required("spec_scrape").booleanValue(),
        Json.text(aa, "metrics_url"),
        settle(aa));
  }

  private static AaWorkload.Settle settle(JsonNode aa) {
    List<AaShape> shapes = new ArrayList<>();
    for (JsonNode shape : aa.required("prewarm_shapes")) {
      shapes.add(AaShape.labelled(shape.asString()).orElseThrow());
    }
    return new AaWorkload.Settle(
        shapes,
        aa.required("burn_in").booleanValue(),
        whole(aa, "settle_s"),
        aa.required("settle_required").booleanValue());
  }

  private static @Nullable Integer whole(JsonNode object, String key) {
    Long number = Json.integer(object, key);
    return number == null ? null : Math.toIntExact(number);
  }
}
