package io.perftune.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.value.Problem;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RawResultsTest {
  @TempDir Path directory;

  @Test
  void aClientThatEndedBeforeItWroteAnythingIsNamedByWhoRanIt() {
    assertThat(messages(true))
        .contains("The client left no stream: no request was sent.")
        .noneMatch(message -> message.contains("AIPerf"));
    assertThat(messages(false)).contains("AIPerf left no row: no request ended.");
  }

  private List<String> messages(boolean builtin) {
    return RawResults.read(directory, 1, 1, _ -> 1, builtin).problems().stream()
        .map(Problem::message)
        .toList();
  }
}
