package io.perftune.verb.cellrun;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LatestLatencyTest {
  @TempDir Path raw;

  @Test
  void saysTheMedianOfTheLastFiveRequests() throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int ttft : new int[] {9_000, 100, 1_200, 300, 400, 500}) {
      lines.append(line(ttft)).append('\n');
    }
    Files.writeString(raw.resolve("profile_export.jsonl"), lines + "{\"metrics\":{\"time_to");

    assertThat(new LatestLatency(raw).words()).isEqualTo(", TTFT of the latest 400 ms");
  }

  @Test
  void aLongFileIsReadFromItsEnd() throws IOException {
    String filler = "{\"filler\":\"" + "x".repeat(300_000) + "\"}\n";
    Files.writeString(raw.resolve("profile_export.jsonl"), filler + line(1_234) + "\n");

    assertThat(new LatestLatency(raw).words()).isEqualTo(", TTFT of the latest 1,234 ms");
  }

  @Test
  void saysOfTheBuiltInClientWhatItNotes() throws IOException {
    Files.writeString(raw.resolve("ended.jsonl"), "{\"request\":1,\"first_read_ms\":37}\n");

    assertThat(new LatestLatency(raw).words()).isEqualTo(", first bytes of the latest 37 ms");
  }

  @Test
  void saysNothingWhereThereIsNothing() throws IOException {
    assertThat(new LatestLatency(raw).words()).isEmpty();
    Files.writeString(raw.resolve("profile_export.jsonl"), "no json\n{\"error\":{}}\n");
    assertThat(new LatestLatency(raw).words()).isEmpty();
  }

  private static String line(int ttft) {
    return "{\"metrics\":{\"time_to_first_token\":{\"value\":%d,\"unit\":\"ms\"}}}".formatted(ttft);
  }
}
