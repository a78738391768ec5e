package io.perftune.verb.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.lake.RowSource;
import io.perftune.value.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ToldRowsTest {
  private final List<String> reports = new ArrayList<>();
  private final RowSource rows =
      RowSource.of("requests", Collections.nCopies(2_500, Json.object().put("a", 1)));

  @Test
  void saysHowManyRowsOfBothPassesWereRead() throws Exception {
    ToldRows told = told(Duration.ZERO);
    int[] seen = new int[1];
    told.forEach((_, _) -> seen[0]++);
    told.forEach((_, _) -> seen[0]++);

    assertThat(seen[0]).isEqualTo(5_000);
    assertThat(reports)
        .containsExactly("1000/5000", "2000/5000", "3000/5000", "4000/5000", "5000/5000");
  }

  @Test
  void saysNothingMoreOftenThanAsked() throws Exception {
    told(Duration.ofDays(1)).forEach((_, _) -> {});

    assertThat(reports).isEmpty();
  }

  private ToldRows told(Duration every) {
    return new ToldRows(
        rows, 2_500, (done, total, _) -> reports.add("%.0f/%.0f".formatted(done, total)), every);
  }
}
