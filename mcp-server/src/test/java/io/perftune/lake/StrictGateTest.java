package io.perftune.lake;

import static io.perftune.lake.GateDraft.absent;
import static io.perftune.lake.GateDraft.first;
import static io.perftune.lake.GateDraft.gap;
import static io.perftune.lake.GateDraft.roofline;
import static io.perftune.lake.GateDraft.rows;
import static io.perftune.lake.GateDraft.simulate;
import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.config.Tables;
import io.perftune.value.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class StrictGateTest {
  private static final String CELLS = "aa-1k, aa-10k, aa-100k";
  private static final String NO_USAGE = "the server sent no usage";

  @Test
  void passesACampaignThatStatesEverything() {
    assertThat(new GateDraft().lines()).isEmpty();
  }

  static Stream<Arguments> run() {
    return Stream.of(
        gap(
            draft -> draft.reported = false,
            "report_status.json: There is no report_status.json. Run report_render."),
        gap(
            draft -> draft.report.put("atlas_sha256", "0"),
            "report_status.json: The report was made from another atlas.jsonl (sha256 0, now "
                + LakeSample.ATLAS_SHA256
                + "). Run report_render again."),
        gap(
            draft -> draft.rows.subList(2, 4).clear(),
            "aa-10k: Cell aa-10k has no row in the atlas."
                + " Run cell_run for it, then atlas_aggregate and report_render."),
        gap(
            draft -> draft.rows.removeLast(),
            "aa-100k c=10: Cell aa-100k has no row at concurrency 10."
                + " Run cell_run for the cell again: points that are full are kept."),
        gap(
            first(row -> row.put("status", "failed").put("status_reason", "20 of 20 got HTTP 503")),
            "aa-1k c=1: Cell aa-1k failed at concurrency 1: 20 of 20 got HTTP 503."
                + " Remove the cause and run cell_run for the cell again."),
        gap(
            draft ->
                draft
                    .rows
                    .subList(0, 2)
                    .forEach(row -> row.put("status", "failed").put("status_reason", "dead")),
            "aa-1k: Cell aa-1k failed: dead. Remove the cause and run cell_run for it again."),
        gap(
            draft ->
                draft.report.putObject("coverage").put("failed_cells", 0).put("evicted_cells", 1),
            "report_status.json: The report counts 0 failed and 1 evicted cells."
                + " Run cell_run for them, then atlas_aggregate and report_render."),
        gap(
            first(row ->
                row.withObjectProperty("extra")
                    .putArray("cross_check")
                    .add("A is 1.0 by the records.")
                    .add("B is 2.0 by the records.")),
            "aa-1k c=1: c=1 differs from the engine's own summary: A is 1.0 by the records. B is 2.0"
                + " by the records. Measure it again with cell_run --fresh, then run"
                + " atlas_aggregate and report_render."),
        gap(first(row -> row.withObjectProperty("extra").putArray("cross_check"))),
        gap(first(row -> row.put("status", "partial").put("status_reason", "1 of 20 failed"))));
  }

  static Stream<Arguments> context() {
    return Stream.of(
        gap(
            first(absent("tensor_parallel", "not declared")),
            "aa-1k: tensor_parallel is null (not declared) in aa-1k. Declare tensor_parallel in the"
                + " cell of a new campaign, or say undisclosed where the gateway hides it."),
        gap(
            rows(absent("tier", "not declared")),
            CELLS
                + ": tier is null (not declared) in "
                + CELLS
                + ". Declare tier in the"
                + " cell of a new campaign, or say undisclosed where the gateway hides it."),
        gap(
            first(row -> row.put("endpoint_kind", "in_cluster").put("hardware", "h100-sxm")),
            inCluster()),
        gap(
            first(row -> row.put("image", "unknown")),
            "aa-1k: image is \"unknown\" in aa-1k. Declare image in the"
                + " cell of a new campaign, or say undisclosed where the gateway hides it."),
        gap(
            first(row -> row.put("quant", "not_applicable")),
            "aa-1k: quant is not_applicable, which only a simulator may be in aa-1k. Declare quant"
                + " in the cell of a new campaign, or say undisclosed where the gateway hides it."),
        gap(
            first(absent("mean_output_tokens", "no request succeeded")),
            "aa-1k: mean_output_tokens is null (no request succeeded) in aa-1k."
                + " Measure the cell again with cell_run."),
        gap(
            first(row -> {
              row.put("aa_mode", "dataset-replay").put("prompt_source", "wordnet");
              absent("dataset_sha256", "lost").accept(row);
            }),
            "aa-1k: dataset_sha256 is null (lost) in aa-1k."
                + " Measure the cell again with cell_run."),
        gap(rows(absent("server_output_tokens", NO_USAGE))),
        gap(rows(absent("gpu_memory_utilization", "undisclosed"))),
        gap(
            first(row -> {
              row.put("prompt_source", "file").put("dataset_sha256", "f".repeat(64));
              absent("target_input_tokens", "the prompts are the user's own").accept(row);
            })),
        gap(rows(GateDraft::simulate)),
        gap(
            rows(row -> {
              simulate(row);
              row.put("hardware", "undisclosed");
            })),
        gap(
            first(row -> row.put("cached_token_share", 0.0125)),
            "aa-1k c=1: cache_mode is cold, but 1.3 % of the prompt tokens came from the cache."
                + " Declare cache_mode: warm, or measure with prompts that the server has not seen."),
        gap(first(row -> row.put("cached_token_share", 0.01))),
        gap(first(row -> row.put("cached_token_share", 0.9).put("cache_mode", "warm"))));
  }

  /// Every descriptor that a gateway may hide and a cluster may not, and the roofline page.
  private static String[] inCluster() {
    List<String> lines = new ArrayList<>();
    for (String column :
        List.of(
            "model_path",
            "quant",
            "kv_cache_dtype",
            "ep_mode",
            "max_num_seqs",
            "max_num_batched_tokens",
            "gpu_memory_utilization",
            "max_model_len",
            "cudagraph_mode",
            "enforce_eager",
            "async_scheduling",
            "enable_prefix_caching",
            "num_speculative_tokens",
            "router_policy",
            "image",
            "engine_version")) {
      lines.add(
          "aa-1k: %1$s is undisclosed, which only a public gateway may be in aa-1k. Declare %1$s in the cell of a new campaign."
              .formatted(column));
    }
    lines.add(roofline("aa-1k", "h100-sxm", ""));
    return lines.toArray(String[]::new);
  }

  static Stream<Arguments> reasoning() {
    Consumer<ObjectNode> think = row -> row.put("reasoning", "true");
    String local = "which only a public gateway may be in " + CELLS + ". Declare ";
    return Stream.of(
        gap(rows(think)),
        gap(rows(think.andThen(row -> row.put("reasoning_parser", "undisclosed")))),
        gap(
            rows(
                think
                    .andThen(GateDraft::simulate)
                    .andThen(row -> row.put("reasoning_parser", "undisclosed"))),
            CELLS
                + ": reasoning_parser is undisclosed, "
                + local
                + "reasoning_parser in the cell of a new campaign, or say not_applicable."),
        gap(
            rows(
                ((Consumer<ObjectNode>) GateDraft::simulate)
                    .andThen(row ->
                        row.put("reasoning", "false").put("tool_call_parser", "undisclosed")))),
        gap(
            rows(
                ((Consumer<ObjectNode>) GateDraft::simulate)
                    .andThen(row ->
                        row.put("reasoning", "false")
                            .put("reasoning_token_count", 12.5)
                            .put("auto_tool_choice", "undisclosed"))),
            CELLS
                + ": auto_tool_choice is undisclosed, "
                + local
                + "auto_tool_choice in the cell of a new campaign, or say not_applicable."),
        gap(
            rows(
                ((Consumer<ObjectNode>) GateDraft::simulate)
                    .andThen(row ->
                        row.put("reasoning_surface", "inline_think").put("tool_call_parser", ""))),
            CELLS
                + ": tool_call_parser is \"\" in "
                + CELLS
                + ". Declare tool_call_parser in the cell of a new campaign, or say not_applicable."),
        gap(
            rows(
                ((Consumer<ObjectNode>) GateDraft::simulate)
                    .andThen(row -> row.put("reasoning", "undisclosed"))),
            CELLS
                + ": reasoning is undisclosed, "
                + local
                + "reasoning in the cell of a new campaign, or say not_applicable."),
        gap(
            first(think.andThen(absent("ttfo_coverage", "no token came"))),
            "aa-1k c=1: ttfo_coverage is null (no token came) on a reasoning model."
                + " Measure the cell again with cell_run."));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"run", "context", "reasoning"})
  void namesEachGapAndItsRemedy(String name, Consumer<GateDraft> change, List<String> lines) {
    GateDraft draft = new GateDraft();
    change.accept(draft);

    assertThat(draft.lines()).as(name).containsExactlyElementsOf(lines);
  }

  @Test
  void everyColumnThatMustBeStatedIsMissedWhenItIsNull() {
    Set<String> free = Set.of("server_input_tokens", "server_output_tokens", "dataset_sha256");
    Set<String> others =
        Set.of("tier", "image", "serving_engine", "engine_version", "cache_mode", "reasoning");
    Set<String> unreadable = Set.of("cell_id", "concurrency", "status", "trials", "unmeasured");
    for (Table.Column column : Tables.table(Tables.ATLAS).columns()) {
      if (!unreadable.contains(column.name())) {
        boolean asked =
            List.of("identity", "parallelism", "serving", "workload").contains(column.group())
                || others.contains(column.name());
        GateDraft draft = new GateDraft();
        absent(column.name(), "lost").accept(draft.rows.getFirst());

        assertThat(draft.lines().toString().contains(column.name() + " is null (lost)"))
            .as(column.name())
            .isEqualTo(asked && !free.contains(column.name()));
      }
    }
  }

  @Test
  void namesAllGapsAtOnce() {
    GateDraft draft = new GateDraft();
    draft.reported = false;
    draft.campaign.putNull("next_lever");
    draft.rows.removeFirst();

    assertThat(draft.lines()).hasSize(3);
  }

  @Test
  void refusesAnEmptyAtlas() {
    GateDraft draft = new GateDraft();
    draft.rows.clear();
    draft.campaign.putArray("cells");

    assertThat(draft.lines())
        .containsExactly(
            "The atlas holds no row."
                + " Measure a cell with cell_run, then run atlas_aggregate and report_render.");
  }

  @Test
  void changesNothingThatItReads() {
    Evidence evidence = LakeSample.evidence();
    JsonNode before = evidence.campaign().deepCopy();
    StrictGate.problems(evidence);

    assertThat(evidence.campaign()).isEqualTo(before);
  }
}
