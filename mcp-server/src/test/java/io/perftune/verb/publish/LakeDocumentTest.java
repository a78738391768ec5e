package io.perftune.verb.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.lake.DuckDb;
import io.perftune.lake.LakeSample;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/// Runs every query of docs/lake.md on a lake that holds a whole campaign and half of another.
class LakeDocumentTest {
  private static final Pattern BLOCK = Pattern.compile("```sql\n(.*?)```", Pattern.DOTALL);

  @TempDir Path root;

  @Test
  void everyQueryRunsAndFindsTheWholeCampaignOnly() throws Exception {
    PublishSample sample = lake(root);

    List<List<String>> answers = new ArrayList<>();
    try (DuckDb duckDb = new DuckDb()) {
      for (String query : queries()) {
        answers.add(duckDb.rows(query.replace("'lake/", "'" + sample.lake() + "/")));
      }
    }

    assertThat(answers).hasSize(11);
    assertThat(answers.get(0)).hasSize(2).allMatch(columns -> columns.contains("first token"));
    assertThat(answers.get(4)).hasSize(2).allMatch(row -> row.contains("|undisclosed|"));
    assertThat(answers.get(5))
        .hasSize(6)
        .filteredOn(row -> row.contains("|partial|"))
        .hasSize(2)
        .allMatch(row -> row.contains("|aa-100k|"));
    assertThat(answers.get(6)).hasSize(1).allMatch(row -> row.contains("|2026-01-15|"));
    assertThat(answers.get(7)).isEmpty();
    assertThat(answers.get(8)).hasSize(6).filteredOn(row -> row.contains("|20|1|[")).hasSize(2);
    assertThat(answers.get(9)).hasSize(3);
    assertThat(answers.get(10)).hasSize(1).allMatch(row -> row.contains("|draft|1|"));
  }

  /// A lake with a whole campaign, two cells of it full, and half of another.
  static PublishSample lake(Path root) throws Exception {
    PublishSample sample = PublishSample.make(root);
    full(sample, List.of("aa-1k", "aa-10k"));
    Files.delete(sample.file("report_status.json"));
    sample.publish(PublishSample.input().put("no_strict", true));
    leaveHalfACampaign(sample);
    return sample;
  }

  /// The same campaign a day later, at half the speed in one point and a little slower in the
  /// others.
  @Test
  void aSlowerPointIsARegressionAndChanceIsNone() throws Exception {
    PublishSample sample = PublishSample.make(root);
    full(sample, List.of("aa-1k", "aa-10k"));
    sample.publish(PublishSample.input());
    try (DuckDb duckDb = new DuckDb()) {
      for (String query : queries().subList(1, 4)) {
        duckDb.rows(query.replace("'lake/", "'" + sample.lake() + "/"));
      }
      duckDb.rows("CREATE TABLE earlier AS SELECT * FROM atlas");
      duckDb.rows(
          """
          CREATE OR REPLACE VIEW atlas AS
          SELECT * FROM earlier UNION ALL
          SELECT * EXCLUDE (share) REPLACE ('later' AS campaign_id, captured_at + INTERVAL 1 DAY AS captured_at,
            output_speed_p50_tps * share AS output_speed_p50_tps,
            output_speed_p50_ci_low * share AS output_speed_p50_ci_low,
            output_speed_p50_ci_high * share AS output_speed_p50_ci_high)
          FROM (SELECT *, CASE WHEN cell_id = 'aa-1k' AND concurrency = 1 THEN 0.5 ELSE 0.999 END
            AS share FROM earlier)
          """);
      assertThat(duckDb.value("SELECT count(output_speed_p50_ci_low) FROM earlier"))
          .isNotEqualTo("0");

      List<String> slower = duckDb.rows(queries().get(7));

      assertThat(slower).hasSize(1);
      assertThat(slower.getFirst()).contains("|aa-1k|1|later|").endsWith("|-50.0");
    }
  }

  /// Nobody reads a partial point's figure as that of a full one.
  @Test
  void everyQueryOfFiguresIsOfFullPointsOrShowsTheStatus() throws Exception {
    List<String> figures =
        queries().stream()
            .filter(query -> query.contains("FROM atlas\n"))
            .filter(query -> query.contains("ttft_p50_ms") || query.contains("_tps"))
            .toList();

    assertThat(figures)
        .hasSize(4)
        .allMatch(query ->
            query.contains("status = 'full'")
                || query.substring(0, query.indexOf("FROM atlas")).contains("status"));
  }

  /// Has no request of those cells fail; those of the others keep one failure a point.
  private static void full(PublishSample sample, List<String> cells) throws Exception {
    List<ObjectNode> rows = LakeSample.atlas();
    for (ObjectNode row : rows) {
      if (cells.contains(row.required("cell_id").asString())) {
        row.put("status", "full").putNull("status_reason");
        ((ObjectNode) row.required("unmeasured")).put("status_reason", "the point is full");
        row.put("requests", 19).put("requests_failed", 0);
      }
    }
    sample.atlas(rows);
    for (String cell : cells) {
      sample.requests(
          cell,
          LakeSample.requests().stream()
              .filter(request -> request.required("cell_id").asString().equals(cell))
              .filter(request -> request.required("result").asString().equals("ok"))
              .toList());
    }
  }

  /// A crash before the commit: rows in two tables, and no campaign_v1.
  private static void leaveHalfACampaign(PublishSample sample) throws Exception {
    PublishSample half = PublishSample.make(sample.root().resolve("other"));
    half.publish(PublishSample.input());
    for (String table : List.of("atlas_v1", "requests_v1")) {
      Path from = half.lake().resolve(table + "/dt=2026-01-15/campaign=" + LakeSample.ID);
      Path to = sample.lake().resolve(table + "/dt=2026-01-15/campaign=cut-off");
      Files.move(from, to);
    }
  }

  static List<String> queries() throws Exception {
    String document = Files.readString(Path.of(System.getProperty("checkout"), "docs/lake.md"));
    List<String> queries = new ArrayList<>();
    Matcher block = BLOCK.matcher(document);
    while (block.find()) {
      for (String query : block.group(1).split(";\\s*\n", -1)) {
        if (!query.isBlank()) {
          queries.add(query);
        }
      }
    }
    return queries;
  }
}
