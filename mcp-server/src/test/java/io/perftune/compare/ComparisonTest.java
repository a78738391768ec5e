package io.perftune.compare;

import static io.perftune.compare.CompareSample.A;
import static io.perftune.compare.CompareSample.ATLAS;
import static io.perftune.compare.CompareSample.B;
import static io.perftune.compare.CompareSample.campaign;
import static io.perftune.compare.CompareSample.change;
import static io.perftune.compare.CompareSample.compare;
import static io.perftune.compare.CompareSample.measured;
import static io.perftune.compare.CompareSample.point;
import static io.perftune.compare.CompareSample.requests;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.perftune.compare.Change.Basis;
import io.perftune.compare.Change.Reading;
import io.perftune.compare.Difference.Role;
import io.perftune.fixtures.SampleRows;
import io.perftune.value.AaShape;
import io.perftune.value.ContextLine;
import io.perftune.value.Json;
import io.perftune.value.RequestRecord;
import io.perftune.value.Row;
import io.perftune.value.Table;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class ComparisonTest {
  @Test
  void aSlowerDecodeIsWorseInEveryFigureThatRestsOnIt() throws InterruptedException {
    Compared pair = slower();

    Change itl = change(pair, Metric.ITL_P50);
    assertThat(itl.reading()).isEqualTo(Reading.WORSE);
    assertThat(itl.basis()).isEqualTo(Basis.TRIALS_AND_REQUESTS);
    assertThat(requireNonNull(itl.percent())).isCloseTo(50, within(1e-9));
    assertThat(50.0)
        .isBetween(
            requireNonNull(requireNonNull(itl.interval()).lowPct()),
            requireNonNull(itl.interval().highPct()));
    assertThat(change(pair, Metric.OUTPUT_TPS_PER_USER).reading()).isEqualTo(Reading.WORSE);
    assertThat(change(pair, Metric.REQUEST_LATENCY_P50).reading()).isEqualTo(Reading.WORSE);
    Change rate = change(pair, Metric.OUTPUT_TPS);
    assertThat(rate.basis()).isEqualTo(Basis.TRIALS);
    assertThat(rate.reading()).isEqualTo(Reading.WORSE);
    assertThat(change(pair, Metric.TTFT_P50).reading()).isEqualTo(Reading.UNDECIDED);
  }

  @Test
  void theOtherWayRoundItIsBetter() throws InterruptedException {
    Compared pair =
        compare(
                measured(A, itl(15), requests(3, 20, 15)),
                measured(B, itl(10), requests(3, 20, 10)))
            .pairs()
            .getFirst();

    assertThat(change(pair, Metric.ITL_P50).reading()).isEqualTo(Reading.BETTER);
    assertThat(change(pair, Metric.OUTPUT_TPS).reading()).isEqualTo(Reading.BETTER);
  }

  @Test
  void theSameCallGivesTheSameBytes() throws InterruptedException {
    String first = Json.line(compare(slowA(), slowB()).toJson(null, "p"));

    assertThat(Json.line(compare(slowA(), slowB()).toJson(null, "p"))).isEqualTo(first);
  }

  @Test
  void oneTrialHasNoSpreadBetweenTrialsAndNoIntervalOfRates() throws InterruptedException {
    Compared pair =
        compare(
                measured(A, itl(10), requests(1, 20, 10)),
                measured(B, itl(15), requests(3, 20, 15)))
            .pairs()
            .getFirst();

    assertThat(change(pair, Metric.ITL_P50).basis()).isEqualTo(Basis.REQUESTS);
    Change rate = change(pair, Metric.OUTPUT_TPS);
    assertThat(rate.reading()).isEqualTo(Reading.NO_INTERVAL);
    assertThat(rate.why()).contains("fewer than 3 trials");
    assertThat(rate.change()).isNotNull();
  }

  @Test
  void fewRequestsHaveAChangeWithoutAnInterval() throws InterruptedException {
    Compared pair =
        compare(measured(A, itl(10), requests(1, 7, 10)), measured(B, itl(15), requests(1, 20, 15)))
            .pairs()
            .getFirst();

    Change itl = change(pair, Metric.ITL_P50);
    assertThat(itl.reading()).isEqualTo(Reading.NO_INTERVAL);
    assertThat(itl.change()).isEqualTo(5);
    assertThat(itl.why()).isEqualTo("fewer than 8 requests on a side");
  }

  @Test
  void withoutRecordsTheRowsOwnIntervalsAreTaken() throws InterruptedException {
    Compared pair = compare(point(), point()).pairs().getFirst();

    assertThat(change(pair, Metric.TTFT_P50).basis()).isEqualTo(Basis.ROWS);
    assertThat(change(pair, Metric.TTFT_P50).reading()).isEqualTo(Reading.UNDECIDED);
    assertThat(change(pair, Metric.ITL_P50).why())
        .isEqualTo(
            "no request records were kept, and not both rows have an interval of this figure");
    assertThat(pair.cautions()).anyMatch(caution -> caution.contains("no request records"));
  }

  @Test
  void recordsThatAreNotTheRowsOwnAreNotUsed() throws InterruptedException {
    List<RequestRecord> records = requests(1, 20, 10);
    MeasuredCampaign a = campaign(A, Json.object(), (_, _) -> records, itl(10).set("n", 19));

    Compared pair = compare(a, slowB()).pairs().getFirst();

    assertThat(change(pair, Metric.ITL_P50).reading()).isEqualTo(Reading.NO_INTERVAL);
    assertThat(pair.cautions())
        .contains(
            A
                + ": requests.jsonl holds 20 successful requests, the row counts 19; its intervals"
                + " are the row's own");
  }

  @Test
  void warmUpAndFailedRequestsAreNotCounted() {
    RequestRecord ok = requests(1, 1, 10).getFirst();
    RequestRecord warm =
        new RequestRecord(
            new RequestRecord.Key(10, 1, "w", "warmup"),
            ok.timing(),
            ok.tokens(),
            ok.server(),
            ok.connection(),
            ok.ending());
    RequestRecord failed =
        new RequestRecord(
            ok.key(),
            ok.timing(),
            ok.tokens(),
            ok.server(),
            ok.connection(),
            new RequestRecord.Ending(RequestRecord.Result.FAILED, null, "500", null, null));

    PointRequests point =
        PointRequests.of(point().set("n", 1).row(), (_, _) -> List.of(warm, ok, failed));

    assertThat(point.trials()).containsExactly(List.of(ok));
  }

  @Test
  void anUnmeasuredFigureSaysWhoseAndWhy() throws InterruptedException {
    Compared pair = compare(point(), point().unset("itl_p50_ms")).pairs().getFirst();

    Change itl = change(pair, Metric.ITL_P50);
    assertThat(itl.reading()).isEqualTo(Reading.NOT_COMPARED);
    assertThat(itl.a()).isNotNull();
    assertThat(itl.b()).isNull();
    assertThat(itl.why()).isEqualTo("other: no request had two tokens");
  }

  @Test
  void aBaselineOfZeroHasNoPercent() throws InterruptedException {
    Compared pair = compare(point().set("output_tps", 0.0), point()).pairs().getFirst();

    assertThat(change(pair, Metric.OUTPUT_TPS).percent()).isNull();
    assertThat(change(pair, Metric.OUTPUT_TPS).change()).isPositive();
  }

  @ParameterizedTest
  @CsvSource({
    "reasoning_surface, reasoning_content",
    "reasoning_parser, qwen3",
    "tool_call_parser, hermes",
    "auto_tool_choice, true",
    "tied_reading, unconfigured_parser"
  })
  void noTimeToAFirstTokenStandsSideBySideAcrossReasoningStates(String column, String value)
      throws InterruptedException {
    Compared pair = compare(point(), point().set(column, value)).pairs().getFirst();

    for (Metric metric :
        List.of(Metric.TTFT_P50, Metric.TTFT_P95, Metric.TTFO_P50, Metric.TTFO_P95)) {
      Change change = change(pair, metric);
      assertThat(change.a()).isNull();
      assertThat(change.b()).isNull();
      assertThat(change.interval()).isNull();
      assertThat(change.why()).contains(column, value);
    }
    assertThat(change(pair, Metric.ITL_P50).change()).isEqualTo(0);
  }

  @Test
  void aTieOnBothSidesIsComparedWithACaution() throws InterruptedException {
    SampleRows tied = point().set("tied_reading", "unconfigured_parser");

    Compared pair =
        compare(tied, point().set("tied_reading", "unconfigured_parser")).pairs().getFirst();

    assertThat(change(pair, Metric.TTFO_P50).change()).isEqualTo(0);
    assertThat(pair.cautions()).anyMatch(caution -> caution.contains("unconfigured_parser"));
  }

  @ParameterizedTest
  @CsvSource({
    "mean_input_tokens, 1200, the prompts are not of one length",
    "mean_output_tokens, 700, outputs of another length",
    "ttfo_coverage, 0.9, TTFO is of another share",
    "cached_token_share, 0.5, the prefix cache served another share",
    "floor_met_share, 0.5, another share of the answers",
    "sol_pct, 218, descriptors are wrong"
  })
  void whatWasMeasuredOtherwiseIsACaution(String column, double value, String says)
      throws InterruptedException {
    assertThat(compare(point(), point().set(column, value)).pairs().getFirst().cautions())
        .anyMatch(caution -> caution.contains(says));
    assertThat(compare(point(), point()).pairs().getFirst().cautions())
        .noneMatch(caution -> caution.contains(says));
  }

  @Test
  void coverageStandsWithTtfo() throws InterruptedException {
    ObjectNode json = compare(point(), point().set("ttfo_coverage", 0.75)).toJson(null, "p");

    assertThat(json.at("/pairs/0/ttfo_coverage_a").doubleValue()).isEqualTo(1);
    assertThat(json.at("/pairs/0/ttfo_coverage_b").doubleValue()).isEqualTo(0.75);
  }

  static Stream<String> contextColumns() {
    return Difference.columns(ATLAS).stream();
  }

  @ParameterizedTest
  @MethodSource("contextColumns")
  void everyFieldOfTheContextThatDiffersIsListedWithBothValues(String column)
      throws InterruptedException {
    Row before = point().set("campaign_id", A).row();
    ObjectNode columns = before.columns().deepCopy();
    columns.put("campaign_id", B);
    columns.set(column, JsonNodeFactory.instance.stringNode("changed"));
    MeasuredCampaign a =
        new MeasuredCampaign(
            A, Json.object(), Json.object(), List.of(before), List.of(), (_, _) -> List.of());
    MeasuredCampaign b =
        new MeasuredCampaign(
            B,
            Json.object(),
            Json.object(),
            List.of(new Row(columns)),
            List.of(),
            (_, _) -> List.of());

    List<Difference> differences =
        Difference.of(ATLAS, new Pair(before, new Row(columns)), Json.object(), Json.object());

    assertThat(differences).extracting(Difference::column).containsExactly(column);
    assertThat(differences.getFirst().a()).isEqualTo(before.text(column));
    assertThat(differences.getFirst().b()).isEqualTo("changed");
    assertThat(differences.getFirst().why() == null).isEqualTo(before.text(column) != null);
    assertThat(a.rows()).hasSameSizeAs(b.rows());
  }

  @Test
  void everyColumnThatIsContextIsEitherTheWorkloadsKeyOrCompared() {
    Set<String> known = new HashSet<>(Difference.columns(ATLAS));
    known.addAll(Workload.KEY);

    assertThat(known).containsAll(ContextLine.columns(ATLAS));
    assertThat(known)
        .containsAll(
            ATLAS.columns().stream()
                .filter(Table.Column::declared)
                .map(Table.Column::name)
                .filter(name -> !name.equals("notes"))
                .toList());
  }

  @ParameterizedTest
  @CsvSource({
    "hardware, UNDER_TEST",
    "tensor_parallel, UNDER_TEST",
    "max_num_seqs, UNDER_TEST",
    "reasoning_parser, UNDER_TEST",
    "image, UNDER_TEST",
    "endpoint_kind, CONDITIONS",
    "bench_version, CONDITIONS",
    "prewarmed, CONDITIONS",
    "tier, CONDITIONS",
    "client_verdict, CONDITIONS",
    "seed, PROMPTS",
    "dataset_sha256, PROMPTS",
    "trials, EVIDENCE",
    "baseline, EVIDENCE"
  })
  void aDifferenceSaysWhatItMeans(String column, Role role) throws InterruptedException {
    ObjectNode columns = point().row().columns().deepCopy();
    columns.put(column, "changed");

    assertThat(
            Difference.of(
                ATLAS, new Pair(point().row(), new Row(columns)), Json.object(), Json.object()))
        .extracting(Difference::role)
        .containsExactly(role);
  }

  @Test
  void whatCellsDeclareBeyondTheTableIsListedToo() {
    ObjectNode a =
        (ObjectNode)
            Json.MAPPER.readTree(
                "{\"extras\":{\"driver\":\"570\"},\"aa\":{\"extra_body\":{},\"warmup_requests\":2}}");
    ObjectNode b =
        (ObjectNode)
            Json.MAPPER.readTree(
                "{\"extras\":{},\"aa\":{\"extra_body\":{\"top_k\":1},\"warmup_requests\":9,"
                    + "\"bench_pod\":\"p\"}}");

    assertThat(Difference.of(ATLAS, new Pair(point().row(), point().row()), a, b))
        .extracting(Difference::line)
        .containsExactly(
            "extras.driver: 570 | none (the cell does not declare it)",
            "aa.extra_body: none (the cell does not declare it) | {\"top_k\":1}",
            "aa.warmup_requests: 2 | 9",
            "aa.bench_pod: none (the cell does not declare it) | p");
  }

  @Test
  void whatDiffersInEveryPairIsSaidOnce() throws InterruptedException {
    Comparison comparison =
        compare(
            campaign(A, at(1), at(10)),
            campaign(B, at(1).set("quant", "fp8"), at(10).set("quant", "fp8").set("seed", 7)));

    assertThat(comparison.differences()).extracting(Difference::column).containsExactly("quant");
    assertThat(comparison.pairs().getFirst().differences()).isEmpty();
    assertThat(comparison.pairs().getLast().differences())
        .extracting(Difference::column)
        .containsExactly("seed");
    assertThat(comparison.context())
        .contains("model=example-org/example-8b")
        .doesNotContain("quant");
  }

  @ParameterizedTest
  @EnumSource(Metric.class)
  void everyMetricIsAColumnWithAUnit(Metric metric) throws InterruptedException {
    assertThat(ATLAS.columns()).extracting(Table.Column::name).contains(metric.column());
    Change change = change(compare(point(), point()).pairs().getFirst(), metric);
    assertThat(change.unit()).isIn("ms", "tokens/s", "requests/s");
    assertThat(metric.higherIsBetter()).isEqualTo(!"ms".equals(change.unit()));
    assertThat(point().row().columns().propertyNames()).containsAll(metric.intervalColumns());
  }

  private static Compared slower() throws InterruptedException {
    return compare(slowA(), slowB()).pairs().getFirst();
  }

  private static MeasuredCampaign slowA() {
    return measured(A, itl(10), requests(3, 20, 10));
  }

  private static MeasuredCampaign slowB() {
    return measured(B, itl(15), requests(3, 20, 15));
  }

  private static SampleRows itl(double itl) {
    double latency = 50 + 99 * itl;
    return point()
        .set("ttft_p50_ms", 50.0)
        .set("itl_p50_ms", itl)
        .set("output_tps_per_user", 1_000 / itl)
        .set("request_latency_p50_ms", latency)
        .set("output_tps", 100_000 / latency);
  }

  private static SampleRows at(int concurrency) {
    return SampleRows.point("a", AaShape.AA_1K, concurrency);
  }
}
