package io.perftune.verb.importaiperf;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.capture.AiperfExport;
import io.perftune.capture.Requests;
import io.perftune.capture.export.AiperfFiles;
import io.perftune.capture.export.ExportedRun;
import io.perftune.config.CampaignFile;
import io.perftune.fixtures.Call;
import io.perftune.fixtures.Contexts;
import io.perftune.value.Json;
import io.perftune.value.RequestRecord;
import io.perftune.verb.CampaignInit;
import io.perftune.verb.Reply;
import io.perftune.verb.aggregate.AtlasAggregate;
import io.perftune.workspace.CampaignDirectory;
import io.perftune.workspace.CellDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class ImportAiperfTest {
  @TempDir Path directory;

  private CampaignDirectory campaign;
  private List<RequestRecord> records;

  @BeforeEach
  void makeCampaignAndExport() throws Exception {
    Files.writeString(
        directory.resolve("demo.yaml"),
        """
        name: demo
        cells:
          - cell_id: one
            backend: aa
            concurrencies: [2]
            model: sim
            hardware: undisclosed
            cache_mode: cold
            endpoint_kind: local
            aa: {url: "http://127.0.0.1:9", model: served, shape: aa-1k, api_key_env: none,
                 request_count: 12, extra_output_controls: false}
          - cell_id: guaranteed
            backend: aa
            concurrencies: [2]
            model: sim
            hardware: undisclosed
            cache_mode: cold
            endpoint_kind: local
            aa: {url: "http://127.0.0.1:9", model: served, shape: aa-1k, api_key_env: none,
                 request_count: 12}
        """);
    Reply made = Call.of(new CampaignInit(), Map.of("config", "demo.yaml"), Contexts.in(directory));
    assertThat(made.returncode()).as(made.stderr()).isZero();
    campaign = new CampaignDirectory(Path.of(made.json().required("campaign_dir").asString()));
    records = AiperfExport.read(sample("moon"), 2, 1).records();
    AiperfFiles _ = AiperfFiles.write(run("http://127.0.0.1:9/v1"), directory.resolve("own"));
  }

  @Test
  void theExportIsAPointOfTheCellAndEverythingAfterTakesIt() throws Exception {
    Reply reply = take("own", 2);

    assertThat(reply.returncode()).as(reply.stderr()).isZero();
    assertThat(reply.json().required("cell_status").asString()).isEqualTo("full");
    CellDirectory cell = campaign.cell("one");
    assertThat(Requests.read(cell.requests())).isEqualTo(records);
    for (String name : List.of("profile_export.jsonl", "profile_export_aiperf.json")) {
      assertThat(cell.raw(2, 1).resolve(name))
          .hasSameBinaryContentAs(directory.resolve("own").resolve(name));
    }
    JsonNode row = Json.MAPPER.readTree(Files.readString(cell.normalized())).get(0);
    assertThat(row.required("status").asString()).isEqualTo("full");
    for (String column :
        List.of(
            "seed",
            "prompt_source",
            "target_input_tokens",
            "dataset_sha256",
            "command_sha256",
            "prewarmed",
            "burn_in",
            "settle_s")) {
      assertThat(row.required(column).isNull()).as(column).isTrue();
      assertThat(row.required("unmeasured").required(column).asString()).isNotBlank();
    }
    assertThat(row.required("unmeasured").required("settle_s").asString())
        .isEqualTo("the imported export does not say");
    assertThat(row.required("notes").asString()).isEmpty();
    Reply atlas =
        Call.of(
            new AtlasAggregate(CampaignFile::load),
            Map.of("campaign", campaign.id()),
            Contexts.in(directory));
    assertThat(atlas.json().at("/coverage/full_sweeps").intValue()).isEqualTo(1);
    assertThat(atlas.json().required("row_count").intValue()).isEqualTo(1);
  }

  /// Records do not know what each request carried beside its prompt.
  @Test
  void anExportOfOurOwnContradictsNoOutputControls() throws Exception {
    Reply reply = take("own", 2, "cell", "guaranteed", "dry_run", true);

    assertThat(reply.json().required("status").asString()).as(reply.stderr()).isEqualTo("full");
  }

  @Test
  void aFullPointIsNotReplaced() throws Exception {
    assertThat(take("own", 2).returncode()).isZero();

    Reply again = take("own", 2);

    assertThat(again.returncode()).isEqualTo(2);
    assertThat(Call.codes(again)).containsExactly("point-full");
  }

  @Test
  void whatTheExportSaysOtherwiseIsRefusedWithBothValues() throws Exception {
    AiperfFiles _ = AiperfFiles.write(run("http://other:1"), directory.resolve("other"));

    assertThat(take("own", 4).stderr()).contains("The export's concurrency is 2, the cell's is 4.");
    assertThat(take("other", 2).stderr())
        .contains("The export's endpoint is http://other:1, the cell's is http://127.0.0.1:9.");
    Path summary = directory.resolve("other/profile_export_aiperf.json");
    ObjectNode json = (ObjectNode) Json.MAPPER.readTree(Files.readString(summary));
    json.set(
        "input_config",
        Json.MAPPER.readTree(
            """
            {"models": {"items": [{"name": "m"}]},
             "endpoint": {"type": "chat", "streaming": false, "extra": {"min_tokens": 20}},
             "datasets": [{"type": "file"}],
             "phases": [{"kind": "profiling", "requests": 13, "concurrency": 2}]}
            """));
    Files.writeString(summary, Json.line(json));
    assertThat(take("other", 2).stderr())
        .contains(
            "The export's number of requests is 13, the cell's is 12.",
            "The export's model is m, the cell's is served.",
            "The export's streaming is false, the cell's is true.",
            "The export's synthetic prompts is false, the cell's is true.",
            "The export's min_tokens is 20, the cell's is none.");
    assertThat(campaign.cell("one").journal()).doesNotExist();
  }

  @Test
  void aDryRunJudgesAndTouchesNothing() throws Exception {
    Reply reply = take("own", 2, "dry_run", true);

    assertThat(reply.json().required("status").asString()).isEqualTo("full");
    assertThat(campaign.cell("one").requests()).doesNotExist();
    assertThat(campaign.cell("one").raw(2, 1)).doesNotExist();
  }

  @Test
  void refusesADirectoryThatHoldsNoExport() throws Exception {
    Files.createDirectories(directory.resolve("empty"));

    assertThat(take("empty", 2).returncode()).isEqualTo(2);
    assertThat(take("nowhere", 2).stderr()).contains("is no directory");
  }

  private Reply take(String export, int concurrency, Object... more) throws InterruptedException {
    Map<String, Object> all = new HashMap<>();
    all.put("campaign", campaign.id());
    all.put("cell", "one");
    all.put("concurrency", concurrency);
    all.put("export", export);
    for (int i = 0; i < more.length; i += 2) {
      all.put((String) more[i], more[i + 1]);
    }
    return Call.of(new ImportAiperf(), all, Contexts.in(directory));
  }

  private ExportedRun run(String url) {
    return new ExportedRun(
        new ExportedRun.Origin("c", "one", "aiperf", "1.0"),
        new ExportedRun.Asked(url, "/v1/chat/completions", "chat", "served", 2, 1),
        records,
        true);
  }

  private static Path sample(String name) throws Exception {
    return Path.of(
        Objects.requireNonNull(ImportAiperfTest.class.getResource("/aiperf/" + name)).toURI());
  }
}
