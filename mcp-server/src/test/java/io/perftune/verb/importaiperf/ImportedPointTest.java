package io.perftune.verb.importaiperf;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.config.CampaignFile;
import io.perftune.fixtures.Call;
import io.perftune.lake.DuckDb;
import io.perftune.value.Json;
import io.perftune.value.RequestRecord;
import io.perftune.verb.Reply;
import io.perftune.verb.aggregate.AtlasAggregate;
import io.perftune.verb.publish.PublishToLake;
import io.perftune.verb.render.ReportRender;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// An imported point on its way through atlas, report and lake: what its export does not say stays
/// null with the reason, and every reader is told that it was imported.
class ImportedPointTest {
  private static final String SAID = "imported from an AIPerf export";
  private static final List<String> UNSAID =
      List.of("prompt_source", "seed", "dataset_sha256", "command_sha256");

  @TempDir Path directory;

  private UnmeasuredCampaign campaign;

  @BeforeEach
  void makeCampaign() throws Exception {
    campaign = new UnmeasuredCampaign(directory);
  }

  @Test
  void atlasReportAndLakeHaveItAndSayWhatItsExportDoesNot() throws Exception {
    report("own");

    JsonNode row = Json.MAPPER.readTree(Files.readString(campaign.directory.atlas()));
    assertThat(row.required("notes").asString()).contains(SAID);
    for (String column : UNSAID) {
      assertThat(row.required(column).isNull()).as(column).isTrue();
      assertThat(row.at("/unmeasured/" + column).asString())
          .as(column)
          .contains("the imported export");
    }
    assertThat(row.required("client_verdict").asString()).isEqualTo("unmeasured");
    assertThat(Files.readString(campaign.directory.reportHtml())).contains(SAID);

    Reply lax = publish(false);

    assertThat(lax.returncode()).as(lax.stderr()).isZero();
    try (DuckDb duckDb = new DuckDb()) {
      assertThat(
              duckDb.rows(
                  "select status, seed, prompt_source, contains(notes, '%s') from '%s/atlas_v1/*/*/*.parquet'"
                      .formatted(SAID, lake())))
          .containsExactly("full|null|null|true");
      assertThat(
              duckDb.rows("select count(*) from '%s/requests_v1/*/*/*.parquet'".formatted(lake())))
          .containsExactly("12");
    }
  }

  @Test
  void theStrictGateNamesWhatTheExportDoesNotSay() throws Exception {
    report("own");

    Reply strict = publish(true);

    assertThat(strict.returncode()).isEqualTo(2);
    assertThat(strict.stderr())
        .contains("prompt_source is null (the imported export does not say) in one.")
        .contains("dataset_sha256 is null (the imported export does not say) in one.");
    assertThat(lake()).doesNotExist();
  }

  @Test
  void aColdPointThatACacheAnsweredIsRefusedWithTheFigure() throws Exception {
    campaign.export(
        "warm", "http://127.0.0.1:9/v1", campaign.records.stream().map(this::cached).toList());
    report("warm");

    assertThat(publish(true).stderr())
        .contains("cache_mode is cold, but 25.0 % of the prompt tokens came from the cache.");
  }

  @Test
  void aRequestThatContradictsItselfIsSaidAndNotPublishedStrictly() throws Exception {
    List<RequestRecord> records = new java.util.ArrayList<>(campaign.records);
    ObjectNode first = records.getFirst().toJson("c", "one");
    first.put("itl_ms", 2 * first.required("itl_ms").doubleValue());
    records.set(0, RequestRecord.fromJson(first));
    campaign.export("odd", "http://127.0.0.1:9/v1", records);

    Reply taken = report("odd");

    assertThat(Call.codes(taken)).contains("cross-check");
    assertThat(Call.codes(publish(true))).contains("summary-differs");
    assertThat(Files.readString(campaign.directory.reportHtml()))
        .contains("1 of 12 requests contradict themselves so.");
  }

  private RequestRecord cached(RequestRecord record) {
    return RequestRecord.fromJson(
        record.toJson("c", "one").put("server_input_tokens", 1_000).put("cached_tokens", 250));
  }

  /// Imports an export, and takes it as far as the report.
  private Reply report(String export) throws InterruptedException {
    Reply taken = campaign.take(export, 2);
    assertThat(taken.returncode()).as(taken.stderr()).isZero();
    Reply atlas = campaign.on(new AtlasAggregate(CampaignFile::load), Map.of());
    assertThat(atlas.returncode()).as(atlas.stderr()).isZero();
    Reply report = campaign.on(new ReportRender(CampaignFile::load), Map.of());
    assertThat(report.returncode()).as(report.stderr()).isZero();
    return taken;
  }

  private Reply publish(boolean strict) throws InterruptedException {
    return campaign.on(
        new PublishToLake(CampaignFile::load), Map.of("strict", strict, "lake", lake().toString()));
  }

  private Path lake() {
    return directory.resolve("the-lake");
  }
}
