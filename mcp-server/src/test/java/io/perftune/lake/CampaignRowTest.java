package io.perftune.lake;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.config.Tables;
import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.value.Row;
import io.perftune.value.Table;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class CampaignRowTest {
  private static final List<String> FOUND_BY_A_REPORT =
      List.of(
          "sol_complete",
          "sol_per_arm_complete",
          "dcgm_grounded",
          "omitted_pages",
          "partial_pages",
          "sol_rigor");

  @Test
  void saysWhatTheCampaignDeclaredAndTheReportFound() {
    ObjectNode row = CampaignRow.of(LakeSample.evidence(), List.of());

    assertThat(problems(row)).isEmpty();
    Row read = new Row(row);
    assertThat(read.text("campaign_id")).isEqualTo(LakeSample.ID);
    assertThat(read.text("slug")).isEqualTo("sample");
    assertThat(read.integer("cell_count")).isEqualTo(3);
    assertThat(read.integer("atlas_row_count")).isEqualTo(6);
    assertThat(read.integer("plot_ready_points")).isEqualTo(6);
    assertThat(read.text("backends")).isEqualTo("aiperf");
    assertThat(read.text("omitted_pages")).isEqualTo("7");
    assertThat(read.text("tags")).isEqualTo("aa,x");
    assertThat(read.text("code_repo")).isEqualTo("https://git.example/perf");
    assertThat(read.text("code_sha")).isEqualTo("b".repeat(40));
    assertThat(read.text("verdict_tier")).isEqualTo("draft");
    assertThat(read.text("next_lever"))
        .isEqualTo(
            "{\"change\":\"raise max_num_seqs\",\"unlock\":\"+20 % throughput at c=64\",\"gate\":\"aa-1k c=64 output_tps above 2,000\"}");
    assertThat(read.value("recorded_gaps")).isEqualTo(Json.object());
  }

  @Test
  void withoutAReportOfTheseRowsWhatOnlyAReportFindsIsNull() {
    Evidence evidence = LakeSample.evidence();
    Evidence bare =
        new Evidence(
            evidence.campaignId(),
            evidence.campaign(),
            evidence.rows(),
            null,
            evidence.provenance(),
            evidence.hashes());
    requireNonNull(evidence.reportStatus()).put("atlas_sha256", "of other rows");

    for (ObjectNode row :
        List.of(CampaignRow.of(bare, List.of()), CampaignRow.of(evidence, List.of()))) {
      assertThat(FOUND_BY_A_REPORT)
          .allSatisfy(column -> assertThat(row.required(column).isNull()).as(column).isTrue());
      assertThat(problems(row)).isEmpty();
    }
  }

  @Test
  void focusIsTheDeclaredOneElseTheReportsElseNull() {
    Evidence evidence = LakeSample.evidence();
    ObjectNode status = requireNonNull(evidence.reportStatus());

    assertThat(CampaignRow.of(evidence, List.of()).required("focus").asString())
        .isEqualTo("throughput");
    status.remove("focus");
    assertThat(CampaignRow.of(evidence, List.of()).required("focus").isNull()).isTrue();
    evidence.campaign().put("focus", "latency");
    assertThat(CampaignRow.of(evidence, List.of()).required("focus").asString())
        .isEqualTo("latency");
  }

  @Test
  void speedOfLightIsCompleteWhereTheReportSaysSo() {
    Evidence evidence = LakeSample.evidence();
    ObjectNode status = requireNonNull(evidence.reportStatus());

    ObjectNode exempt = CampaignRow.of(evidence, List.of());
    assertThat(exempt.required("sol_complete").booleanValue()).isFalse();
    assertThat(exempt.required("sol_per_arm_complete").booleanValue()).isFalse();

    status.put("sol_complete", true).put("dcgm_grounded", true);
    ObjectNode complete = CampaignRow.of(evidence, List.of());
    assertThat(complete.required("sol_complete").booleanValue()).isTrue();
    assertThat(complete.required("sol_per_arm_complete").booleanValue()).isTrue();
    assertThat(complete.required("dcgm_grounded").booleanValue()).isTrue();
    assertThat(
            Tables.table(Tables.CAMPAIGN).columns().stream()
                .filter(column -> column.name().equals("sol_complete"))
                .map(Table.Column::description))
        .singleElement()
        .asString()
        .endsWith("false where every arm is exempt.");
  }

  private static List<Problem> problems(ObjectNode row) {
    return Tables.problems(
        Tables.schema(Tables.CAMPAIGN), new Row(row.deepCopy().put("publish_id", "x")), "row");
  }

  @Test
  void namesNobody() {
    Row row = new Row(CampaignRow.of(LakeSample.evidence(), List.of()));

    for (String column : List.of("operator", "publisher_operator", "publisher_host")) {
      assertThat(row.value(column).isNull()).as(column).isTrue();
    }
  }

  @Test
  void recordsGapsAndArmsThatWereOptedOut() {
    Evidence evidence = LakeSample.evidence();
    ((ObjectNode) evidence.campaign().required("roofline_gap_arms")).put("aa-1k", "no pod");
    Problem gap = new Problem("report-missing", "There is none.", "here", "Render it.");

    ObjectNode row = CampaignRow.of(evidence, List.of(gap));

    assertThat(Json.line(row.required("recorded_gaps")))
        .isEqualTo(
            "{\"gate\":[{\"code\":\"report-missing\",\"message\":\"There is none.\",\"where\":\"here\",\"remedy\":\"Render it.\"}],"
                + "\"roofline_gap_arms\":{\"aa-1k\":\"no pod\"}}");
  }
}
