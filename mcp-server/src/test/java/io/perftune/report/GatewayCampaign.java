package io.perftune.report;

import io.perftune.fixtures.SampleRows;
import io.perftune.value.AaMode;
import io.perftune.value.AaShape;
import io.perftune.value.AaWorkload;
import io.perftune.value.Campaign;
import io.perftune.value.Cell;
import io.perftune.value.Coverage;
import io.perftune.value.Json;
import io.perftune.value.Row;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// Makes campaigns whose cells describe the same deployment as [SampleRows].
final class GatewayCampaign {
  private final ObjectNode json = Json.object();
  private final List<Cell> cells = new ArrayList<>();

  private GatewayCampaign() {
    json.put("name", "sample").put("description", "A deployment behind a gateway");
    json.putNull("focus").putNull("next_lever");
    json.putObject("roofline_gap_arms");
    json.putObject("provenance").putObject("identity").putNull("title");
  }

  /// A campaign without cells.
  public static GatewayCampaign empty() {
    return new GatewayCampaign();
  }

  /// A cell a shape, each at concurrency 1 and 10: what [SampleRows#campaign] measures.
  public static Campaign aa() {
    GatewayCampaign sample = empty();
    for (AaShape shape : AaShape.values()) {
      sample.cell(shape.label(), shape, List.of(1, 10));
    }
    return sample.campaign();
  }

  /// Adds a cell.
  public GatewayCampaign cell(String cellId, AaShape shape, List<Integer> concurrencies) {
    ObjectNode declared = Json.object();
    Row row = SampleRows.point(cellId, shape, 1).row();
    for (String column :
        List.of(
            "model",
            "hardware",
            "quant",
            "kv_cache_dtype",
            "parallel_strategy",
            "reasoning",
            "reasoning_parser",
            "tool_call_parser",
            "auto_tool_choice",
            "cudagraph_mode",
            "cache_mode",
            "image",
            "serving_engine",
            "endpoint_kind",
            "mtp",
            "tensor_parallel",
            "data_parallel",
            "pipeline_parallel",
            "expert_parallel",
            "notes")) {
      declared.set(column, row.value(column));
    }
    cells.add(new Cell(cellId, declared, concurrencies, "", workload(shape)));
    return this;
  }

  /// Puts a member of the file's top level.
  public GatewayCampaign set(String member, String value) {
    json.put(member, value);
    return this;
  }

  /// Declares the next lever.
  public GatewayCampaign lever(String change, String unlock, String gate) {
    json.putObject("next_lever").put("change", change).put("unlock", unlock).put("gate", gate);
    return this;
  }

  public Campaign campaign() {
    return new Campaign(json, cells, List.of());
  }

  /// The coverage of a campaign of which every cell is full.
  public static Coverage full(int cells, int points) {
    return new Coverage(cells, cells, 0, 0, 0, points, List.of());
  }

  private static AaWorkload workload(AaShape shape) {
    return new AaWorkload(
        shape,
        AaMode.SYNTHETIC,
        "aiperf",
        new AaWorkload.Endpoint(
            URI.create("https://gateway.example"),
            "/v1/chat/completions",
            "chat",
            "example-8b",
            null,
            AaWorkload.Access.PLAIN),
        new AaWorkload.Load(
            null,
            null,
            1,
            null,
            new AaWorkload.Timeouts(10, 600, 120, 1_800),
            new AaWorkload.Aiperf(null, "builtin")),
        new AaWorkload.Output(true, null, "max_completion_tokens", Json.object()),
        new AaWorkload.Checks(false, false, null));
  }
}
