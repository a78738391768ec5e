package io.perftune.atlas;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.capture.AiperfExport;
import io.perftune.value.RequestRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlausibilityTest {
  @ParameterizedTest
  @ValueSource(strings = {"moon", "reasoning_content", "reasoning_only", "think_inline", "sigint"})
  void whatAiperfMeasuredIsPlausible(String sample) throws Exception {
    Path rows =
        Path.of(Objects.requireNonNull(getClass().getResource("/aiperf/" + sample)).toURI());

    List<RequestRecord> records = AiperfExport.read(rows, 1, 1).records();

    assertThat(records).isNotEmpty();
    assertThat(Plausibility.differences(records)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "latency_ms, 9000, 'lasts 9000.0 ms, and 10091.0 ms by its TTFT and 1000 tokens 10.0 ms apart.'",
    "itl_ms, 5, 'lasts 10091.0 ms, and 5096.0 ms by its TTFT and 1000 tokens 5.0 ms apart.'",
    "output_tokens, 100, 'and 1091.0 ms by its TTFT and 100 tokens 10.0 ms apart.'",
    "ttfo_ms, 99, 'its first token after 101.0 ms, its first answer token after 99.0 ms'",
    "ttfo_ms, 10092, 'its first answer token after 10092.0 ms and its last after 10091.0 ms.'",
  })
  void aRequestThatContradictsItselfMarksItsPoint(String member, double value, String said) {
    List<RequestRecord> records = new ArrayList<>(Requests.ok(0, 20));
    records.set(1, Requests.ok(1).with(member, value).record());

    JudgedTrial trial = JudgedTrial.of(Requests.measured(records), true);

    assertThat(trial.differences())
        .singleElement()
        .asString()
        .startsWith("Request r1 ")
        .contains(said)
        .endsWith("1 of 20 requests contradict themselves so.");
    assertThat(AtlasRowsTest.row(records).value("extra").path("cross_check")).hasSize(1);
  }

  @Test
  void whatIsMissingContradictsNothing() {
    List<RequestRecord> records =
        List.of(
            Requests.ok(0).without("ttft_ms").record(),
            Requests.ok(1).without("latency_ms").record(),
            Requests.ok(2).without("itl_ms").record(),
            Requests.ok(3).without("output_tokens").record(),
            Requests.thinkOnly(4).record(),
            Requests.failed(5).record());

    assertThat(Plausibility.differences(records)).isEmpty();
  }
}
