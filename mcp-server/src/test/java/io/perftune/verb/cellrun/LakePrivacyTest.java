package io.perftune.verb.cellrun;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.config.CampaignFile;
import io.perftune.fixtures.Call;
import io.perftune.fixtures.ScriptedServer;
import io.perftune.lake.ParquetRows;
import io.perftune.lake.s3.S3Fake;
import io.perftune.lake.s3.S3Sample;
import io.perftune.value.Json;
import io.perftune.verb.Reply;
import io.perftune.verb.Verb;
import io.perftune.verb.aggregate.AtlasAggregate;
import io.perftune.verb.publish.PublishToLake;
import io.perftune.verb.render.ReportRender;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.parquet.io.LocalInputFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a campaign knows and the lake must not: everything that could give a person, a secret or a
/// text away is a word of its own here, and the bytes and the values of all that was published are
/// searched for it.
class LakePrivacyTest {
  private static final String PROMPT = "promptcanary";
  private static final String ANSWER = "answercanary";
  private static final String PATH = "pathcanary";
  private static final String KEY = "sk-keycanary-0123456789";
  private static final String USER = "usercanary";
  private static final List<String> CANARIES = List.of(PROMPT, ANSWER, PATH, "keycanary", USER);

  @TempDir Path directory;

  @Test
  void nothingInTheLakeNorInTheReceiptGivesAPersonASecretOrATextAway() throws Exception {
    Path home = Files.createDirectories(directory.resolve(USER));
    try (ScriptedServer server = ScriptedServer.start(LakePrivacyTest::serve)) {
      Workbench bench = measured(home, server);
      assertThat(server.requests()).anyMatch(request -> request.contains(PROMPT));
      assertThat(server.requests()).anyMatch(request -> request.contains(KEY));
      assertThat(server.requests()).allMatch(request -> request.contains(PATH));
      assertThat(everything(bench.cell().root())).contains(ANSWER, PATH);

      Path lake = directory.resolve("lake");
      publish(bench, lake);
      String bytes = everything(lake);
      String values = values(lake);
      String receipt = everything(bench.campaign().root().resolve("receipts"));

      assertThat(values)
          .contains("bench-model", "http://127.0.0.1:" + server.port(), "http_status");
      assertThat(values).doesNotContainIgnoringCase(CANARIES.toArray(String[]::new));
      assertThat(bytes).doesNotContainIgnoringCase(CANARIES.toArray(String[]::new));
      assertThat(receipt)
          .contains("publish_id")
          .doesNotContainIgnoringCase(CANARIES.toArray(String[]::new));
    }
  }

  /// What goes over the wire to a bucket: addresses, headers and bytes.
  @Test
  void nothingThatIsSentToABucketGivesAPersonASecretOrATextAway() throws Exception {
    Path home = Files.createDirectories(directory.resolve(USER));
    try (ScriptedServer server = ScriptedServer.start(LakePrivacyTest::serve);
        S3Fake fake = new S3Fake()) {
      Workbench bench = measured(home, server);
      bench.environment().put("AWS_ACCESS_KEY_ID", S3Sample.KEY_ID);
      bench.environment().put("AWS_SECRET_ACCESS_KEY", S3Sample.SECRET);
      done(bench, new AtlasAggregate(CampaignFile::load), Map.of());
      done(bench, new ReportRender(CampaignFile::load), Map.of());
      String said =
          said(
              bench,
              new PublishToLake(CampaignFile::load),
              Map.of(
                  "lake",
                  "s3://" + S3Fake.BUCKET + "/p",
                  "s3_endpoint",
                  fake.endpoint().toString(),
                  "no_strict",
                  true,
                  "i_understand_this_publishes_externally",
                  true));
      String receipt = everything(bench.campaign().root().resolve("receipts"));

      assertThat(fake.hashes()).hasSize(7);
      assertThat(fake.sent())
          .contains("requests_v1/dt=")
          .containsIgnoringCase("if-none-match")
          .doesNotContainIgnoringCase("x-amz-meta")
          .doesNotContain(S3Sample.SECRET)
          .doesNotContainIgnoringCase(CANARIES.toArray(String[]::new));
      for (String key : fake.hashes().keySet()) {
        assertThat(new String(fake.bytes(key), StandardCharsets.ISO_8859_1))
            .doesNotContainIgnoringCase(CANARIES.toArray(String[]::new));
      }
      assertThat(said + receipt)
          .contains("publish_id")
          .doesNotContain(S3Sample.KEY_ID, S3Sample.SECRET)
          .doesNotContainIgnoringCase(CANARIES.toArray(String[]::new));
    }
  }

  /// A cell whose prompts are the user's own, on an endpoint with a path and a key.
  private static Workbench measured(Path home, ScriptedServer server) throws Exception {
    Files.write(
        home.resolve("own.jsonl"),
        IntStream.range(0, 12)
            .mapToObj(i ->
                Json.line(Json.object().put("text_input", PROMPT + " number " + i + " please")))
            .toList());
    Workbench bench =
        new Workbench(
            home,
            Workbench.cell(
                Workbench.CELL,
                "concurrencies: [1]",
                "aa:url: " + server.origin() + "/" + PATH + "/v1",
                "aa:engine: builtin",
                "aa:mode: dataset-replay",
                "aa:input_file: own.jsonl",
                "aa:request_count: 8",
                "aa:warmup_requests: 0",
                "aa:api_key_env: BENCH_KEY"));
    bench.environment().remove("AIPERF_BIN");
    bench.environment().put("BENCH_KEY", KEY);
    bench.environment().put("USER", USER);
    bench.environment().put("LOGNAME", USER);
    Reply run = bench.run();
    assertThat(bench.rows()).as(run.stderr()).containsKey(1);
    assertThat(bench.row(1).required("requests_failed").intValue()).as(run.stderr()).isEqualTo(1);
    return bench;
  }

  @Test
  void aPersonIsNamedWhereThePublisherSaysSo() throws Exception {
    Path home = Files.createDirectories(directory.resolve("home"));
    try (ScriptedServer server = ScriptedServer.start(LakePrivacyTest::serve)) {
      Workbench bench = measured(home, server);
      Path lake = directory.resolve("lake");
      publish(bench, lake);
      assertThat(values(lake)).doesNotContain(USER);

      done(
          bench,
          new PublishToLake(CampaignFile::load),
          Map.of(
              "lake",
              lake.toString(),
              "no_strict",
              true,
              "if_exists",
              "overwrite",
              "publisher",
              USER));

      assertThat(values(lake)).containsOnlyOnce(USER);
    }
  }

  private static void publish(Workbench bench, Path lake) throws InterruptedException {
    done(bench, new AtlasAggregate(CampaignFile::load), Map.of());
    done(bench, new ReportRender(CampaignFile::load), Map.of());
    done(
        bench,
        new PublishToLake(CampaignFile::load),
        Map.of("lake", lake.toString(), "no_strict", true));
  }

  private static void done(Workbench bench, Verb verb, Map<String, Object> more)
      throws InterruptedException {
    assertThat(said(bench, verb, more)).isNotEmpty();
  }

  /// All that the verb says of what it has done.
  private static String said(Workbench bench, Verb verb, Map<String, Object> more)
      throws InterruptedException {
    Map<String, Object> input = new java.util.HashMap<>(more);
    input.put("campaign", bench.campaign().id());
    Reply reply = Call.of(verb, input, bench.context());
    assertThat(reply.returncode()).as(reply.stderr()).isZero();
    return reply.json() + reply.stdout() + reply.stderr();
  }

  /// Answers with words, but fails the third request and says in its failure all that it was sent.
  private static void serve(ScriptedServer.Talk talk) throws IOException {
    int count = 0;
    for (String request = talk.request().orElse("");
        !request.isEmpty();
        request = talk.request().orElse("")) {
      count++;
      talk.say(count == 3 ? failure(request) : answer());
    }
  }

  private static String failure(String request) {
    String said =
        Json.line(
            Json.object()
                .put(
                    "error",
                    Json.object().put("message", "no capacity for " + request).toString()));
    return "HTTP/1.1 503 Busy\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
        .formatted(said.getBytes(StandardCharsets.UTF_8).length, said);
  }

  private static String answer() {
    StringBuilder events = new StringBuilder();
    for (int word = 0; word < 40; word++) {
      events.append(
          "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\" %s\"}}]}\n\n"
              .formatted(ANSWER));
    }
    events.append(
        "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n");
    events.append(
        "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":120,"
            + "\"total_tokens\":129}}\n\ndata: [DONE]\n\n");
    return "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: %d\r\n\r\n%s"
        .formatted(events.length(), events);
  }

  private static String everything(Path root) throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        all.append(root.relativize(file)).append('\n');
        all.append(Files.readString(file, StandardCharsets.ISO_8859_1)).append('\n');
      }
    }
    return all.toString();
  }

  /// Every value of every table, and what stands beside them in the files.
  private static String values(Path lake) throws IOException {
    List<String> values = new ArrayList<>();
    try (Stream<Path> files = Files.walk(lake)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".parquet")).toList()) {
        try (ParquetRows rows = ParquetRows.open(new LocalInputFile(file))) {
          values.add(rows.metadata().toString());
          rows.forEach(row -> values.add(Arrays.toString(row)));
        }
      }
    }
    assertThat(values).hasSizeGreaterThan(7);
    return String.join("\n", values);
  }
}
