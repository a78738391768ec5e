package io.perftune.atlas;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.value.EngineRun;
import io.perftune.value.EngineRun.Cause;
import io.perftune.value.Measured;
import io.perftune.value.RequestRecord;
import io.perftune.value.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PointStatusTest {
  @Test
  void everyRequestGoodIsFull() {
    assertThat(status(Requests.measured(Requests.ok(0, 20))))
        .isEqualTo(new PointStatus(Status.FULL, null));
  }

  @Test
  void noRequestGoodIsFailedAndSaysTheFirstError() {
    List<RequestRecord> records =
        IntStream.range(0, 20).mapToObj(index -> Requests.failed(index).record()).toList();

    assertThat(status(Requests.measured(records)))
        .isEqualTo(
            new PointStatus(
                Status.FAILED, "none of 20 requests succeeded, the first with 503 overloaded"));
  }

  @ParameterizedTest
  @CsvSource({
    "0, EXITED, none of 20 requests succeeded",
    "1, EXITED, none of 20 requests succeeded; the engine exited with 1",
    "137, TIMED_OUT, none of 20 requests succeeded; the engine ran past its time limit and was ended",
    "130, CANCELLED, none of 20 requests succeeded; the run was cancelled",
    "-1, NOT_STARTED, none of 20 requests succeeded; the engine could not be started: no such file",
  })
  void noRecordAtAllIsFailedAndSaysHowTheRunEnded(int exit, Cause cause, String reason) {
    Measured measured =
        Requests.measured(List.of(), 20, new EngineRun.End(exit, cause, "no such file"), null);

    assertThat(status(measured)).isEqualTo(new PointStatus(Status.FAILED, reason));
  }

  @Test
  void goodRequestsWithoutVisibleTextAreFailed() {
    List<RequestRecord> records =
        IntStream.range(0, 20)
            .mapToObj(index ->
                Requests.ok(index)
                    .without("ttft_ms", "ttfo_ms", "itl_ms", "latency_ms")
                    .with("answer_tokens", 0)
                    .with("output_tokens", 0)
                    .record())
            .toList();

    assertThat(status(Requests.measured(records)))
        .isEqualTo(new PointStatus(Status.FAILED, "no visible text came in any of 20 responses"));
  }

  @Test
  void halfOfTheRequestsFailingIsPartial() {
    List<RequestRecord> records = new ArrayList<>(Requests.ok(0, 10));
    IntStream.range(10, 20).forEach(index -> records.add(Requests.failed(index).record()));

    assertThat(status(Requests.measured(records)))
        .isEqualTo(
            new PointStatus(
                Status.PARTIAL,
                "10 of 20 requests did not succeed (10 failed, 0 truncated, 0 cancelled, 0 missing), the first with 503 overloaded"));
  }

  @ParameterizedTest
  @CsvSource({"failed, 1, 0, 0", "truncated, 0, 1, 0", "cancelled, 0, 0, 1"})
  void oneLostRequestIsPartial(String result, int failed, int truncated, int cancelled) {
    List<RequestRecord> records = new ArrayList<>(Requests.ok(0, 19));
    records.add(Requests.ok(19).with("result", result).record());

    assertThat(status(Requests.measured(records)))
        .isEqualTo(
            new PointStatus(
                Status.PARTIAL,
                "1 of 20 requests did not succeed (%d failed, %d truncated, %d cancelled, 0 missing)"
                    .formatted(failed, truncated, cancelled)));
  }

  @Test
  void missingRequestsArePartial() {
    assertThat(status(Requests.measured(Requests.ok(0, 17), 20)))
        .isEqualTo(
            new PointStatus(
                Status.PARTIAL,
                "3 of 20 requests did not succeed (0 failed, 0 truncated, 0 cancelled, 3 missing)"));
  }

  @Test
  void moreRequestsThanWereAskedForArePartial() {
    assertThat(status(Requests.measured(Requests.ok(0, 21), 20)))
        .isEqualTo(new PointStatus(Status.PARTIAL, "21 requests came back, but 20 were asked for"));
  }

  @Test
  void onlyReasoningIsPartialHoweverLongItWas() {
    List<RequestRecord> records =
        IntStream.range(0, 20).mapToObj(index -> Requests.thinkOnly(index).record()).toList();

    assertThat(status(Requests.measured(records)))
        .isEqualTo(
            new PointStatus(
                Status.PARTIAL, "no request reached an answer token: all output was reasoning"));
  }

  @Test
  void oneAnswerAmongReasoningIsFull() {
    List<RequestRecord> records = new ArrayList<>(Requests.ok(0, 1));
    IntStream.range(1, 20).forEach(index -> records.add(Requests.thinkOnly(index).record()));

    assertThat(status(Requests.measured(records)).status()).isEqualTo(Status.FULL);
  }

  @Test
  void anOutputBelowTheFloorStaysFullWhereUsageSaysThatItIsWhole() {
    assertThat(status(Requests.measured(shortOnes(true))))
        .isEqualTo(new PointStatus(Status.FULL, null));
  }

  @Test
  void anOutputBelowTheFloorWithoutAnyUsageIsPartial() {
    assertThat(status(Requests.measured(shortOnes(false))))
        .isEqualTo(
            new PointStatus(
                Status.PARTIAL,
                "20 of 20 outputs are shorter than 1000 tokens and no usage says that they are whole"));
  }

  @Test
  void anOutputBelowACapIsFull() {
    assertThat(PointStatus.of(Requests.measured(shortOnes(false)), false))
        .isEqualTo(new PointStatus(Status.FULL, null));
  }

  @Test
  void aRunThatItsEngineCallsIncompleteIsPartial() {
    for (var summary : List.of(Requests.summary(true, true), Requests.summary(false, false))) {
      assertThat(status(Requests.measured(Requests.ok(0, 20), 20, Requests.EXITED, summary)))
          .isEqualTo(
              new PointStatus(Status.PARTIAL, "the engine calls its run cancelled or incomplete"));
    }
  }

  @Test
  void aRunWithoutASummaryIsPartial() {
    assertThat(status(Requests.measured(Requests.ok(0, 20), 20, Requests.EXITED, null)))
        .isEqualTo(new PointStatus(Status.PARTIAL, "the engine left no summary"));
  }

  @Test
  void aRunThatWasEndedFromOutsideIsPartialEvenWithEveryRequest() {
    EngineRun.End timedOut = new EngineRun.End(0, Cause.TIMED_OUT, "");

    assertThat(
            status(
                Requests.measured(Requests.ok(0, 20), 20, timedOut, Requests.summary(false, true))))
        .isEqualTo(
            new PointStatus(Status.PARTIAL, "the engine ran past its time limit and was ended"));
  }

  @Test
  void exitCodeZeroDoesNotMakeAPointFull() {
    assertThat(status(Requests.measured(Requests.ok(0, 1), 20)).status()).isEqualTo(Status.PARTIAL);
  }

  @Test
  void everythingThatIsWrongIsSaid() {
    List<RequestRecord> records =
        IntStream.range(0, 10).mapToObj(index -> Requests.thinkOnly(index).record()).toList();

    assertThat(status(Requests.measured(records, 20, Requests.EXITED, null)).reason())
        .isEqualTo(
            "10 of 20 requests did not succeed (0 failed, 0 truncated, 0 cancelled, 10 missing); the engine left no summary; no request reached an answer token: all output was reasoning");
  }

  private static List<RequestRecord> shortOnes(boolean usage) {
    return IntStream.range(0, 20)
        .mapToObj(index -> Requests.ok(index).with("answer_tokens", 400).with("output_tokens", 400))
        .map(request -> usage ? request : request.without("server_output_tokens"))
        .map(Requests::record)
        .toList();
  }

  private static PointStatus status(Measured measured) {
    return PointStatus.of(measured, true);
  }
}
