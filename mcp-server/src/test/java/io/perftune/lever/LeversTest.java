package io.perftune.lever;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.config.CampaignFile;
import io.perftune.config.Schema;
import io.perftune.fixtures.SampleRows;
import io.perftune.value.AaShape;
import io.perftune.value.Campaign;
import io.perftune.value.Lever;
import io.perftune.value.Row;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class LeversTest {
  private static final String DECLARED =
      """
      name: x
      next_lever: {change: FP8, unlock: +30 %, gate: "output_tps above 1,000"}
      levers:
        - {change: MTP, unlock: +60 %, gate: speed, state: refuted, why: "-4 % at c=1"}
        - {change: EP, unlock: +5 %, gate: speed, state: won, why: "+7 % at c=10"}
        - {change: graphs, unlock: +9 %, gate: speed, state: open}
      """;

  @Test
  void theDeclaredLeverIsFirstThenTrustThenWorthOverEffortThenWhatIsSettled() {
    List<Lever> levers = levers(DECLARED, rows());

    assertThat(levers)
        .extracting(lever -> lever.declared() ? lever.change() : lever.rule())
        .containsExactly(
            "FP8",
            "graphs",
            "output-floor",
            "decode-far-from-hbm",
            "prefill-bound-ttft",
            "EP",
            "MTP");
    assertThat(levers).extracting(Lever::state).endsWith(Lever.State.WON, Lever.State.REFUTED);
    assertThat(levers.getLast().why()).isEqualTo("-4 % at c=1");
  }

  @Test
  void aRefutedRuleSuggestsNothingMore() {
    String refuted =
        """
        name: x
        levers:
          - change: graphs
            unlock: x2
            gate: speed
            state: refuted
            why: the step is bound by communication
            rule: decode-far-from-hbm
        """;

    assertThat(levers(refuted, rows()))
        .extracting(Lever::rule)
        .doesNotContain("decode-far-from-hbm")
        .contains("prefill-bound-ttft", Lever.DECLARED);
  }

  @Test
  void anExhaustedFrontierIsNoLever() {
    assertThat(levers("name: x\nnext_lever: \"frontier-exhausted: 93 % of HBM\"\n", List.of()))
        .isEmpty();
  }

  @Test
  void saysTheSameInEveryLocale() {
    Locale before = Locale.getDefault();
    List<Lever> levers = levers(DECLARED, rows());
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertThat(levers(DECLARED, rows())).isEqualTo(levers);
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void theCampaignFileKnowsEveryRule() {
    JsonNode rule = Schema.load("campaign").json().at("/properties/levers/items/properties/rule");

    assertThat(rule.required("enum").valueStream().filter(JsonNode::isString))
        .extracting(JsonNode::asString)
        .containsExactlyElementsOf(Levers.RULES.stream().map(Rule::name).toList());
  }

  private static List<Lever> levers(String file, List<Row> atlas) {
    Campaign campaign = CampaignFile.parse(file, "campaign.yaml");
    return Levers.of(campaign, atlas, List.of(), List.of());
  }

  private static List<Row> rows() {
    return List.of(
        SampleRows.point("a", AaShape.AA_1K, 1)
            .set("sol_metric", "hbm")
            .set("sol_pct", 40.0)
            .set("ttft_p50_ms", 3_500.0)
            .set("request_latency_p50_ms", 10_000.0)
            .set("floor_met_share", 0.5)
            .row());
  }
}
