package io.perftune.atlas;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.atlas.ClientVerdict.Verdict;
import io.perftune.value.ClientHealth;
import io.perftune.value.Measured;
import io.perftune.value.Observed;
import io.perftune.value.Status;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientVerdictTest {
  private static ClientHealth health(
      double p99, double max, @Nullable Double run, @Nullable Double wait) {
    return new ClientHealth(0.1, p99, max, 0.01, run, wait, run == null ? "not told" : null);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "0.32, 0.10, 0.02, 20, ok",
        "1.00, 0.60, 0.10, 20, ok",
        "1.00,    -,    -,  -, ok",
        "1.01, 0.10, 0.02, 20, noisy",
        "0.32, 0.61, 0.02, 20, noisy",
        "0.32, 0.10, 0.11, 20, noisy",
        "5.00, 0.10, 0.02, 25, noisy",
        "5.01, 0.10, 0.02,  -, saturated",
        "4.01, 0.10, 0.02, 20, saturated",
        "0.90, 0.10, 0.02,  4, saturated",
        "0.80, 0.10, 0.02,  4, ok",
        "0.80, 0.10, 0.02,  0, ok",
        "5.01,    -,    -, 90, saturated",
      })
  void verdictFollowsLatenessAndLoad(
      double p99, @Nullable Double run, @Nullable Double wait, @Nullable Double itl, String said) {
    ClientVerdict verdict = ClientVerdict.of(health(p99, 6, run, wait), itl);

    assertThat(verdict.verdict().label()).isEqualTo(said);
    assertThat(verdict.reason() == null).isEqualTo(verdict.verdict() == Verdict.OK);
    assertThat(verdict.hostStall()).isNull();
  }

  @Test
  void engineThatDoesNotMeasureItselfIsUnmeasured() {
    assertThat(ClientVerdict.of((ClientHealth) null, 20.0))
        .isEqualTo(new ClientVerdict(Verdict.UNMEASURED, null, null));
  }

  @Test
  void aLongPauseIsCalledAStallOfTheMachine() {
    assertThat(ClientVerdict.of(health(0.3, 31.4, 0.1, 0.0), 20.0))
        .isEqualTo(
            new ClientVerdict(Verdict.OK, null, "The client's machine stood still for 31 ms."));
    assertThat(ClientVerdict.of(health(0.3, 20, 0.1, 0.0), 20.0).hostStall()).isNull();
  }

  @Test
  void theWorstTrialCounts() {
    ClientHealth good = health(0.9, 1, 0.1, 0.0);
    ClientHealth busy = health(0.2, 1, 0.9, 0.0);
    ClientHealth late = health(3, 4, 0.1, 0.0);

    ClientHealth stalled = health(0.2, 40, 0.1, 0.0);

    assertThat(ClientVerdict.worst(List.of(good, busy), 20.0)).contains(busy);
    assertThat(ClientVerdict.worst(List.of(late, busy, good), 20.0)).contains(late);
    assertThat(ClientVerdict.worst(List.of(), 20.0)).isEmpty();
    assertThat(ClientVerdict.of(List.of(good, stalled, busy), 20.0))
        .isEqualTo(
            new ClientVerdict(
                Verdict.NOISY,
                "the client was noisy: its event loop ran 90 % of the time",
                "The client's machine stood still for 40 ms."));
  }

  @Test
  void saturatedClientFailsThePointAndSaysWhatToDo() {
    Measured good = Requests.measured(Requests.ok(0, 20));
    Measured measured =
        new Measured(
            good.plan(),
            good.end(),
            good.records(),
            good.summary(),
            Observed.clientOnly(health(6.24, 9, 0.9, 0.2), "off"),
            good.raw());

    assertThat(PointStatus.of(measured, true))
        .isEqualTo(
            new PointStatus(
                Status.FAILED,
                "the client was saturated: its event loop was 6.2 ms late at the 99th percentile; lower the concurrency of one client, give it idle or more cores, or run it on another machine"));
  }
}
