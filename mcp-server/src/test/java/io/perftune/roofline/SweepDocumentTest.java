package io.perftune.roofline;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.config.Schema;
import io.perftune.roofline.SweepPoint.Phase;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class SweepDocumentTest {
  @Test
  void holdsBothPhasesTheShapeAndWhatFollowsFromItAndObeysItsSchema() {
    SweepContext context = SampleBundle.context(SampleBundle.declared());
    RooflineRows rows = new RooflineRows(context);
    ObjectNode document =
        SweepDocument.of(
            context,
            rows.rows(SampleBundle.points(Phase.DECODE, SampleBundle.decode(1))),
            rows.rows(SampleBundle.points(Phase.PREFILL, SampleBundle.prefill(512))));

    assertThat(Schema.load("roofline_sweep").problems(document, pointer -> pointer)).isEmpty();
    assertThat(document.required("decode")).hasSize(1);
    assertThat(document.required("prefill")).hasSize(1);
    assertThat(document.at("/shape/num_key_value_heads").intValue()).isEqualTo(1);
    assertThat(document.at("/summary/flop_per_token").doubleValue()).isEqualTo(2 * 1_232);
    assertThat(document.at("/summary/num_gpus").intValue()).isEqualTo(2);
  }

  @Test
  void otherLengthsAreACellOfTheirOwnBesideTheSweepsName() {
    SweepContext context = SampleBundle.context(SampleBundle.declared());
    SweepPoint point = SampleBundle.points(Phase.DECODE, SampleBundle.decode(1)).getFirst();

    assertThat(List.of(context.cell(Phase.DECODE), context.cell(Phase.PREFILL)))
        .containsExactly("dense-decode", "dense-prefill");
    assertThat(context.ofLengths(point).cell(Phase.DECODE)).isEqualTo("dense-256x512-decode");
  }
}
