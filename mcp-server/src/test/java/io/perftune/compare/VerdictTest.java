package io.perftune.compare;

import static io.perftune.compare.CompareSample.A;
import static io.perftune.compare.CompareSample.B;
import static io.perftune.compare.CompareSample.compare;
import static io.perftune.compare.CompareSample.point;
import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.fixtures.SampleRows;
import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.value.Row;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.ObjectNode;

class VerdictTest {
  /// What a test changes before the comparison: the two campaigns' files and rows.
  static final class Draft {
    final ObjectNode campaignA = campaign();
    final ObjectNode campaignB = campaign();
    final SampleRows a = point().set("campaign_id", A).set("trials", 3);
    final SampleRows b = point().set("campaign_id", B).set("trials", 3).set("quant", "fp8");

    static ObjectNode verdict(ObjectNode campaign) {
      return (ObjectNode) campaign.at("/provenance/verdict");
    }

    private static ObjectNode campaign() {
      return (ObjectNode)
          Json.MAPPER.readTree(
              """
              {"provenance": {
                "verdict": {"same_node": true, "baseline": "bf16", "latency_claim": true,
                  "decode_metric": "itl", "which_kernel_claim": true, "per_kernel_ref": "k.json"},
                "source": [{"commit": "0123456789012345678901234567890123456789",
                  "dirty": false}]}}
              """);
    }

    Verdict verdict() throws InterruptedException {
      return compare(campaign(A, campaignA, a.row()), campaign(B, campaignB, b.row())).verdict();
    }

    private static MeasuredCampaign campaign(String id, ObjectNode campaign, Row row) {
      return new MeasuredCampaign(
          id, campaign, Json.object(), List.of(row), List.of(), (_, _) -> List.of());
    }
  }

  @Test
  void nothingMissingIsAVerdict() throws InterruptedException {
    Verdict verdict = new Draft().verdict();

    assertThat(verdict.missing()).isEmpty();
    assertThat(verdict.tier()).isEqualTo(Verdict.Tier.VERDICT);
  }

  @Test
  void theBaselineNeedsNoBaselineOfItsOwn() throws InterruptedException {
    Draft draft = new Draft();
    Draft.verdict(draft.campaignA).putNull("baseline");

    assertThat(draft.verdict().tier()).isEqualTo(Verdict.Tier.VERDICT);
  }

  static Stream<Arguments> gaps() {
    return Stream.of(
        gap(d -> d.a.set("trials", 2), A + ": a c=10: A verdict needs at least 3 trials"),
        gap(d -> d.b.set("trials", 1), B + ": a c=10: A verdict needs at least 3 trials"),
        gap(
            d -> Draft.verdict(d.campaignA).put("same_node", false),
            A + ": provenance.verdict: A verdict needs that the arms ran on the same node"),
        gap(
            d -> Draft.verdict(d.campaignB).putNull("same_node"),
            B + ": provenance.verdict: A verdict needs that the arms ran on the same node"),
        gap(
            d -> Draft.verdict(d.campaignB).putNull("baseline"),
            B + ": provenance.verdict: A verdict needs a named baseline"),
        gap(
            d -> Draft.verdict(d.campaignB).putNull("decode_metric"),
            B + ": provenance.verdict: A verdict needs tpot or itl for its latency claim"),
        gap(
            d -> d.b.unset("itl_p50_ms", "tpot_median_ms"),
            B + ": provenance.verdict: A verdict needs tpot or itl for its latency claim"),
        gap(
            d -> Draft.verdict(d.campaignA).put("per_kernel_ref", false),
            A + ": provenance.verdict: A verdict needs per-kernel data for its kernel claim"),
        gap(
            d -> source(d.campaignA).put("dirty", true),
            A + ": provenance.verdict: A verdict needs a clean, pinned source commit"),
        gap(
            d -> source(d.campaignB).put("commit", "main"),
            B + ": provenance.verdict: A verdict needs a clean, pinned source commit"),
        gap(
            d -> d.b.set("endpoint_kind", "in_cluster"),
            "a c=10: A verdict needs one way of measuring; it differs in endpoint_kind: public_gateway | in_cluster."),
        gap(
            d -> d.b.set("prewarmed", true),
            "a c=10: A verdict needs one way of measuring; it differs in prewarmed: none ("),
        gap(
            d -> d.b.set("sol_pct", 218.0),
            "a c=10: A verdict needs points that are not above their hardware's peak."),
        gap(
            d -> {
              for (String figure : List.of("ttft_p50", "ttfo_p50", "output_speed_p50")) {
                d.b.unset(figure + "_ci_low", figure + "_ci_high");
              }
            },
            "a c=10: A verdict needs an interval of the change."));
  }

  private static Arguments gap(Consumer<Draft> change, String says) {
    return Arguments.of(change, says);
  }

  private static ObjectNode source(ObjectNode campaign) {
    return (ObjectNode) campaign.at("/provenance/source/0");
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("gaps")
  void eachMissingRequirementMakesADraftAndIsNamed(Consumer<Draft> change, String says)
      throws InterruptedException {
    Draft draft = new Draft();
    change.accept(draft);

    Verdict verdict = draft.verdict();

    assertThat(verdict.tier()).isEqualTo(Verdict.Tier.DRAFT);
    assertThat(verdict.missing()).hasSize(1);
    assertThat(verdict.missing().getFirst().line()).startsWith(says);
  }

  @Test
  void aNoisyClientOnBothSidesIsMissingTrust() throws InterruptedException {
    Draft draft = new Draft();
    draft.a.set("client_verdict", "noisy");
    draft.b.set("client_verdict", "noisy");

    assertThat(draft.verdict().missing())
        .extracting(Problem::message)
        .containsExactly("A verdict needs clients that were not noisy.");
  }

  @Test
  void nothingThatMatchesIsADraft() throws InterruptedException {
    Draft draft = new Draft();
    draft.b.set("cache_mode", "warm");

    assertThat(draft.verdict().missing())
        .extracting(Problem::message)
        .contains("A verdict needs points of one workload in both campaigns; nothing matches.");
  }

  @Test
  void oneRequirementOfManyPointsIsSaidOnce() throws InterruptedException {
    MeasuredCampaign a = CompareSample.campaign(A, points());
    MeasuredCampaign b = CompareSample.campaign(B, points());

    assertThat(compare(a, b).verdict().missing())
        .filteredOn(problem -> problem.message().contains("3 trials"))
        .extracting(Problem::where)
        .containsExactly(A + ": a c=1 and 4 more; " + B + ": a c=1 and 4 more");
  }

  private static SampleRows[] points() {
    return Stream.of(1, 2, 3, 4, 5)
        .map(c -> SampleRows.point("a", io.perftune.value.AaShape.AA_1K, c))
        .toArray(SampleRows[]::new);
  }
}
