package io.perftune.atlas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perftune.value.ClientHealth;
import io.perftune.value.Digest;
import io.perftune.value.EngineMetrics;
import io.perftune.value.EngineMetrics.Figure;
import io.perftune.value.Measured;
import io.perftune.value.Observed;
import io.perftune.value.PointPlan;
import io.perftune.value.RequestRecord;
import io.perftune.value.Status;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JudgedPointTest {
  @ParameterizedTest
  @CsvSource({
    "full,                 1, full",
    "failed,               1, failed",
    "full full full,       3, full",
    "full full,            3, partial",
    "full partial full,    3, partial",
    "full failed,          2, partial",
    "failed,               3, failed",
    "failed failed,        2, failed",
    "partial failed,       2, partial"
  })
  void theStatusIsThatOfAllPlannedTrials(String trials, int planned, String status) {
    TreeMap<Integer, PointStatus> byNumber = new TreeMap<>();
    for (String trial : List.of(trials.split(" ", -1))) {
      Status one = Status.labelled(trial);
      byNumber.put(
          byNumber.size() + 1, new PointStatus(one, one == Status.FULL ? null : "it is " + trial));
    }

    PointStatus union = JudgedPoint.union(byNumber, planned);

    assertThat(union.status().label()).isEqualTo(status);
    assertThat(union.reason() == null).isEqualTo(status.equals("full"));
  }

  @Test
  void aReasonNamesItsTrialWhereThereAreSeveral() {
    PointStatus half = new PointStatus(Status.PARTIAL, "half failed");

    assertThat(JudgedPoint.union(new TreeMap<>(Map.of(1, half)), 1)).isEqualTo(half);
    assertThat(JudgedPoint.union(new TreeMap<>(Map.of(1, half)), 3).reason())
        .isEqualTo("trial 1: half failed; 1 of 3 trials measured");
  }

  @Test
  void aFailedTrialIsInNoFigureButInTheCount() {
    JudgedPoint point =
        new JudgedPoint(List.of(trial(2, Status.FAILED, "b"), trial(1, Status.FULL, "a")), 2);

    assertThat(point.counted()).extracting(record -> record.key().trial()).containsOnly(1);
    assertThat(point.countedTrials()).hasSize(1);
    assertThat(point.requests()).isEqualTo(20);
    assertThat(new JudgedPoint(List.of(trial(1, Status.FAILED, "a")), 1).counted()).hasSize(10);
  }

  @Test
  void oneHashStaysAsItIsAndSeveralAreHashedInTheirOrder() {
    JudgedTrial one = trial(1, Status.FULL, "a");
    JudgedTrial two = trial(2, Status.FULL, "b");

    assertThat(JudgedPoint.of(one).combined(trial -> trial.raw().sha256())).isEqualTo("a");
    assertThat(new JudgedPoint(List.of(two, one), 2).combined(trial -> trial.raw().sha256()))
        .isEqualTo(Digest.sha256("a\nb\n"));
    assertThat(new JudgedPoint(List.of(one, two), 2).combined(_ -> null)).isNull();
    assertThat(JudgedPoint.of(one).rawPath()).isEqualTo("cells/a/raw/c1/t1");
    assertThat(new JudgedPoint(List.of(one, two), 2).rawPath()).isEqualTo("cells/a/raw/c1");
  }

  @Test
  void aPointWithoutATrialIsNone() {
    assertThatThrownBy(() -> new JudgedPoint(List.of(), 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void countersOfTheEngineAddUpOverTheTrialsThatCount() {
    EngineMetrics ten = counted(10.0, 30.0);
    EngineMetrics ninety = counted(90.0, 90.0);
    EngineMetrics lost = EngineMetrics.none("counter reset");
    JudgedTrial one = trial(1, Status.FULL, "a", ten);
    JudgedTrial two = trial(2, Status.FULL, "b", ninety);

    EngineMetrics both = new JudgedPoint(List.of(one, two), 2).server();
    assertThat(both.value(Figure.ACCEPTANCE_LENGTH)).isEqualTo(1 + 120.0 / 100);
    assertThat(both.acceptedPerPosition()).containsExactly(Map.entry(0, 1.2));
    assertThat(both.value(Figure.KV_CACHE_TOKENS)).isEqualTo(64);

    JudgedTrial broken = trial(2, Status.FULL, "b", lost);
    EngineMetrics broke = new JudgedPoint(List.of(one, broken), 2).server();
    assertThat(broke.value(Figure.ACCEPTANCE_LENGTH)).isNull();
    assertThat(broke.unmeasured(Figure.ACCEPTANCE_LENGTH)).isEqualTo("trial 2: counter reset");

    JudgedTrial failed = trial(2, Status.FAILED, "b", lost);
    assertThat(new JudgedPoint(List.of(one, failed), 2).server()).isEqualTo(ten);
  }

  /// The error bar of a row is that of its figures.
  @Test
  void theClientOfATrialThatIsInNoFigureIsNotJudged() {
    ClientHealth good = new ClientHealth(0.1, 0.2, 1, 0, 0.1, 0.0, null);
    ClientHealth bad = new ClientHealth(0.1, 9, 10, 0.5, 0.9, 0.5, null);
    JudgedTrial one = trial(1, Status.FULL, "a", Observed.clientOnly(good, "not scraped"));
    JudgedTrial two = trial(2, Status.FAILED, "b", Observed.clientOnly(bad, "not scraped"));

    assertThat(new JudgedPoint(List.of(one, two), 2).clients()).containsExactly(good);
    assertThat(JudgedPoint.of(two).clients()).containsExactly(bad);
  }

  private static EngineMetrics counted(double drafts, double accepted) {
    return EngineMetrics.of(
        new EngineMetrics.Counted(
            drafts, drafts * 3, accepted, new TreeMap<>(Map.of(0, accepted)), null, null),
        64L,
        _ -> "not there");
  }

  private static JudgedTrial trial(int number, Status status, String raw) {
    return trial(number, status, raw, EngineMetrics.none("spec_scrape: false"));
  }

  private static JudgedTrial trial(int number, Status status, String raw, EngineMetrics server) {
    return trial(number, status, raw, new Observed(null, server));
  }

  private static JudgedTrial trial(int number, Status status, String raw, Observed observed) {
    List<RequestRecord> records =
        IntStream.range(0, 10)
            .mapToObj(index -> Requests.ok(index).with("trial", number).record())
            .toList();
    PointPlan plan = Requests.measured(records).plan();
    return new JudgedTrial(
        new PointPlan(1, number, 1, plan.load(), plan.prompts(), plan.run(), plan.hash()),
        new PointStatus(status, status == Status.FULL ? null : "it is so"),
        records,
        List.of(),
        observed,
        new Measured.Raw("cells/a/raw/c1/t" + number, raw, null, null));
  }
}
