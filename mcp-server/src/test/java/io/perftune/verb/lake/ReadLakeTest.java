package io.perftune.verb.lake;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.fixtures.Call;
import io.perftune.fixtures.Contexts;
import io.perftune.lake.LakeSample;
import io.perftune.value.Json;
import io.perftune.verb.Reply;
import io.perftune.verb.publish.PublishSample;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class ReadLakeTest {
  private static final List<String> TABLES =
      List.of(
          "atlas_v1", "requests_v1", "sol_v1", "roofline_v1", "tpm_v1", "cost_v1", "campaign_v1");

  @TempDir Path root;

  private PublishSample sample;

  @BeforeEach
  void publish() throws Exception {
    sample = PublishSample.make(root);
    assertThat(sample.publish(PublishSample.input()).code()).isZero();
  }

  @Test
  void listsCampaignsWithTheirTables() throws Exception {
    Reply reply = lake("ls");

    assertThat(reply.returncode()).isZero();
    assertThat(reply.json().required("campaign_count").intValue()).isEqualTo(1);
    JsonNode campaign = reply.json().required("campaigns").get(0);
    assertThat(campaign.required("campaign_id").asString()).isEqualTo(LakeSample.ID);
    assertThat(campaign.required("dt").asString()).isEqualTo("2026-01-15");
    assertThat(campaign.required("state").asString()).isEqualTo("committed");
    assertThat(campaign.required("publish_id").isNull()).isTrue();
    assertThat(tables(campaign, "table")).isEqualTo(TABLES);
    assertThat(tables(campaign, "row_count")).containsOnly("null");
    assertThat(reply.stdout()).contains("2026-01-15  " + LakeSample.ID + "  committed");
  }

  @Test
  void detailsAddRowCountsAndThePublish() throws Exception {
    JsonNode campaign = lake("ls", "details", true).json().required("campaigns").get(0);

    assertThat(tables(campaign, "row_count")).containsExactly("6", "120", "0", "0", "0", "0", "1");
    assertThat(campaign.required("publish_id").asString()).isEqualTo(published());
  }

  @Test
  void listsAHalfPublishedCampaignAsSuchAndNamesForeignFiles() throws Exception {
    Files.delete(file("campaign_v1"));
    Path foreign = sample.lake().resolve("atlas_v1/dt=2026-01-15/campaign=mine/part-0.parquet");
    Files.createDirectories(foreign.getParent());
    Files.writeString(foreign, "x");

    Reply reply = lake("ls");

    assertThat(reply.returncode()).isZero();
    assertThat(reply.json().required("campaigns").get(0).required("state").asString())
        .isEqualTo("half_published");
    assertThat(Call.codes(reply)).containsExactly("half-published", "foreign-files");
    assertThat(reply.json().required("foreign").get(0).asString())
        .isEqualTo("atlas_v1/dt=2026-01-15/campaign=mine/part-0.parquet");
  }

  @Test
  void showsTheRowsAsTheyWerePublished() throws Exception {
    Reply reply = lake("show", "campaign", LakeSample.ID);

    List<ObjectNode> shown = new ArrayList<>();
    for (JsonNode row : reply.json().required("rows")) {
      ObjectNode bare = ((ObjectNode) row).deepCopy();
      assertThat(bare.remove("publish_id").asString()).isEqualTo(published());
      shown.add(bare);
    }
    assertThat(lines(shown)).isEqualTo(lines(LakeSample.atlas()));
    assertThat(reply.stdout())
        .contains("atlas_v1 of " + LakeSample.ID + ", 6 rows")
        .containsPattern("cell_id +concurrency +status +ttft_p50_ms");
  }

  private static List<String> lines(List<ObjectNode> rows) {
    return rows.stream().map(row -> sorted(row)).toList();
  }

  /// Numbers as doubles, instants as they print, members by name.
  private static String sorted(ObjectNode row) {
    Map<String, String> members = new java.util.TreeMap<>();
    for (var member : Json.members(row)) {
      JsonNode value = member.getValue();
      members.put(
          member.getKey(),
          value.isNumber() ? String.valueOf(value.doubleValue()) : Json.line(value));
    }
    return members.toString();
  }

  @Test
  void showsTheChosenColumnsOfAnotherTableUpToTheLimit() throws Exception {
    Reply reply =
        lake(
            "show",
            "campaign",
            LakeSample.ID,
            "table",
            "requests_v1",
            "columns",
            "request_id,ttft_ms",
            "limit",
            2);

    assertThat(reply.json().required("row_count").intValue()).isEqualTo(120);
    assertThat(Json.line(reply.json().required("rows")))
        .isEqualTo(
            "[{\"request_id\":\"r-1-0\",\"ttft_ms\":40.0},"
                + "{\"request_id\":\"r-1-1\",\"ttft_ms\":41.0}]");
    assertThat(reply.stdout()).contains("r-1-1").contains("and 118 more");
  }

  @Test
  void showsNoRowOfAnotherPublish() throws Exception {
    Path other = Files.copy(file("atlas_v1"), root.resolve("old.parquet"));
    List<ObjectNode> rows = LakeSample.atlas();
    rows.getFirst().put("notes", "measured again");
    sample.atlas(rows);
    sample.publish(PublishSample.input().put("if_exists", "overwrite"));
    Files.copy(other, file("atlas_v1"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);

    Reply reply = lake("show", "campaign", LakeSample.ID);

    assertThat(reply.json().required("row_count").intValue()).isZero();
    assertThat(verify().returncode()).isEqualTo(1);
    assertThat(Call.codes(verify())).containsExactly("mixed-publish");
  }

  @Test
  void aWholeLakeIsWhatWasPublishedAndNothingIsTouched() throws Exception {
    Map<String, String> before = tree();
    Reply reply = verify();

    assertThat(reply.returncode()).as(reply.stderr()).isZero();
    assertThat(Call.codes(reply)).isEmpty();
    JsonNode campaign = reply.json().required("campaigns").get(0);
    assertThat(campaign.required("state").asString()).isEqualTo("committed");
    assertThat(campaign.required("publish_id").asString()).isEqualTo(published());
    assertThat(tables(campaign, "row_count")).containsExactly("6", "120", "0", "0", "0", "0", "1");
    assertThat(tables(campaign, "sha256")).isEqualTo(receiptHashes());
    assertThat(reply.stdout()).contains("all are what was published");
    assertThat(lake("verify", "repair", true).returncode()).isZero();
    assertThat(tree()).isEqualTo(before);
  }

  /// Whatever byte is changed, either the file can no longer be read or its rows make another hash,
  /// or the receipt tells other bytes.
  @ParameterizedTest
  @ValueSource(strings = {"atlas_v1", "requests_v1", "sol_v1", "campaign_v1"})
  void anyChangedByteIsFound(String table) throws Exception {
    byte[] whole = Files.readAllBytes(file(table));
    for (int at = 0; at < whole.length; at += Math.max(1, whole.length / 9)) {
      byte[] bytes = whole.clone();
      bytes[at] ^= 0x41;
      Files.write(file(table), bytes);

      Reply reply = verify();

      assertThat(reply.returncode()).as("byte %d of %s", at, table).isEqualTo(1);
      assertThat(Call.codes(reply))
          .containsAnyOf("unreadable-table", "rows-differ", "mixed-publish", "file-differs");
    }
    Files.write(file(table), whole);
    assertThat(verify().returncode()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"atlas_v1", "cost_v1"})
  void aTableThatIsGoneIsFoundAndRepairLeavesTheCommittedCampaignAlone(String table)
      throws Exception {
    Files.delete(file(table));
    Map<String, String> before = tree();

    Reply reply = lake("verify", "repair", true);

    assertThat(reply.returncode()).isEqualTo(1);
    JsonNode problem = Call.problem(reply, "missing-table");
    assertThat(problem.required("where").asString()).contains(table);
    assertThat(problem.required("remedy").asString()).contains("--if-exists overwrite");
    assertThat(tree()).isEqualTo(before);
    sample.publish(PublishSample.input().put("if_exists", "overwrite"));
    assertThat(verify().returncode()).isZero();
  }

  @Test
  void aCampaignOfAnotherProgramIsForeignAndNoFault() throws Exception {
    try (io.perftune.lake.DuckDb duckDb = new io.perftune.lake.DuckDb()) {
      duckDb.rows(
          "copy (select 'x' as campaign_id) to '%s' (format parquet, compression zstd)"
              .formatted(file("campaign_v1")));
    }
    Reply reply = verify();

    assertThat(reply.returncode()).isZero();
    assertThat(Call.codes(reply)).containsExactly("foreign-campaign");
    assertThat(reply.json().required("campaigns").get(0).required("state").asString())
        .isEqualTo("foreign");
  }

  /// Hadoop is on the class path of the tests, and not on that of the product.
  @Test
  void readsWithoutHadoop() throws Exception {
    String classPath =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .filter(entry -> !entry.contains("hadoop-client"))
            .collect(Collectors.joining(File.pathSeparator));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPath,
                "io.perftune.Main",
                "lake",
                "verify",
                "--lake",
                sample.lake().toString(),
                "--json")
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(said).isZero();
    assertThat(said).contains("\"state\":\"committed\"");
  }

  @Test
  void saysThatTheReceiptHereIsOfAnotherPublish() throws Exception {
    Path receipt = receipt();
    Files.writeString(receipt, Files.readString(receipt).replace(published(), "0".repeat(64)));

    Reply reply = verify();

    assertThat(reply.returncode()).isZero();
    assertThat(Call.codes(reply)).containsExactly("receipt-differs");
  }

  @Test
  void leftoversAreToldThenShownThenRemoved() throws Exception {
    Files.delete(file("campaign_v1"));
    Map<String, String> before = tree();

    Reply found = verify();
    assertThat(found.returncode()).isEqualTo(1);
    assertThat(Call.codes(found)).containsExactly("leftovers");
    Reply shown = lake("verify", "repair", true, "dry_run", true);
    assertThat(shown.returncode()).isEqualTo(1);
    assertThat(shown.stdout()).contains("remove atlas_v1/dt=2026-01-15/");
    assertThat(tree()).isEqualTo(before);

    List<String> told = new ArrayList<>();
    Reply repaired = lake(told, Map.of("action", "verify", "repair", true));

    assertThat(repaired.returncode()).as(repaired.stderr()).isZero();
    assertThat(told).anyMatch(line -> line.contains("remove atlas_v1/dt=2026-01-15/"));
    assertThat(repaired.json().required("campaign_count").intValue()).isZero();
    assertThat(steps(repaired))
        .containsExactly(
            "remove cost_v1",
            "remove tpm_v1",
            "remove roofline_v1",
            "remove sol_v1",
            "remove requests_v1",
            "remove atlas_v1");
    assertThat(sample.publish(PublishSample.input()).code()).isZero();
    assertThat(verify().returncode()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "show, campaign, missing",
    "show, campaign=20260101T000000Z-other, no-campaign",
    "show, campaign=other, campaign-id",
    "verify, campaign=20260101T000000Z-other, no-campaign",
    "verify, dry_run=true, misplaced-flag",
    "verify, table=atlas_v1, misplaced-flag",
    "ls, repair=true, misplaced-flag",
    "ls, lake=nowhere, no-lake",
    "dig, limit=1, not-allowed",
  })
  void refusesWhatFitsNoAction(String action, String property, String code) throws Exception {
    String[] pair = property.split("=", -1);
    Map<String, Object> input = new HashMap<>(Map.of("action", action));
    if (pair.length == 2) {
      boolean truth = pair[1].equals("true");
      Object value = pair[0].equals("limit") ? (Object) 1 : truth ? (Object) true : pair[1];
      input.put(pair[0], value);
    }
    Reply reply = lake(new ArrayList<>(), input);

    assertThat(reply.returncode()).isEqualTo(2);
    assertThat(Call.codes(reply)).contains(code);
  }

  @Test
  void theActionIsTheFirstWordOfTheCommandLine() throws Exception {
    Reply reply = lake(new ArrayList<>(), Map.of("args", List.of("ls", "--limit", "1", "--json")));
    Reply none = lake(new ArrayList<>(), Map.of("args", List.of("--limit", "1")));
    Reply two = lake(new ArrayList<>(), Map.of("args", List.of("ls", "show")));

    assertThat(reply.returncode()).isZero();
    assertThat(reply.stdout()).startsWith("{\"action\":\"ls\"");
    assertThat(Call.problem(none, "missing").required("where").asString())
        .isEqualTo("ls|show|verify|compact");
    assertThat(Call.codes(two)).containsExactly("unexpected");
  }

  @Test
  void refusesToShowWhatIsNotCommitted() throws Exception {
    Files.delete(file("campaign_v1"));

    assertThat(Call.codes(lake("show", "campaign", LakeSample.ID)))
        .containsExactly("half-published");
  }

  private Reply verify() throws Exception {
    return lake("verify");
  }

  private Reply lake(String action, Object... more) throws Exception {
    Map<String, Object> input = new HashMap<>(Map.of("action", action));
    for (int index = 0; index < more.length; index += 2) {
      input.put((String) more[index], more[index + 1]);
    }
    return lake(new ArrayList<>(), input);
  }

  private Reply lake(List<String> told, Map<String, Object> input) throws Exception {
    return Call.of(
        new ReadLake(), input, Contexts.in(root, Map.of(), (_, _, message) -> told.add(message)));
  }

  private Path file(String table) {
    return sample
        .lake()
        .resolve(table + "/dt=2026-01-15/campaign=" + LakeSample.ID + "/part-0.parquet");
  }

  private Path receipt() throws Exception {
    try (var files = Files.list(sample.file("receipts"))) {
      return files.findFirst().orElseThrow();
    }
  }

  private String published() throws Exception {
    return Json.MAPPER.readTree(Files.readString(receipt())).required("publish_id").asString();
  }

  private List<String> receiptHashes() throws Exception {
    return tables(Json.MAPPER.readTree(Files.readString(receipt())), "sha256");
  }

  private static List<String> tables(JsonNode holder, String member) {
    return holder
        .required("tables")
        .valueStream()
        .map(table -> table.required(member))
        .map(value -> value.isNull() ? "null" : value.asString())
        .toList();
  }

  private static List<String> steps(Reply reply) {
    return reply
        .json()
        .required("repairs")
        .get(0)
        .required("steps")
        .valueStream()
        .map(step ->
            step.required("act").asString()
                + " "
                + step.required("key").asString().replaceFirst("/.*", ""))
        .toList();
  }

  private Map<String, String> tree() throws Exception {
    Map<String, String> tree = new java.util.TreeMap<>();
    try (var paths = Files.walk(sample.lake())) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        if (!path.toString().endsWith(".lock")) {
          tree.put(
              path.toString(), new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1));
        }
      }
    }
    return tree;
  }
}
