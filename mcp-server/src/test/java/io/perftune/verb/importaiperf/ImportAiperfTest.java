package io.perftune.verb.importaiperf;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.capture.Requests;
import io.perftune.config.CampaignFile;
import io.perftune.fixtures.Call;
import io.perftune.value.Json;
import io.perftune.verb.Reply;
import io.perftune.verb.aggregate.AtlasAggregate;
import io.perftune.workspace.CellDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class ImportAiperfTest {
  @TempDir Path directory;

  private UnmeasuredCampaign campaign;

  @BeforeEach
  void makeCampaignAndExport() throws Exception {
    campaign = new UnmeasuredCampaign(directory);
  }

  @Test
  void theExportIsAPointOfTheCellAndEverythingAfterTakesIt() throws Exception {
    Reply reply = take("own", 2);

    assertThat(reply.returncode()).as(reply.stderr()).isZero();
    assertThat(reply.json().required("cell_status").asString()).isEqualTo("full");
    CellDirectory cell = campaign.directory.cell("one");
    assertThat(Requests.read(cell.requests())).isEqualTo(campaign.records);
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
    assertThat(row.required("notes").asString())
        .isEqualTo("imported from an AIPerf export: what it does not say is null.");
    Reply atlas = campaign.on(new AtlasAggregate(CampaignFile::load), Map.of());
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
  void aKeyThatAnEndpointEchoedIsMaskedInTheCopyAndTheReplySaysSo() throws Exception {
    campaign.environment.put("ENDPOINT_KEY", "sk-echoed-0123456789");
    Path rows = directory.resolve("own/profile_export.jsonl");
    String own = Files.readString(rows).replaceFirst("\\{", "{\"echo\":\"sk-echoed-0123456789\",");
    Files.writeString(rows, own);

    Reply shown = take("own", 2, "cell", "keyed", "dry_run", true);
    Reply reply = take("own", 2, "cell", "keyed");

    assertThat(reply.returncode()).as(reply.stderr()).isZero();
    assertThat(shown.stderr() + shown.json()).contains("secret-masked").doesNotContain("-echoed-");
    assertThat(reply.stderr() + reply.json()).contains("secret-masked").doesNotContain("-echoed-");
    try (Stream<Path> files = Files.walk(campaign.directory.root())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file)).as("%s", file).doesNotContain("-echoed-");
      }
    }
    assertThat(campaign.directory.cell("keyed").raw(2, 1).resolve("profile_export.jsonl"))
        .content()
        .contains("\"echo\":\"[REDACTED]\"");
    assertThat(rows).hasContent(own);
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
    campaign.export("other", "http://other:1", campaign.records);

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
    assertThat(campaign.directory.cell("one").journal()).doesNotExist();
  }

  @Test
  void aDryRunJudgesAndTouchesNothing() throws Exception {
    Reply reply = take("own", 2, "dry_run", true);

    assertThat(reply.json().required("status").asString()).isEqualTo("full");
    assertThat(campaign.directory.cell("one").requests()).doesNotExist();
    assertThat(campaign.directory.cell("one").raw(2, 1)).doesNotExist();
  }

  @Test
  void refusesADirectoryThatHoldsNoExport() throws Exception {
    Files.createDirectories(directory.resolve("empty"));

    assertThat(take("empty", 2).returncode()).isEqualTo(2);
    assertThat(take("nowhere", 2).stderr()).contains("is no directory");
  }

  private Reply take(String export, int concurrency, Object... more) throws InterruptedException {
    return campaign.take(export, concurrency, more);
  }
}
