package io.perftune.value;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.config.Tables;
import io.perftune.fixtures.SampleRows;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContextLineTest {
  private final Table table = Tables.table(Tables.ATLAS);

  @Test
  void saysWhatAllRowsDeclareAlike() {
    ContextLine line =
        ContextLine.of(
            table,
            List.of(
                sample("a").set("hardware", "h200").row(),
                sample("b").set("hardware", "h200").row()));

    assertThat(line.text()).startsWith("model=example-org/example-8b, ").contains("hardware=h200");
    assertThat(line.differing()).isEmpty();
  }

  @Test
  void leavesOutWhatDiffersAndNamesItAsAColumn() {
    ContextLine line =
        ContextLine.of(
            table,
            List.of(sample("a").set("quant", "fp8").row(), sample("b").set("quant", "bf16").row()));

    assertThat(line.text()).doesNotContain("quant=");
    assertThat(line.differing()).containsExactly("quant");
  }

  @Test
  void saysTheReasonOfANull() {
    Row row = sample("a").unset("max_num_batched_tokens").row();
    row.columns().withObject("unmeasured").put("max_num_batched_tokens", "undisclosed");

    assertThat(ContextLine.of(table, List.of(row)).text())
        .contains("max_num_batched_tokens undisclosed");
  }

  @Test
  void aGapIsNotTheSameAsAStatement() {
    Row declared = sample("a").set("max_num_seqs", 64).row();
    Row gap = sample("b").unset("max_num_seqs").row();

    assertThat(ContextLine.of(table, List.of(declared, gap)).differing())
        .containsExactly("max_num_seqs");
  }

  @Test
  void neitherNotesNorMeasurementsAreContext() {
    ContextLine line = ContextLine.of(table, List.of(sample("a").row()));

    assertThat(line.text()).doesNotContain("notes", "ttft");
  }

  @Test
  void workloadEndpointAndEngineAreContextThoughNoCellDeclaresThem() {
    Row synthetic = sample("a").row();
    Row replayed = sample("b").set("aa_mode", "dataset-replay").row();
    ContextLine line = ContextLine.of(table, List.of(synthetic, replayed));

    assertThat(line.differing()).contains("aa_mode");
    assertThat(line.text()).contains("aa_shape=", "endpoint_origin=", "load_engine=aiperf");
  }

  @Test
  void saysNothingOfNoRows() {
    assertThat(ContextLine.of(table, List.of())).isEqualTo(new ContextLine(List.of(), List.of()));
  }

  private static SampleRows sample(String cell) {
    return SampleRows.point(cell, AaShape.AA_1K, 1);
  }
}
