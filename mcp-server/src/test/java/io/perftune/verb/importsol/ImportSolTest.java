package io.perftune.verb.importsol;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.config.CampaignFile;
import io.perftune.fixtures.Call;
import io.perftune.fixtures.Contexts;
import io.perftune.fixtures.SampleProfiles;
import io.perftune.value.Json;
import io.perftune.verb.CampaignInit;
import io.perftune.verb.Reply;
import io.perftune.verb.Verb;
import io.perftune.verb.aggregate.AtlasAggregate;
import io.perftune.verb.render.ReportRender;
import io.perftune.workspace.CampaignDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class ImportSolTest {
  @TempDir Path root;

  private CampaignDirectory directory = new CampaignDirectory(Path.of("unset"));

  @BeforeEach
  void makeCampaign() throws Exception {
    Files.writeString(
        root.resolve("demo.yaml"),
        """
        name: demo
        cells:
          - {cell_id: known, backend: aa, concurrencies: [32], model: sim, hardware: H100,
             quant: BF16, num_gpus: 2, tensor_parallel: 2, cache_mode: cold, endpoint_kind: local,
             aa: {url: "http://127.0.0.1:9", model: served, shape: aa-1k, api_key_env: none}}
          - {cell_id: hidden, backend: aa, concurrencies: [32], model: sim, hardware: undisclosed,
             cache_mode: cold, endpoint_kind: local,
             aa: {url: "http://127.0.0.1:9", model: served, shape: aa-1k, api_key_env: none}}
        """);
    Reply made = call(new CampaignInit(), Map.of("config", "demo.yaml"));
    assertThat(made.returncode()).as(made.stderr()).isZero();
    directory = new CampaignDirectory(Path.of(made.json().required("campaign_dir").asString()));
  }

  @Test
  void placesEachKindUnderItsOwnName() throws Exception {
    assertThat(placed(SampleProfiles.kernels(), 3)).isEqualTo("cells/known/kernels.json");
    assertThat(placed(SampleProfiles.dcgm(), 3 + 3 + 4))
        .isEqualTo("cells/known/dcgm_correlation.json");
    assertThat(placed(SampleProfiles.ncu(), 3 + 3 + 4 + 4))
        .isEqualTo("cells/known/ncu_kernels.json");
    assertThat(directory.root().resolve("cells/known/kernels.json"))
        .hasContent(Json.line(SampleProfiles.kernels()));
  }

  @Test
  void theSameContentChangesNothingAndOtherContentKeepsTheOld() throws Exception {
    take("known", SampleProfiles.kernels());

    assertThat(outcome(take("known", SampleProfiles.kernels()))).isEqualTo("unchanged");
    Reply other = take("known", SampleProfiles.kernels().put("notes", "again"));

    assertThat(outcome(other)).isEqualTo("replaced");
    String earlier = other.json().required("superseded_path").asString();
    assertThat(earlier).isEqualTo("cells/known/superseded/20260101T120000Z/kernels.json");
    assertThat(directory.root().resolve(earlier)).hasContent(Json.line(SampleProfiles.kernels()));
    Reply third = take("known", SampleProfiles.kernels().put("notes", "and again"));
    assertThat(third.json().required("superseded_path").asString())
        .isEqualTo("cells/known/superseded/20260101T120000Z-2/kernels.json");
  }

  @Test
  void aDryRunChecksAndTouchesNothing() throws Exception {
    Files.writeString(root.resolve("f.json"), Json.line(SampleProfiles.kernels()));

    Reply reply = on(new ImportSol(), Map.of("cell", "known", "file", "f.json", "dry_run", true));

    assertThat(outcome(reply)).isEqualTo("would_place");
    assertThat(directory.root().resolve("cells/known")).doesNotExist();
  }

  @Test
  void everythingThatIsWrongIsSaidAtOnceWithItsPath() throws Exception {
    ObjectNode shares = SampleProfiles.kernels().put("hardware", "B200").put("num_gpus", 4);
    ((ObjectNode) shares.at("/categories/0")).put("gpu_time_share_pct", -1).put("weight", 3);
    ((ObjectNode) shares.at("/categories/1")).put("gpu_time_share_pct", 99);
    ((ObjectNode) shares.at("/categories/1")).remove("bound");
    ((ObjectNode) shares.at("/categories/2")).put("category", "gemm");

    Reply reply = take("known", shares);

    assertThat(reply.returncode()).isEqualTo(2);
    assertThat(reply.stderr().lines())
        .containsExactlyInAnyOrder(
            "f.json/categories/0/weight: categories[0].weight is not known. Remove it.",
            "f.json/categories/0/gpu_time_share_pct: categories[0].gpu_time_share_pct is -1, which"
                + " is too small. Give at least 0.",
            "f.json/hardware: The file's hardware is b200_sm100, the cell's is h100_sxm. Import it"
                + " into the cell that ran on it.",
            "f.json/num_gpus: The file has readings of 4 GPUs, cell known has 2. Give every GPU of"
                + " the deployment once, or import it into the cell that it is of.",
            "f.json/categories/1/bound: A rate stands without the bound that it is held to. Add"
                + " bound: memory, compute, communication or other.",
            "f.json/categories/2/category: category \"gemm\" stands there twice. Sum what belongs"
                + " together, or tell the two apart by name.",
            "f.json/categories: The shares add up to 103.00 %. Give shares of the GPU time of one"
                + " capture; they add up to 100 % at most.");
    assertThat(directory.root().resolve("cells/known")).doesNotExist();
  }

  @Test
  void refusesAWindowThatEndsBeforeItBeginsAndGpusThatTheCellDoesNotHave() throws Exception {
    ObjectNode dcgm = SampleProfiles.dcgm();
    ObjectNode window = (ObjectNode) dcgm.at("/windows/0");
    window.put("end_utc", "2026-01-15T09:00:00Z").withArray("gpus").remove(1);

    assertThat(take("known", dcgm).stderr().lines())
        .containsExactly(
            "f.json/windows/0/end_utc: The window ends at 2026-01-15T09:00:00Z, not after its begin"
                + " at 2026-01-15T10:00:00Z. Give the end of the measured stretch.",
            "f.json/windows/0/gpus: The file has readings of 1 GPUs, cell known has 2. Give every"
                + " GPU of the deployment once, or import it into the cell that it is of.");
  }

  @Test
  void refusesReadingsOfNobodyKnowsWhichHardware() throws Exception {
    assertThat(Call.codes(take("hidden", SampleProfiles.kernels())))
        .containsExactly("hardware-unknown");
    assertThat(outcome(take("hidden", SampleProfiles.kernels().put("hardware", "H100"))))
        .isEqualTo("placed");
  }

  @Test
  void refusesWhatIsNoFileOfReadings() throws Exception {
    assertThat(Call.codes(take("known", Json.object()))).containsExactly("unknown-kind");
    assertThat(Call.codes(take("known", Json.object().put("schema", "x"))))
        .containsExactly("unknown-kind");
    assertThat(Call.codes(take("nowhere", SampleProfiles.kernels()))).containsExactly("no-cell");
    assertThat(Call.codes(on(new ImportSol(), Map.of("cell", "known", "file", "none.json"))))
        .containsExactly("no-file");
    for (String broken : List.of("", "[]", "{\"schema\": NaN}", "{\"a\": 1, \"a\": 2}")) {
      Files.writeString(root.resolve("broken.json"), broken);
      assertThat(Call.codes(on(new ImportSol(), Map.of("cell", "known", "file", "broken.json"))))
          .as(broken)
          .containsExactly("malformed-file");
    }
  }

  @Test
  void aPlacedFileThatWasBrokenByHandIsRefusedByTheReport() throws Exception {
    take("known", SampleProfiles.kernels());
    call(new AtlasAggregate(CampaignFile::load), Map.of("campaign", directory.id()));
    Files.writeString(directory.root().resolve("cells/known/kernels.json"), "{");

    Reply reply = on(new ReportRender(CampaignFile::load), Map.of());

    assertThat(Call.codes(reply)).containsExactly("malformed-file");
  }

  private String placed(ObjectNode file, int rows) throws Exception {
    Reply reply = take("known", file);
    assertThat(reply.returncode()).as(reply.stderr()).isZero();
    JsonNode json = reply.json();
    assertThat(json.required("row_count").intValue()).isEqualTo(rows);
    assertThat(outcome(reply)).isEqualTo("placed");
    return json.required("path").asString();
  }

  private static String outcome(Reply reply) {
    assertThat(reply.returncode()).as(reply.stderr()).isZero();
    return reply.json().required("outcome").asString();
  }

  private Reply take(String cell, ObjectNode file) throws Exception {
    Files.writeString(root.resolve("f.json"), Json.line(file));
    return on(new ImportSol(), Map.of("cell", cell, "file", "f.json"));
  }

  private Reply on(Verb verb, Map<String, Object> properties) throws InterruptedException {
    Map<String, Object> all = new HashMap<>(properties);
    all.put("campaign", directory.id());
    return call(verb, all);
  }

  private Reply call(Verb verb, Map<String, Object> properties) throws InterruptedException {
    return Call.of(verb, properties, Contexts.in(root));
  }
}
