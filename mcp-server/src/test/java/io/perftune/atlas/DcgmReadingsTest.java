package io.perftune.atlas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.perftune.atlas.DcgmReadings.Stretch;
import io.perftune.config.Tables;
import io.perftune.fixtures.SampleProfiles;
import io.perftune.fixtures.SampleRows;
import io.perftune.value.AaShape;
import io.perftune.value.DcgmWindow;
import io.perftune.value.Json;
import io.perftune.value.Row;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The sample's window is of concurrency 32 and lasts from 10:00:00 to 10:00:10.
class DcgmReadingsTest {
  private static final String PLACE = "cells/a/dcgm_correlation.json";

  @Test
  void theWindowOfThePointFillsTheColumnsAndRaisesTheRigor() {
    Row row = filled(analytical(32), SampleProfiles.dcgm(), ran("10:00:00", "10:00:10"));

    assertThat(row.number("dcgm_sm_active")).isCloseTo(0.7, within(1e-12));
    assertThat(row.number("dcgm_dram_active")).isCloseTo(0.45, within(1e-12));
    assertThat(row.number("dcgm_tensor_active")).isCloseTo(0.25, within(1e-12));
    assertThat(row.text("sol_rigor")).isEqualTo("L3");
    assertThat(row.value("unmeasured").has("dcgm_dram_active")).isFalse();
    assertThat(row.value("unmeasured").has("sol_rigor")).isFalse();
    JsonNode window = row.value("extra").required("dcgm_window");
    assertThat(window.required("source_artifact").asString()).isEqualTo(PLACE);
    assertThat(window.required("source_artifact_sha256").asString()).isEqualTo("f".repeat(64));
    assertThat(window.required("dram_Bps_per_gpu").doubleValue()).isEqualTo(33.5e9);
    assertThat(Tables.problems(Tables.schema(Tables.ATLAS), row, "row")).isEmpty();
  }

  @Test
  void aPointOfAnotherConcurrencyIsNotGrounded() {
    Row row = filled(analytical(8), SampleProfiles.dcgm(), ran("10:00:00", "10:00:10"));

    assertThat(row.number("dcgm_dram_active")).isNull();
    assertThat(row.whyNull("dcgm_dram_active"))
        .isEqualTo(PLACE + " has no window of concurrency 8");
    assertThat(row.text("sol_rigor")).isNull();
    assertThat(row.value("extra").has("dcgm_window")).isFalse();
  }

  @Test
  void aWindowOfAnotherTimeIsNotGroundingAndSaysByHowMuch() {
    Row early = filled(analytical(32), SampleProfiles.dcgm(), ran("10:00:05", "10:00:30"));
    Row nearly = filled(analytical(32), SampleProfiles.dcgm(), ran("10:00:01", "10:00:30"));

    assertThat(early.number("dcgm_sm_active")).isNull();
    assertThat(early.whyNull("dcgm_sm_active"))
        .isEqualTo(
            "window 1 of "
                + PLACE
                + ", 2026-01-15T10:00:00Z to 2026-01-15T10:00:10Z, lies to 50 % in the point's"
                + " requests, which ran from 2026-01-15T10:00:05Z to 2026-01-15T10:00:30Z; it"
                + " counts from 90 % on");
    assertThat(early.text("sol_rigor")).isNull();
    assertThat(nearly.text("sol_rigor")).isEqualTo("L3");
  }

  @Test
  void thePausesBetweenTrialsAreNoLoad() {
    Row row =
        filled(
            analytical(32),
            SampleProfiles.dcgm(),
            List.of(stretch("10:00:00", "10:00:04"), stretch("10:00:06", "10:00:10")));

    assertThat(row.whyNull("dcgm_sm_active")).contains("lies to 80 %");
  }

  @Test
  void aWindowWithoutConcurrencyBelongsToThePointThatItsTimeIsOf() {
    ObjectNode unnamed = SampleProfiles.dcgm();
    ((ObjectNode) unnamed.at("/windows/0")).remove("concurrency");

    assertThat(filled(analytical(8), unnamed, ran("10:00:00", "10:00:10")).text("sol_rigor"))
        .isEqualTo("L3");
    assertThat(filled(analytical(8), unnamed, ran("10:00:10", "10:00:20")).text("sol_rigor"))
        .isNull();
  }

  @Test
  void withoutRequestRecordsNothingSaysWhenThePointRan() {
    assertThat(filled(analytical(32), SampleProfiles.dcgm(), List.of()).whyNull("dcgm_sm_active"))
        .contains("no request records");
  }

  @Test
  void aReadingThatOneGpuLacksIsNull() {
    ObjectNode lacking = SampleProfiles.dcgm();
    ((ObjectNode) lacking.at("/windows/0/gpus/1")).remove("sm_active_mean");
    Row row = filled(analytical(32), lacking, ran("10:00:00", "10:00:10"));

    assertThat(row.whyNull("dcgm_sm_active"))
        .isEqualTo("a GPU of window 1 in " + PLACE + " has no sm_active_mean");
    assertThat(row.number("dcgm_dram_active")).isNotNull();
    assertThat(row.text("sol_rigor")).as("its bytes are read").isEqualTo("L3");
  }

  @Test
  void aPointWithoutAFigureHasReadingsAndNoRigor() {
    Row plain = SampleRows.point("a", AaShape.AA_1K, 32).row();
    Row row = filled(plain, SampleProfiles.dcgm(), ran("10:00:00", "10:00:10"));

    assertThat(row.number("dcgm_dram_active")).isNotNull();
    assertThat(row.text("sol_rigor")).isNull();
  }

  @Test
  void aRowWithReadingsOfItsOwnKeepsThem() {
    Row swept = SampleRows.point("a", AaShape.AA_1K, 32).set("dcgm_dram_active", 0.9).row();

    assertThat(filled(swept, SampleProfiles.dcgm(), ran("10:00:00", "10:00:10"))).isEqualTo(swept);
  }

  @Test
  void whatIsNoRowStaysAsItIs() {
    DcgmReadings readings = readings(SampleProfiles.dcgm(), List.of());
    JsonNode text = Json.strings(List.of("x")).get(0);
    ObjectNode bare = Json.object().put("concurrency", 32);

    assertThat(readings.filled(text)).isSameAs(text);
    assertThat(readings.filled(bare)).isSameAs(bare);
  }

  private static Row analytical(int concurrency) {
    return SampleRows.point("a", AaShape.AA_1K, concurrency)
        .set("sol_pct", 40.0)
        .set("sol_metric", "hbm")
        .set("sol_ceiling_key", "h100_sxm.hbm_tbps")
        .row();
  }

  private static Row filled(Row row, ObjectNode file, List<Stretch> ran) {
    return new Row((ObjectNode) readings(file, ran).filled(row.columns()));
  }

  private static DcgmReadings readings(ObjectNode file, List<Stretch> ran) {
    Map<Integer, List<Stretch>> stretches = ran.isEmpty() ? Map.of() : Map.of(8, ran, 32, ran);
    return new DcgmReadings(PLACE, "f".repeat(64), DcgmWindow.of(file), stretches);
  }

  private static List<Stretch> ran(String start, String end) {
    return List.of(stretch(start, end));
  }

  private static Stretch stretch(String start, String end) {
    return new Stretch(
        Instant.parse("2026-01-15T" + start + "Z"), Instant.parse("2026-01-15T" + end + "Z"));
  }
}
