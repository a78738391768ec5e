package io.perftune.verb.importroofline;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.config.CampaignFile;
import io.perftune.fixtures.Call;
import io.perftune.fixtures.Contexts;
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
import java.util.Objects;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class ImportRooflineSweepTest {
  private static final List<String> FILES =
      List.of(
          "decode_sweep.jsonl",
          "prefill_sweep.jsonl",
          "roofline_sweep_manifest.json",
          "model_config.json");

  @TempDir Path root;

  @ParameterizedTest
  @ValueSource(strings = {"dense", "moe"})
  void everyPointAgreesWithTheEarlierImplementation(String sample) throws Exception {
    CampaignDirectory campaign = campaign("[]");
    Reply reply = take(campaign, bundle(sample));

    assertThat(reply.returncode()).as(reply.stderr()).isZero();
    assertThat(reply.json().required("decode_points").intValue()).isEqualTo(9);
    JsonNode expected = resource(sample, "expected.json");
    JsonNode ours = json(campaign.cell(sample + "-decode").rooflineSweep());
    for (String phase : List.of("decode", "prefill")) {
      for (JsonNode point : expected.required(phase)) {
        JsonNode row = row(ours.required(phase), point);
        for (String name :
            List.of(
                "arithmetic_intensity", "achieved_tflops_per_gpu", "hbm_delivered_Bps_per_gpu")) {
          assertThat(row.required(name).doubleValue())
              .as(name)
              .isCloseTo(point.required(name).doubleValue(), Percentage.withPercentage(1e-7));
        }
      }
    }
  }

  @Test
  void theDecodeCellIsInTheAtlasAndThePrefillCellIsNot() throws Exception {
    CampaignDirectory campaign = campaign("[]");
    take(campaign, bundle("dense"));

    List<String> lines = Files.readAllLines(campaign.atlas());
    assertThat(lines).hasSize(9);
    JsonNode row = Json.MAPPER.readTree(lines.getFirst());
    assertThat(row.required("cell_id").asString()).isEqualTo("dense-decode");
    assertThat(row.required("backend").asString()).isEqualTo("vllm-sweep");
    assertThat(row.required("ttft_p50_ms").doubleValue()).isEqualTo(36);
    assertThat(row.required("ttft_avg_ms").isNull()).isTrue();
    assertThat(row.required("itl_avg_ms").isNull()).isTrue();
    assertThat(row.required("itl_p50_ms").isNull()).isTrue();
    assertThat(row.at("/extra/median_itl_ms").doubleValue()).isEqualTo(6.1544);
    assertThat(row.required("sol_rigor").asString()).isEqualTo("L3");
    assertThat(row.required("sol_ceiling_key").asString()).isEqualTo("h100_sxm.hbm_tbps");
    assertThat(row.required("dcgm_dram_active").doubleValue()).isEqualTo(0.17);

    Reply again = on(new AtlasAggregate(CampaignFile::load), campaign, Map.of());
    assertThat(again.json().at("/coverage/full_sweeps").intValue()).isEqualTo(1);
    assertThat(again.json().at("/coverage/plot_ready_points").intValue()).isEqualTo(9);
    Reply report = on(new ReportRender(CampaignFile::load), campaign, Map.of());
    assertThat(report.returncode()).as(report.stderr()).isZero();
  }

  @Test
  void theSameBundleAgainChangesNothingAndAnotherSupersedes() throws Exception {
    CampaignDirectory campaign = campaign("[]");
    Path bundle = bundle("dense");
    take(campaign, bundle);
    String before = Files.readString(campaign.cell("dense-decode").normalized());

    Reply again = take(campaign, bundle);
    assertThat(again.json().required("status").asString()).isEqualTo("unchanged");
    assertThat(campaign.cell("dense-decode").root().resolve("superseded")).doesNotExist();

    Reply other = take(campaign, bundle, "data_parallel", 2);
    assertThat(other.json().required("status").asString()).isEqualTo("full");
    assertThat(campaign.cell("dense-decode").root().resolve("superseded")).exists();
    assertThat(Files.readString(campaign.cell("dense-decode").normalized())).isNotEqualTo(before);
    assertThat(Files.readAllLines(campaign.atlas())).hasSize(9);
  }

  @Test
  void dataAndPipelineParallelismDivideTheFiguresOfAGpu() throws Exception {
    CampaignDirectory campaign = campaign("[]");
    Path bundle = bundle("dense");
    take(campaign, bundle, "cell_id", "one");
    take(campaign, bundle, "cell_id", "four", "pipeline_parallel", 2, "data_parallel", 2);

    JsonNode one = json(campaign.cell("one-decode").rooflineSweep()).at("/decode/8");
    JsonNode four = json(campaign.cell("four-decode").rooflineSweep()).at("/decode/8");
    assertThat(four.required("num_gpus").intValue()).isEqualTo(4);
    assertThat(four.required("achieved_tflops_per_gpu").doubleValue())
        .isEqualTo(one.required("achieved_tflops_per_gpu").doubleValue() / 4);
    assertThat(four.required("bytes_per_token").doubleValue())
        .isGreaterThan(one.required("bytes_per_token").doubleValue());
  }

  @Test
  void aDryRunComputesEverythingAndWritesNothing() throws Exception {
    CampaignDirectory campaign = campaign("[]");
    Reply reply = take(campaign, bundle("dense"), "dry_run", true);

    assertThat(reply.json().required("status").asString()).isEqualTo("dry_run");
    assertThat(reply.json().required("cell_dirs")).isEmpty();
    assertThat(campaign.cellsOnDisk()).isEmpty();
    assertThat(campaign.atlas()).doesNotExist();
  }

  @Test
  void everythingWrongIsNamedWithFileAndLineAndNothingIsWritten() throws Exception {
    CampaignDirectory campaign = campaign("[]");
    Path bundle = bundle("dense");
    Path decode = bundle.resolve("decode_sweep.jsonl");
    List<String> lines = Files.readAllLines(decode);
    Files.writeString(
        decode,
        String.join(
            "\n",
            lines.getFirst(),
            "not json",
            lines.getFirst(),
            lines.get(1).replace("\"c\": 2", "\"c\": 0"),
            lines.get(2).replace("\"output_throughput\": ", "\"output_throughput\": -"),
            lines.get(3).replace("\"duration\": 7.4069", "\"duration\": 1e999"),
            lines.get(4).replace("\"output_throughput\": ", "\"else\": "),
            lines.get(5).replace("\"dram_active_mean\": 0", "\"dram_active_mean\": 7"),
            lines.get(6).replace("\"duration\": ", "\"duration\": NaN, \"old\": ")));
    Reply reply = take(campaign, bundle);

    assertThat(reply.returncode()).isEqualTo(2);
    for (int line : List.of(2, 3, 4, 5, 6, 7, 8, 9)) {
      assertThat(reply.stderr()).contains("decode_sweep.jsonl:" + line + ":");
    }
    assertThat(reply.stderr()).doesNotContain("decode_sweep.jsonl:1:");
    assertThat(campaign.cellsOnDisk()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "model, --model",
    "hardware, --hardware",
    "quant, --quant",
    "kv_dtype, --kv-dtype",
    "tensor_parallel, --tensor-parallel"
  })
  void whatNobodySaysIsRefusedWithFlagAndManifestKey(String key, String flag) throws Exception {
    CampaignDirectory campaign = campaign("[]");
    Path bundle = bundle("dense");
    without(bundle, key);
    Reply reply = take(campaign, bundle);

    assertThat(reply.returncode()).isEqualTo(2);
    assertThat(reply.stderr()).contains(flag, "\"" + key + "\"");
  }

  @Test
  void cellsThatAgreeSayWhatFlagsAndManifestLeaveOpen() throws Exception {
    CampaignDirectory campaign =
        campaign(
            """

              - cell_id: one
                backend: aa
                concurrencies: [1]
                model: of-the-campaign
                hardware: H100
                quant: BF16
                kv_cache_dtype: fp8
                tensor_parallel: 1
                endpoint_kind: in_cluster
                cache_mode: cold
                aa: {url: "http://127.0.0.1:9", model: served, shape: aa-1k, api_key_env: none}
            """);
    Path bundle = bundle("dense");
    without(bundle, "model");
    without(bundle, "kv_dtype");
    Reply reply = take(campaign, bundle, "quant", "FP16");

    assertThat(reply.returncode()).as(reply.stderr()).isZero();
    JsonNode row = json(campaign.cell("dense-decode").rooflineSweep()).at("/decode/0");
    assertThat(row.required("model").asString()).isEqualTo("of-the-campaign");
    assertThat(row.required("kv_dtype").asString()).isEqualTo("fp8");
    assertThat(row.at("/sources/model").asString()).isEqualTo("campaign");
    assertThat(row.at("/sources/quant").asString()).isEqualTo("flag");
    assertThat(row.at("/sources/hardware").asString()).isEqualTo("manifest");
  }

  @Test
  void theShapeThatTheCellsNameIsTheCampaignsOwnCopy() throws Exception {
    Path bundle = bundle("dense");
    Path named = root.resolve("shape.json");
    Files.move(bundle.resolve("model_config.json"), named);
    CampaignDirectory campaign =
        campaign(
            """

              - cell_id: one
                backend: aa
                concurrencies: [1]
                model: m
                model_config: shape.json
                endpoint_kind: in_cluster
                aa: {url: "http://127.0.0.1:9", model: served, shape: aa-1k, api_key_env: none}
            """);
    Files.delete(named);
    Reply reply = take(campaign, bundle);

    assertThat(reply.returncode()).as(reply.stderr()).isZero();
    assertThat(reply.json().required("decode_points").intValue()).isEqualTo(9);
  }

  @ParameterizedTest
  @CsvSource({
    "quant, Q4_K_M, unknown-quant", "kv_dtype, auto, unknown-kv-dtype",
    "hardware, H900, unknown-hardware", "cell_id, ../x, invalid-value"
  })
  void whatIsNotKnownIsRefused(String property, String value, String code) throws Exception {
    CampaignDirectory campaign = campaign("[]");
    Reply reply = take(campaign, bundle("dense"), property, value);

    assertThat(reply.returncode()).as(code).isEqualTo(2);
    assertThat(reply.stderr()).contains(value);
    assertThat(campaign.cellsOnDisk()).isEmpty();
  }

  @Test
  void aFigureAboveThePeakIsFlaggedOnTheRowAndInTheReply() throws Exception {
    CampaignDirectory campaign = campaign("[]");
    Reply reply = take(campaign, bundle("dense"), "quant", "FP32");

    assertThat(Call.codes(reply)).contains("above-peak");
    JsonNode rows = json(campaign.cell("dense-decode").rooflineSweep());
    assertThat(rows.at("/decode/0/above_peak/hbm_delivered_pct").asString())
        .contains("wrong quant", "wrong hardware", "speculative decoding", "clocks");
    assertThat(rows.at("/decode/0/compute_pct").isNull()).as("no peak of FP32").isTrue();
  }

  @Test
  void aShortWindowIsWarnedOf() throws Exception {
    CampaignDirectory campaign = campaign("[]");
    Path bundle = bundle("dense");
    Path decode = bundle.resolve("decode_sweep.jsonl");
    List<String> lines = Files.readAllLines(decode);
    lines.set(8, lines.get(8).replaceAll("\"num_prompts\": \\d+", "\"num_prompts\": 17"));
    Files.write(decode, lines);
    Reply reply = take(campaign, bundle);

    JsonNode warning = reply.json().required("steady_window_warnings").get(0);
    assertThat(warning.required("num_prompts").intValue()).isEqualTo(17);
    assertThat(warning.required("min_required").intValue())
        .isEqualTo(2 * warning.required("c").intValue());
    assertThat(
            json(campaign.cell("dense-decode").rooflineSweep())
                .at("/decode/8/steady_window_undercount")
                .booleanValue())
        .isTrue();
  }

  @Test
  void withoutReadingsNothingIsGrounded() throws Exception {
    CampaignDirectory campaign = campaign("[]");
    Path bundle = bundle("dense");
    for (String name : FILES.subList(0, 2)) {
      Path file = bundle.resolve(name);
      Files.writeString(
          file, Files.readString(file).replaceAll(", \"dcgm_steady\": \\{[^}]*\\}", ""));
    }
    Reply reply = take(campaign, bundle);

    assertThat(Call.codes(reply)).contains("ungrounded");
    JsonNode row = Json.MAPPER.readTree(Files.readAllLines(campaign.atlas()).getFirst());
    assertThat(row.required("sol_rigor").isNull()).isTrue();
    assertThat(row.at("/unmeasured/sol_rigor").asString()).contains("no DCGM reading");
    assertThat(row.required("sol_pct").isNumber()).isTrue();
    Reply report = on(new ReportRender(CampaignFile::load), campaign, Map.of());
    assertThat(report.json().at("/render_status/dcgm_grounded").booleanValue()).isFalse();
  }

  private CampaignDirectory campaign(String cells) throws Exception {
    Files.writeString(root.resolve("demo.yaml"), "name: demo\ncells: " + cells + "\n");
    Reply made = call(new CampaignInit(), Map.of("config", "demo.yaml"));
    assertThat(made.returncode()).as(made.stderr()).isZero();
    return new CampaignDirectory(Path.of(made.json().required("campaign_dir").asString()));
  }

  private Path bundle(String sample) throws Exception {
    Path bundle = Files.createDirectories(root.resolve(sample));
    Path from =
        Path.of(Objects.requireNonNull(getClass().getResource("/roofline/" + sample)).toURI());
    for (String name : FILES) {
      Files.copy(from.resolve(name), bundle.resolve(name));
    }
    return bundle;
  }

  private static void without(Path bundle, String key) throws Exception {
    Path file = bundle.resolve("roofline_sweep_manifest.json");
    var manifest = json(file).asObject();
    manifest.remove(key);
    Files.writeString(file, Json.line(manifest));
  }

  private Reply take(CampaignDirectory campaign, Path bundle, Object... more) throws Exception {
    Map<String, Object> all = new HashMap<>();
    all.put("bundle", bundle.toString());
    for (int i = 0; i < more.length; i += 2) {
      all.put((String) more[i], more[i + 1]);
    }
    return on(new ImportRooflineSweep(CampaignFile::load), campaign, all);
  }

  private Reply on(Verb verb, CampaignDirectory campaign, Map<String, Object> input)
      throws InterruptedException {
    Map<String, Object> all = new HashMap<>(input);
    all.put("campaign", campaign.root().toString());
    return call(verb, all);
  }

  private Reply call(Verb verb, Map<String, Object> input) throws InterruptedException {
    return Call.of(verb, input, Contexts.in(root));
  }

  private static JsonNode row(JsonNode rows, JsonNode point) {
    return rows.valueStream()
        .filter(row -> row.path("sweep_concurrency").intValue() == point.path("c").intValue())
        .filter(row -> row.path("isl").intValue() == point.path("isl").intValue())
        .findFirst()
        .orElseThrow();
  }

  private static JsonNode json(Path file) throws Exception {
    return Json.MAPPER.readTree(Files.readString(file));
  }

  private static JsonNode resource(String sample, String name) throws Exception {
    return json(
        Path.of(
            Objects.requireNonNull(
                    ImportRooflineSweepTest.class.getResource("/roofline/" + sample + "/" + name))
                .toURI()));
  }
}
