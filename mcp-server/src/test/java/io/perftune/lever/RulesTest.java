package io.perftune.lever;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.fixtures.SampleRows;
import io.perftune.value.AaShape;
import io.perftune.value.Json;
import io.perftune.value.Lever;
import io.perftune.value.Row;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Every rule at its threshold, and one step beyond it.
class RulesTest {
  private static final Figures NOTHING = new Figures(List.of(), List.of(), List.of());

  static Stream<Arguments> figures() {
    return Stream.of(
        points("client-limited", 1, row -> row.set("client_verdict", "noisy"), RulesTest::clean),
        points(
            "client-limited", 1, row -> row.set("client_verdict", "saturated"), RulesTest::clean),
        points("above-peak", 1, decode(100.1), decode(100)),
        points("reasoning-unparsed", 1, tied("unconfigured_parser"), tied("hidden_by_provider")),
        points("output-floor", 1, row -> row.set("floor_met_share", 0.99), RulesTest::clean),
        points("output-floor", 1, row -> row.set("output_control", "cap"), RulesTest::clean),
        points("output-floor", 1, row -> row.set("output_control", "unverified"), RulesTest::clean),
        Arguments.of("no-frontier", sweep(110, 100), sweep(109.9, 100)),
        Arguments.of("saturated-queue", sweep(109.9, 150), sweep(109.9, 149)),
        Arguments.of("saturated-queue", sweep(100, 150), sweep(110, 150)),
        points("decode-far-from-hbm", 4, decode(74.9), decode(75)),
        Arguments.of(
            "decode-far-from-hbm", atlas(point(4, decode(40))), atlas(point(5, decode(40)))),
        Arguments.of("decode-far-from-hbm", roofline(1, 40), roofline(8, 40)),
        points("speculation-absent", 1, decode(50), decode(49.9)),
        points(
            "speculation-absent",
            1,
            decode(60),
            decode(60).andThen(row -> row.set("num_speculative_tokens", 1))),
        points(
            "speculation-absent",
            1,
            decode(60),
            decode(60).andThen(row -> row.set("acceptance_length", 1.6))),
        points("speculation-absent", 1, decode(60), decode(60).andThen(row -> row.unset("mtp"))),
        points(
            "low-acceptance",
            1,
            row -> row.set("acceptance_length", 1.49),
            row -> row.set("acceptance_length", 1.5)),
        points("prefill-bound-ttft", 1, ttft(3_000), ttft(2_999)),
        Arguments.of(
            "prefill-bound-ttft", atlas(point(1, ttft(4_000))), atlas(point(2, ttft(4_000)))),
        points(
            "prefill-bound-ttft", 1, ttft(4_000), ttft(4_000).andThen(tied("hidden_by_provider"))),
        points("think-dominates", 1, think(300), think(299)),
        points(
            "think-dominates",
            1,
            think(400),
            think(400)
                .andThen(
                    row -> row.set("reasoning", "false").set("reasoning_surface", "none_seen"))),
        points("prefix-cache-cold", 1, hits("warm", 0.49), hits("warm", 0.5)),
        points("prefix-cache-cold", 1, hits("warm", 0.1), hits("cold", 0.1)),
        Arguments.of("kernel-far-from-peak", kernel(20, 49.9), kernel(20, 50)),
        Arguments.of("kernel-far-from-peak", kernel(20, 49.9), kernel(19.9, 49.9)),
        Arguments.of("kernel-far-from-peak", kernel("L4", 30, 20), kernel("L2", 30, 20)));
  }

  @ParameterizedTest
  @MethodSource("figures")
  void firesAtItsThresholdAndIsSilentBeyondIt(String rule, Figures fires, Figures silent) {
    assertThat(suggested(fires)).extracting(Lever::rule).contains(rule);
    assertThat(suggested(silent)).extracting(Lever::rule).doesNotContain(rule);
  }

  @Test
  void everyRuleIsTried() {
    assertThat(figures().map(each -> String.valueOf(each.get()[0])).distinct())
        .containsExactlyInAnyOrderElementsOf(Levers.RULES.stream().map(Rule::name).toList());
  }

  @Test
  void absenceIsNoEvidence() {
    assertThat(suggested(NOTHING)).isEmpty();
    assertThat(suggested(atlas(SampleRows.failedPoint("a", AaShape.AA_1K, 1).row()))).isEmpty();
    Row nulls = new Row(Json.object().put("cell_id", "a").put("status", "full"));
    assertThat(suggested(new Figures(List.of(nulls), List.of(nulls), List.of(nulls)))).isEmpty();
  }

  @Test
  void nothingIsConcludedFromAPointWhoseClientWasTheLimit() {
    Figures figures =
        atlas(point(1, decode(40).andThen(row -> row.set("client_verdict", "noisy"))));

    assertThat(suggested(figures)).extracting(Lever::rule).containsExactly("client-limited");
  }

  @Test
  void aFigureAboveThePeakSuggestsOnlyThatItBeMended() {
    assertThat(suggested(roofline(1, 218))).extracting(Lever::rule).containsExactly("above-peak");
  }

  @Test
  void theUnlockIsComputedFromTheFigures() {
    Lever lever = suggested(atlas(point(1, decode(40)))).getFirst();

    assertThat(lever.unlock())
        .isEqualTo("output speed up: x1.88 at 75 % of the HBM peak, x2.50 at most");
    assertThat(lever.worth()).isEqualTo(0.875);
    assertThat(lever.gate()).contains("the HBM share at cell a at c=1 reaches 75 %");
    assertThat(lever.evidence())
        .containsExactly(new Lever.Evidence("cell a at c=1", "decode at 40.0 % of the HBM peak"));
  }

  @Test
  void oneLeverARuleIsSizedWhereItIsWorthMostAndNamesTheOthers() {
    List<Row> rows =
        Stream.of(60, 40, 50, 51, 52, 53, 54, 55)
            .map(pct ->
                SampleRows.point("cell" + pct, AaShape.AA_1K, 1)
                    .set("sol_metric", "hbm")
                    .set("sol_pct", pct * 1.0)
                    .set("mtp", true)
                    .row())
            .toList();

    List<Lever> levers = suggested(new Figures(rows, List.of(), List.of()));

    assertThat(levers).hasSize(1);
    assertThat(levers.getFirst().evidence()).hasSize(7);
    assertThat(levers.getFirst().evidence().getFirst().where()).isEqualTo("cell cell40 at c=1");
    assertThat(levers.getFirst().evidence().getLast().figure()).isEqualTo("the same at 2 more");
  }

  private static List<Lever> suggested(Figures figures) {
    return Levers.RULES.stream().flatMap(rule -> rule.lever(figures).stream()).toList();
  }

  private static Arguments points(
      String rule, int concurrency, Consumer<SampleRows> fires, Consumer<SampleRows> silent) {
    return Arguments.of(rule, atlas(point(concurrency, fires)), atlas(point(concurrency, silent)));
  }

  private static Row point(int concurrency, Consumer<SampleRows> change) {
    SampleRows row = SampleRows.point("a", AaShape.AA_1K, concurrency);
    change.accept(row);
    return row.row();
  }

  private static Figures atlas(Row... rows) {
    return new Figures(List.of(rows), List.of(), List.of());
  }

  private static Figures sweep(double secondThroughput, double secondTtft) {
    return atlas(
        point(2, row -> row.set("output_tps", secondThroughput).set("ttft_p50_ms", secondTtft)),
        point(1, row -> row.set("output_tps", 100.0).set("ttft_p50_ms", 100.0)));
  }

  private static Figures roofline(int concurrency, double pct) {
    Row row =
        new Row(
            Json.object()
                .put("cell_id", "sweep")
                .put("phase", "decode")
                .put("concurrency", concurrency)
                .put("hbm_delivered_pct", pct));
    return new Figures(List.of(), List.of(row), List.of());
  }

  private static Figures kernel(double share, double pct) {
    return kernel("L1", share, pct);
  }

  private static Figures kernel(String level, double share, double pct) {
    Row row =
        new Row(
            Json.object()
                .put("cell_id", "a")
                .put("sol_level", level)
                .put("category", "attention")
                .put("gpu_time_share_pct", share)
                .put("pct_sol", pct));
    return new Figures(List.of(), List.of(), List.of(row));
  }

  private static void clean(SampleRows row) {
    row.set("client_verdict", "ok");
  }

  private static Consumer<SampleRows> decode(double pct) {
    return row -> row.set("sol_metric", "hbm").set("sol_pct", pct);
  }

  private static Consumer<SampleRows> tied(String reading) {
    return row -> row.set("ttft_ttfo_tied", true).set("tied_reading", reading);
  }

  private static Consumer<SampleRows> ttft(double ttft) {
    return row -> row.set("ttft_p50_ms", ttft).set("request_latency_p50_ms", 10_000.0);
  }

  private static Consumer<SampleRows> think(double ttfo) {
    return row ->
        row.set("reasoning_surface", "reasoning_content")
            .set("ttft_p50_ms", 100.0)
            .set("ttfo_p50_ms", ttfo);
  }

  private static Consumer<SampleRows> hits(String mode, double rate) {
    return row -> row.set("cache_mode", mode).set("prefix_cache_hit_rate", rate);
  }
}
