package io.perftune.verb.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.config.CampaignFile;
import io.perftune.fixtures.Call;
import io.perftune.fixtures.Contexts;
import io.perftune.fixtures.SampleProfiles;
import io.perftune.fixtures.SampleRows;
import io.perftune.value.AaShape;
import io.perftune.value.Json;
import io.perftune.verb.CampaignInit;
import io.perftune.verb.Reply;
import io.perftune.verb.Verb;
import io.perftune.verb.aggregate.AtlasAggregate;
import io.perftune.verb.importroofline.ImportRooflineSweep;
import io.perftune.verb.importsol.ImportSol;
import io.perftune.verb.render.ReportRender;
import io.perftune.workspace.AtomicFiles;
import io.perftune.workspace.CampaignDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The whole way of the evidence: a measured cell with an analytical %SoL, the sweep of its
/// configuration, GPU readings of its point, the report, and what the lake would take.
class EvidenceWayTest {
  private static final String[] PAGES = {"3", "4", "5", "6", "6b", "7"};
  private static final String CELL =
      """
        - {cell_id: %s, backend: aa, concurrencies: [32], model: Llama-3.1-8B-Instruct,
           hardware: H100, quant: BF16, kv_cache_dtype: bf16, num_gpus: %d, tensor_parallel: %d,
           cache_mode: cold, endpoint_kind: in_cluster,
           aa: {url: "http://127.0.0.1:9", model: served, shape: %s, api_key_env: none}}
      """;

  @TempDir Path root;

  private CampaignDirectory directory = new CampaignDirectory(Path.of("unset"));

  @BeforeEach
  void makeCampaign() throws Exception {
    Files.writeString(
        root.resolve("demo.yaml"),
        "name: demo\ncells:\n"
            + CELL.formatted("aa-1k", 2, 2, "aa-1k")
            + CELL.formatted("aa-10k", 2, 2, "aa-10k")
            + CELL.formatted("wide", 4, 4, "aa-1k"));
    Reply made = Call.of(new CampaignInit(), Map.of("config", "demo.yaml"), Contexts.in(root));
    assertThat(made.returncode()).as(made.stderr()).isZero();
    directory = new CampaignDirectory(Path.of(made.json().required("campaign_dir").asString()));
  }

  @Test
  void eachStepBringsItsPagesAndItsRigorUpToTheLake() throws Exception {
    measured("aa-1k", AaShape.AA_1K, 2);
    measured("aa-10k", AaShape.AA_10K, 2);
    on(new AtlasAggregate(CampaignFile::load), Map.of());
    JsonNode bare = report();
    assertThat(strings(bare.required("rendered_pages"))).doesNotContain(PAGES);
    assertThat(bare.required("sol_rigor").isNull()).as("analytical").isTrue();
    assertThat(bare.required("dcgm_grounded").booleanValue()).isFalse();
    assertThat(gaps()).contains("roofline-missing", "dcgm-ungrounded");

    on(
        new ImportRooflineSweep(CampaignFile::load),
        Map.of("bundle", bundle().toString(), "tensor_parallel", 2));
    JsonNode swept = report();
    assertThat(strings(swept.required("rendered_pages")))
        .contains("7")
        .doesNotContain("3", "4", "5", "6", "6b");
    assertThat(swept.required("sol_rigor").isNull()).as("the cells' rows are analytical").isTrue();
    assertThat(swept.required("dcgm_grounded").booleanValue()).isFalse();

    take("aa-1k", SampleProfiles.kernels());
    take("aa-1k", SampleProfiles.ncu());
    take("aa-1k", SampleProfiles.dcgm());
    JsonNode half = report();
    assertThat(strings(half.required("rendered_pages"))).contains(PAGES);
    assertThat(half.required("sol_rigor").isNull()).as("aa-10k is still analytical").isTrue();
    take("aa-10k", SampleProfiles.dcgm());

    JsonNode whole = report();
    assertThat(strings(whole.required("rendered_pages"))).contains(PAGES);
    assertThat(omitted(whole)).doesNotContain(PAGES);
    assertThat(whole.required("sol_rigor").asString()).isEqualTo("L3");
    assertThat(whole.required("dcgm_grounded").booleanValue()).isTrue();
    assertThat(whole.required("arms_total").intValue()).isEqualTo(3);
    assertThat(strings(whole.required("arms_uncovered"))).containsExactly("wide");
    assertThat(whole.required("sol_complete").booleanValue()).isFalse();
    assertThat(gaps())
        .as("wide was not measured")
        .doesNotContain("roofline-missing", "dcgm-ungrounded");
  }

  @Test
  void aSweepOfOneConfigurationIsNoneOfAnother() throws Exception {
    measured("aa-1k", AaShape.AA_1K, 2);
    measured("wide", AaShape.AA_1K, 4);
    on(
        new ImportRooflineSweep(CampaignFile::load),
        Map.of("bundle", bundle().toString(), "tensor_parallel", 2, "cell_id", "wide"));

    assertThat(strings(report().required("arms_uncovered"))).doesNotContain("aa-1k");
    Reply dry = publish();
    assertThat(Call.codes(dry)).containsOnlyOnce("roofline-missing");
    assertThat(dry.stderr()).contains("wide: Arm wide", "wide-decode (tensor_parallel 2, not 4)");
  }

  @Test
  void theLakeWouldTakeTheRowsOfEveryLevel() throws Exception {
    measured("aa-1k", AaShape.AA_1K, 2);
    on(
        new ImportRooflineSweep(CampaignFile::load),
        Map.of("bundle", bundle().toString(), "tensor_parallel", 2));
    take("aa-1k", SampleProfiles.kernels());
    take("aa-1k", SampleProfiles.dcgm());
    take("aa-1k", SampleProfiles.ncu());

    Map<String, Integer> rows = new HashMap<>();
    publish()
        .json()
        .required("tables")
        .forEach(table ->
            rows.put(table.required("table").asString(), table.required("row_count").intValue()));

    assertThat(rows)
        .containsEntry("roofline_v1", 9 + 4)
        .containsEntry("sol_v1", 3 + 3 + 4 + 4)
        .containsEntry("atlas_v1", 1 + 9)
        .containsEntry("campaign_v1", 1);
    assertThat(root.resolve("lake")).doesNotExist();
  }

  /// A full point at concurrency 32 whose request ran through the sample's DCGM window.
  private void measured(String cell, AaShape shape, int gpus) {
    ObjectNode row =
        SampleRows.point(cell, shape, 32)
            .set("campaign_id", directory.id())
            .set("model", "Llama-3.1-8B-Instruct")
            .set("hardware", "H100")
            .set("quant", "BF16")
            .set("kv_cache_dtype", "bf16")
            .set("num_gpus", gpus)
            .set("tensor_parallel", gpus)
            .set("endpoint_kind", "in_cluster")
            .set("sol_pct", 40.0)
            .set("sol_metric", "hbm")
            .set("sol_ceiling_key", "h100_sxm.hbm_tbps")
            .row()
            .columns();
    long start = Instant.parse("2026-01-15T10:00:00Z").getEpochSecond() * 1_000_000_000L;
    ObjectNode request =
        Json.object()
            .put("concurrency", 32)
            .put("trial", 1)
            .put("request_id", "r")
            .put("phase", "profiling")
            .put("start_ns", start)
            .put("end_ns", start + 10_000_000_000L)
            .put("result", "ok");
    write(cell, "normalized.json", Json.pretty(Json.array().add(row)));
    write(cell, "requests.jsonl", Json.line(request) + "\n");
    write(cell, "status.json", Json.line(Json.object().put("cell_id", cell).put("status", "full")));
  }

  private void write(String cell, String name, String text) {
    AtomicFiles.write(directory.cell(cell).root().resolve(name), text);
  }

  private Path bundle() throws Exception {
    return Path.of(Objects.requireNonNull(getClass().getResource("/roofline/dense")).toURI());
  }

  private void take(String cell, ObjectNode file) throws Exception {
    Files.writeString(root.resolve("f.json"), Json.line(file));
    on(new ImportSol(), Map.of("cell", cell, "file", "f.json"));
  }

  /// report_status.json of a report that is made now.
  private JsonNode report() throws Exception {
    on(new ReportRender(CampaignFile::load), Map.of());
    return Json.MAPPER.readTree(Files.readString(directory.reportStatus()));
  }

  private List<String> gaps() throws InterruptedException {
    return Call.codes(publish());
  }

  private Reply publish() throws InterruptedException {
    return call(
        new PublishToLake(CampaignFile::load),
        Map.of("lake", root.resolve("lake").toString(), "dry_run", true));
  }

  private static List<String> strings(JsonNode array) {
    return array.valueStream().map(JsonNode::asString).toList();
  }

  private static List<String> omitted(JsonNode status) {
    return status
        .required("omitted_pages")
        .valueStream()
        .map(page -> page.required("page").asString())
        .toList();
  }

  private void on(Verb verb, Map<String, Object> properties) throws InterruptedException {
    Reply reply = call(verb, properties);
    assertThat(reply.returncode()).as(reply.stderr()).isZero();
  }

  private Reply call(Verb verb, Map<String, Object> properties) throws InterruptedException {
    Map<String, Object> all = new HashMap<>(properties);
    all.put("campaign", directory.id());
    return Call.of(verb, all, Contexts.in(root));
  }
}
