package io.perftune.atlas;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.config.Tables;
import io.perftune.value.RequestRecord;
import io.perftune.value.Row;
import io.perftune.value.Table;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What is said of few requests: the median with n and both extremes, and no tail that they cannot
/// carry.
class FewRequestsTest {
  @Test
  void aFewRequestsGiveMedianCountAndExtremesAndNothingMore() {
    List<RequestRecord> records = Requests.ok(0, 3);

    Row row = AtlasRowsTest.row(records);

    assertThat(row.integer("n")).isEqualTo(3);
    assertThat(row.number("ttft_min_ms")).isEqualTo(100);
    assertThat(row.number("ttft_p50_ms")).isEqualTo(101);
    assertThat(row.number("ttft_max_ms")).isEqualTo(102);
    assertThat(row.whyNull("ttft_p95_ms")).isEqualTo("fewer than 20 values");
    assertThat(row.whyNull("ttft_p50_ci_low")).isEqualTo("fewer than 8 values");
  }

  /// The client's own lateness is sampled a thousand times a second; of requests there are seldom a
  /// hundred.
  @Test
  void noTableOffersA99thPercentileOfRequests() {
    List<String> columns =
        Stream.of(Tables.ATLAS, Tables.CAMPAIGN, Tables.REQUESTS)
            .flatMap(name -> Tables.table(name).columns().stream())
            .map(Table.Column::name)
            .toList();

    assertThat(columns).contains("ttft_p95_ms").hasSizeGreaterThan(100);
    assertThat(columns.stream().filter(name -> name.contains("p99")))
        .containsOnly("client_probe_p99_ms");
  }
}
