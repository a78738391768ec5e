package io.perftune.lake;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.config.Tables;
import io.perftune.lake.store.LocalStore;
import io.perftune.value.Digest;
import io.perftune.value.Json;
import io.perftune.value.Table;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class ParquetTableTest {
  private static final Map<Table.Type, String> DUCKDB_TYPES =
      Map.of(
          Table.Type.TEXT, "VARCHAR",
          Table.Type.INTEGER, "BIGINT",
          Table.Type.NUMBER, "DOUBLE",
          Table.Type.BOOLEAN, "BOOLEAN",
          Table.Type.INSTANT, "TIMESTAMP WITH TIME ZONE",
          Table.Type.JSON, "JSON");

  @TempDir Path lake;

  @Test
  void duckDbReadsTheSameNumbersAndNulls() throws Exception {
    new Lake(new LocalStore(lake)).publish(LakeSample.publication(), IfExists.FAIL);

    try (DuckDb duckDb = new DuckDb()) {
      compare(duckDb, Tables.ATLAS, LakeSample.atlas());
      compare(duckDb, Tables.REQUESTS, LakeSample.requests());
    }
  }

  private void compare(DuckDb duckDb, String name, List<ObjectNode> rows) throws Exception {
    String file = "'" + lake.resolve(LakeKey.of(LakeSample.ID).file(name)) + "'";
    for (Table.Column column : Tables.table(name).columns()) {
      if (column.name().equals("publish_id")) {
        continue;
      }
      List<JsonNode> values = rows.stream().map(row -> row.required(column.name())).toList();
      long nulls = values.stream().filter(JsonNode::isNull).count();
      String read = "\"" + column.name() + "\"";
      assertThat(duckDb.value("select count(*) - count(" + read + ") from " + file))
          .as("nulls of " + column.name())
          .isEqualTo(String.valueOf(nulls));
      if (column.type() == Table.Type.NUMBER && nulls < rows.size()) {
        double[] numbers =
            values.stream().filter(JsonNode::isNumber).mapToDouble(JsonNode::doubleValue).toArray();
        String query =
            "select min(%s), max(%s), fsum(%s) from %s".formatted(read, read, read, file);
        assertThat(duckDb.value(query).split("\\|"))
            .as(column.name())
            .extracting(Double::parseDouble)
            .usingElementComparator((a, b) -> Math.abs(a - b) <= 1e-9 * Math.abs(b) ? 0 : 1)
            .containsExactly(
                Arrays.stream(numbers).min().orElseThrow(),
                Arrays.stream(numbers).max().orElseThrow(),
                Arrays.stream(numbers).sum());
      } else if (column.type() == Table.Type.TEXT || column.type() == Table.Type.INTEGER) {
        assertThat(duckDb.rows("select " + read + " from " + file))
            .as(column.name())
            .isEqualTo(
                values.stream().map(value -> value.isNull() ? "null" : value.asString()).toList());
      }
    }
  }

  @Test
  void columnsHaveTheTypesOfTheirSchemaAndTheirDescriptions() throws Exception {
    new Lake(new LocalStore(lake)).publish(LakeSample.publication(), IfExists.FAIL);
    String file = "'" + lake.resolve(LakeKey.of(LakeSample.ID).file(Tables.ATLAS)) + "'";

    try (DuckDb duckDb = new DuckDb()) {
      List<String> described =
          duckDb.rows("select column_name, column_type from (describe select * from " + file + ")");
      for (Table.Column column : Tables.table(Tables.ATLAS).columns()) {
        assertThat(described).contains(column.name() + "|" + DUCKDB_TYPES.get(column.type()));
      }
      assertThat(described).contains("publish_id|VARCHAR");
      assertThat(
              duckDb.rows(
                  "select name, repetition_type from parquet_schema("
                      + file
                      + ") where name in ('model', 'model_path')"))
          .containsExactly("model|REQUIRED", "model_path|OPTIONAL");
      assertThat(duckDb.rows("select distinct compression from parquet_metadata(" + file + ")"))
          .containsExactly("ZSTD");
      String metadata =
          duckDb.value(
              "select decode(value) from parquet_kv_metadata("
                  + file
                  + ") where decode(key) = 'perftune.columns'");
      JsonNode ttft = Json.MAPPER.readTree(metadata).required("ttft_p50_ms");
      assertThat(ttft.required("unit").asString()).isEqualTo("ms");
      assertThat(ttft.required("description").asString()).contains("first token");
    }
  }

  @Test
  void instantsAreMicrosecondsOfUtc() throws Exception {
    new Lake(new LocalStore(lake)).publish(LakeSample.publication(), IfExists.FAIL);
    String file = "'" + lake.resolve(LakeKey.of(LakeSample.ID).file(Tables.REQUESTS)) + "'";

    try (DuckDb duckDb = new DuckDb()) {
      List<String> expected =
          LakeSample.requests().stream()
              .map(row -> String.valueOf(row.required("start_ns").longValue() / 1_000))
              .toList();
      assertThat(duckDb.rows("select epoch_us(start_utc) from " + file)).isEqualTo(expected);
    }
  }

  @Test
  void jsonColumnsAreReadAsJson() throws Exception {
    new Lake(new LocalStore(lake)).publish(LakeSample.publication(), IfExists.FAIL);
    String file = "'" + lake.resolve(LakeKey.of(LakeSample.ID).file(Tables.ATLAS)) + "'";

    try (DuckDb duckDb = new DuckDb()) {
      assertThat(duckDb.rows("select distinct extra->>'aa_shape' from " + file))
          .containsExactlyInAnyOrder("aa-1k", "aa-10k", "aa-100k");
    }
  }

  @Test
  void theSameRowsAreTheSameBytes() throws Exception {
    Publication publication = LakeSample.publication();
    for (int table = 0; table < publication.tables().size(); table++) {
      ByteArrayOutputStream first = new ByteArrayOutputStream();
      ByteArrayOutputStream second = new ByteArrayOutputStream();
      ParquetTable.Written written = publication.write(table, first);
      LakeSample.publication().write(table, second);

      assertThat(first.toByteArray()).isEqualTo(second.toByteArray());
      assertThat(written.sha256()).isEqualTo(Digest.sha256(first.toByteArray()));
      assertThat(written.bytes()).isEqualTo(first.size());
    }
  }

  @Test
  void emptyTablesAreWrittenToo() throws Exception {
    new Lake(new LocalStore(lake))
        .publish(LakeSample.publication(LakeSample.atlas(), List.of()), IfExists.FAIL);
    Path file = lake.resolve(LakeKey.of(LakeSample.ID).file(Tables.REQUESTS));

    assertThat(Files.exists(file)).isTrue();
    try (DuckDb duckDb = new DuckDb()) {
      assertThat(duckDb.value("select count(*) from '" + file + "'")).isEqualTo("0");
    }
  }
}
