package io.perftune.atlas;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.config.Schema;
import io.perftune.config.Tables;
import io.perftune.fixtures.SampleCampaigns;
import io.perftune.value.Json;
import io.perftune.value.RequestRecord;
import io.perftune.value.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What holds of the row of any point, however odd its requests are.
class RowPropertyTest {
  private static final Schema SCHEMA = Tables.schema(Tables.ATLAS);
  private static final List<String> OPTIONAL =
      List.of(
          "ttfb_ms",
          "ttfo_ms",
          "itl_ms",
          "input_tokens",
          "answer_tokens",
          "reasoning_tokens",
          "server_input_tokens",
          "server_output_tokens",
          "connect_ms",
          "connection_reused");

  static List<Long> seeds() {
    return java.util.stream.LongStream.range(0, 60).boxed().toList();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everyNullHasItsReasonAndTheSchemaHolds(long seed) {
    Row row = row(new SplittableRandom(seed));

    assertThat(Tables.problems(SCHEMA, row, "row")).isEmpty();
    for (var column : Json.members(row.columns())) {
      String why = row.whyNull(column.getKey());
      if (column.getValue().isNull()) {
        assertThat(why).as(column.getKey()).isNotBlank();
      } else {
        assertThat(why).as(column.getKey()).isNull();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void theFiguresAgreeWithEachOther(long seed) {
    Row row = row(new SplittableRandom(seed));

    for (String name : List.of("ttft", "ttfo")) {
      ordered(row, name + "_min_ms", name + "_p50_ms");
      ordered(row, name + "_p50_ms", name + "_max_ms");
      ordered(row, name + "_p50_ci_low", name + "_p50_ms");
      ordered(row, name + "_p50_ms", name + "_p50_ci_high");
    }
    long ok = whole(row, "requests_ok");
    assertThat(ok + whole(row, "requests_failed")).isEqualTo(whole(row, "requests"));
    assertThat(whole(row, "requests_answered")).isLessThanOrEqualTo(ok);
    assertThat(row.number("ttft_p95_ms") != null).isEqualTo(ok >= 20);
    assertThat("full".equals(row.text("status"))).isEqualTo(row.text("status_reason") == null);
  }

  private static void ordered(Row row, String lower, String upper) {
    Double low = row.number(lower);
    Double high = row.number(upper);
    if (low != null && high != null) {
      assertThat(low).as(lower).isLessThanOrEqualTo(high);
    }
  }

  private static long whole(Row row, String column) {
    Long value = row.integer(column);
    assertThat(value).as(column).isNotNull();
    return value == null ? -1 : value;
  }

  private static Row row(SplittableRandom random) {
    int count = random.nextInt(26);
    List<RequestRecord> records = new ArrayList<>();
    boolean wild = random.nextBoolean();
    for (int index = 0; index < count; index++) {
      records.add(request(random, index, wild).record());
    }
    return AtlasRowsTest.row(SampleCampaigns.cell("a", declared(random)), records);
  }

  private static Requests request(SplittableRandom random, int index, boolean wild) {
    Requests request =
        switch (random.nextInt(wild ? 5 : 2)) {
          case 0 -> Requests.ok(index);
          case 1 -> Requests.thinking(index);
          case 2 -> Requests.thinkOnly(index);
          case 3 -> Requests.failed(index);
          default -> Requests.truncated(index);
        };
    if (wild) {
      OPTIONAL.stream().filter(_ -> random.nextInt(4) == 0).forEach(request::without);
    }
    return request;
  }

  private static Map<String, Object> declared(SplittableRandom random) {
    Map<String, Object> declared = new HashMap<>();
    choose(random, declared, "hardware", "undisclosed", "h200");
    choose(random, declared, "num_gpus", "undisclosed", 8);
    choose(random, declared, "tensor_parallel", "undisclosed", 4);
    choose(random, declared, "max_num_seqs", "undisclosed", 128);
    choose(random, declared, "mtp", "undisclosed", true);
    choose(random, declared, "gpu_memory_utilization", 1, 0.9);
    choose(random, declared, "reasoning", true, false);
    choose(random, declared, "endpoint_kind", "public_gateway", "in_cluster");
    return declared;
  }

  private static void choose(
      SplittableRandom random, Map<String, Object> declared, String key, Object... values) {
    int chosen = random.nextInt(values.length + 1);
    if (chosen < values.length) {
      declared.put(key, values[chosen]);
    }
  }
}
