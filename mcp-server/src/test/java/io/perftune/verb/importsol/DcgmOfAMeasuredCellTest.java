package io.perftune.verb.importsol;

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
import io.perftune.verb.render.ReportRender;
import io.perftune.workspace.AtomicFiles;
import io.perftune.workspace.CampaignDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A cell that was measured here, with an analytical %SoL, gets the DCGM window of its point.
class DcgmOfAMeasuredCellTest {
  @TempDir Path root;

  private CampaignDirectory directory = new CampaignDirectory(Path.of("unset"));

  @BeforeEach
  void measure() throws Exception {
    Files.writeString(
        root.resolve("demo.yaml"),
        """
        name: demo
        cells:
          - {cell_id: known, backend: aa, concurrencies: [32], model: sim, hardware: H100,
             quant: BF16, num_gpus: 2, tensor_parallel: 2, cache_mode: cold, endpoint_kind: local,
             aa: {url: "http://127.0.0.1:9", model: served, shape: aa-1k, api_key_env: none}}
        """);
    Reply made = Call.of(new CampaignInit(), Map.of("config", "demo.yaml"), Contexts.in(root));
    assertThat(made.returncode()).as(made.stderr()).isZero();
    directory = new CampaignDirectory(Path.of(made.json().required("campaign_dir").asString()));
    ObjectNode row =
        SampleRows.point("known", AaShape.AA_1K, 32)
            .set("campaign_id", directory.id())
            .set("sol_pct", 40.0)
            .set("sol_metric", "hbm")
            .set("sol_ceiling_key", "h100_sxm.hbm_tbps")
            .row()
            .columns();
    write("normalized.json", Json.pretty(Json.array().add(row)));
    write("status.json", Json.line(Json.object().put("cell_id", "known").put("status", "full")));
    assertThat(on(new AtlasAggregate(CampaignFile::load), Map.of()).returncode()).isZero();
  }

  @Test
  void theAtlasIsMadeAgainAndTheReportIsGrounded() throws Exception {
    write("requests.jsonl", request("2026-01-15T10:00:00Z", 10) + "\n");
    assertThat(status().required("dcgm_grounded").booleanValue()).isFalse();

    Reply reply = take(SampleProfiles.dcgm());

    assertThat(reply.returncode()).as(reply.stderr()).isZero();
    assertThat(row().required("dcgm_dram_active").doubleValue()).isEqualTo(0.45);
    assertThat(row().required("sol_rigor").asString()).isEqualTo("L3");
    assertThat(status().required("dcgm_grounded").booleanValue()).isTrue();
    assertThat(status().required("sol_rigor").asString()).isEqualTo("L3");
    String measured = Files.readString(directory.cell("known").normalized());
    assertThat(Json.MAPPER.readTree(measured).at("/0/dcgm_dram_active").isNull())
        .as("what was measured stays as it was measured")
        .isTrue();
  }

  @Test
  void aWindowOfAnotherTimeGroundsNothingAndSaysWhy() throws Exception {
    write("requests.jsonl", request("2026-01-15T11:00:00Z", 10) + "\n");

    take(SampleProfiles.dcgm());

    assertThat(row().required("dcgm_dram_active").isNull()).isTrue();
    assertThat(row().at("/unmeasured/dcgm_dram_active").asString())
        .contains("window 1", "lies to 0 %", "2026-01-15T11:00:00Z");
    assertThat(status().required("dcgm_grounded").booleanValue()).isFalse();
  }

  @Test
  void readingsBrokenByHandAreRefusedWithTheirPlace() throws Exception {
    take(SampleProfiles.dcgm());
    ObjectNode backwards = SampleProfiles.dcgm();
    ((ObjectNode) backwards.at("/windows/0")).put("end_utc", "2026-01-15T09:00:00Z");
    write("dcgm_correlation.json", Json.line(backwards));

    Reply reply = on(new AtlasAggregate(CampaignFile::load), Map.of());

    assertThat(Call.codes(reply)).containsExactly("window-empty");
    assertThat(reply.stderr()).contains("cells/known/dcgm_correlation.json/windows/0/end_utc");
  }

  @Test
  void requestRecordsThatAreNoneAreNamedWithTheirLine() throws Exception {
    take(SampleProfiles.dcgm());
    write("requests.jsonl", request("2026-01-15T10:00:00Z", 10) + "\n{\"concurrency\": 1}\n");

    Reply reply = on(new AtlasAggregate(CampaignFile::load), Map.of());

    assertThat(Call.codes(reply)).containsExactly("malformed-line");
    assertThat(reply.stderr()).contains("cells/known/requests.jsonl:2");
  }

  private static String request(String start, int seconds) {
    long nanos = java.time.Instant.parse(start).getEpochSecond() * 1_000_000_000L;
    return Json.line(
        Json.object()
            .put("concurrency", 32)
            .put("trial", 1)
            .put("request_id", "r")
            .put("phase", "profiling")
            .put("start_ns", nanos)
            .put("end_ns", nanos + seconds * 1_000_000_000L)
            .put("result", "ok"));
  }

  private JsonNode row() throws Exception {
    return Json.MAPPER.readTree(Files.readAllLines(directory.atlas()).getFirst());
  }

  private JsonNode status() throws Exception {
    Reply reply = on(new ReportRender(CampaignFile::load), Map.of());
    assertThat(reply.returncode()).as(reply.stderr()).isZero();
    return Json.MAPPER.readTree(Files.readString(directory.reportStatus()));
  }

  private Reply take(ObjectNode file) throws Exception {
    Files.writeString(root.resolve("f.json"), Json.line(file));
    return on(new ImportSol(), Map.of("cell", "known", "file", "f.json"));
  }

  private void write(String name, String text) {
    AtomicFiles.write(directory.cell("known").root().resolve(name), text);
  }

  private Reply on(Verb verb, Map<String, Object> properties) throws InterruptedException {
    Map<String, Object> all = new HashMap<>(properties);
    all.put("campaign", directory.id());
    return Call.of(verb, all, Contexts.in(root));
  }
}
