package io.perftune.verb.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.perftune.lake.DuckDb;
import io.perftune.value.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Has Spark answer the queries of docs/lake.md on the document's own views, and holds its answers
/// to DuckDB's. `mvn -Plake-readers verify` runs it; Spark comes from PyPI into target/ then, and
/// needs a Java between 17 and 21 on the PATH, or named by SPARK_JAVA_HOME.
class SparkReadsLakeIT {
  private static final Path CHECKOUT = Path.of(System.getProperty("checkout"));
  private static final Pattern VIEWS = Pattern.compile("```spark\n(.*?)```", Pattern.DOTALL);
  private static final String SPARK = "pyspark==4.1.3";

  @TempDir Path root;

  @Test
  void answersAsDuckDbDoes() throws Exception {
    PublishSample sample = LakeDocumentTest.lake(root);
    List<String> queries = LakeDocumentTest.queries();
    List<String> shared = queries.subList(4, 8);

    List<List<List<String>>> answers = spark(sample, shared);

    assertThat(answers).hasSameSizeAs(shared);
    try (DuckDb duckDb = new DuckDb()) {
      for (String view : queries.subList(1, 4)) {
        duckDb.rows(view.replace("'lake/", "'" + sample.lake() + "/"));
      }
      for (int query = 0; query < shared.size(); query++) {
        same(answers.get(query), duckDb.rows(shared.get(query)));
      }
    }
    assertThat(answers.getFirst()).hasSize(2);
  }

  private static void same(List<List<String>> spark, List<String> duckDb) {
    assertThat(spark).hasSameSizeAs(duckDb);
    for (int row = 0; row < spark.size(); row++) {
      String[] expected = duckDb.get(row).split("\\|", -1);
      assertThat(spark.get(row)).hasSameSizeAs(expected);
      for (int column = 0; column < expected.length; column++) {
        same(spark.get(row).get(column), expected[column]);
      }
    }
  }

  /// Numbers may be spelled in two ways.
  private static void same(String spark, String duckDb) {
    if (duckDb.matches("-?\\d+\\.\\d+(?:[eE].*)?")) {
      assertThat(Double.parseDouble(spark)).isCloseTo(Double.parseDouble(duckDb), within(1e-9));
    } else {
      assertThat(spark).isEqualTo(duckDb);
    }
  }

  private List<List<List<String>>> spark(PublishSample sample, List<String> queries)
      throws Exception {
    Matcher views = VIEWS.matcher(Files.readString(CHECKOUT.resolve("docs/lake.md")));
    assertThat(views.find()).isTrue();
    Path viewsFile = Files.writeString(root.resolve("views.sql"), views.group(1));
    Path queriesFile =
        Files.writeString(root.resolve("queries.sql"), String.join(";\n", queries) + ";\n");
    List<List<List<String>>> answers = new ArrayList<>();
    String script = CHECKOUT.resolve("mcp-server/src/test/outside/spark_lake.py").toString();
    String said =
        run(
            python().toString(),
            script,
            sample.lake().toString(),
            viewsFile.toString(),
            queriesFile.toString());
    for (String line : said.lines().filter(each -> each.startsWith("ANSWER ")).toList()) {
      List<List<String>> rows = new ArrayList<>();
      for (JsonNode row : Json.MAPPER.readTree(line.substring("ANSWER ".length()))) {
        rows.add(row.valueStream().map(cell -> cell.isNull() ? "null" : cell.asString()).toList());
      }
      answers.add(rows);
    }
    return answers;
  }

  private static Path python() throws Exception {
    Path venv = CHECKOUT.resolve("mcp-server/target/spark");
    Path python = venv.resolve("bin/python");
    if (!Files.exists(venv.resolve("installed"))) {
      run("python3", "-m", "venv", venv.toString());
      run(python.toString(), "-m", "pip", "install", "-q", SPARK);
      Files.createFile(venv.resolve("installed"));
    }
    return python;
  }

  private static String run(String... command) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().remove("JAVA_HOME");
    String jdk = System.getenv("SPARK_JAVA_HOME");
    if (jdk != null) {
      builder.environment().put("JAVA_HOME", jdk);
    }
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }
}
