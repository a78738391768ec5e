package io.perftune.verb.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.perftune.config.CampaignFile;
import io.perftune.fixtures.Contexts;
import io.perftune.lake.s3.S3Fake;
import io.perftune.lake.s3.S3Fake.Fate;
import io.perftune.lake.s3.S3Sample;
import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import io.perftune.verb.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// publish_to_lake into a bucket.
class PublishToBucketTest {
  private static final String ACKNOWLEDGEMENT = "i_understand_this_publishes_externally";
  private static final Map<String, String> KEYS =
      Map.of(
          "AWS_ACCESS_KEY_ID", S3Sample.KEY_ID,
          "AWS_SECRET_ACCESS_KEY", S3Sample.SECRET);

  @TempDir Path root;
  private final S3Fake fake = new S3Fake();
  private PublishSample sample = new PublishSample(Path.of("unset"));

  @BeforeEach
  void makeCampaign() throws IOException {
    sample = PublishSample.make(root);
  }

  @AfterEach
  void stop() {
    fake.close();
  }

  @Test
  void landsTheSameBytesAsALocalLakeAndLeavesAReceipt() throws IOException {
    Outcome outcome = publish(input().put(ACKNOWLEDGEMENT, true), KEYS);
    sample.publish(PublishSample.input());

    assertThat(outcome.problems()).isEmpty();
    assertThat(outcome.json().required("destination").asString()).isEqualTo("s3://lake-bucket/p");
    assertThat(fake.hashes()).hasSize(7);
    for (JsonNode table : outcome.json().required("tables")) {
      String key = table.required("key").asString();
      assertThat(table.required("outcome").asString()).isEqualTo("created");
      assertThat(fake.bytes("p/" + key)).isEqualTo(Files.readAllBytes(sample.lake().resolve(key)));
    }
    assertThat(receipts()).hasSize(2).anyMatch(text -> text.contains("\"s3://lake-bucket/p\""));
    assertThat(text(sample.file("publish_receipt.json")))
        .isIn(receipts())
        .doesNotContain("s3://lake-bucket/p");
  }

  @Test
  void refusesWithoutTheAcknowledgementAndShowsTheTables() throws IOException {
    Outcome outcome = publish(input(), KEYS);

    assertThat(outcome).isInstanceOf(Outcome.Refused.class);
    assertThat(outcome.problems()).extracting(Problem::code).containsExactly("not-acknowledged");
    assertThat(outcome.json().required("tables").valueStream())
        .hasSize(7)
        .allMatch(table -> table.required("outcome").asString().equals("would_publish"));
    assertThat(fake.requests()).isEmpty();
    assertThat(sample.file("receipts")).doesNotExist();
  }

  @Test
  void aDryRunReadsOnlyAndNeedsNoAcknowledgement() throws IOException {
    PublishToLake verb = new PublishToLake(CampaignFile::load);
    ObjectNode dry = input().put("dry_run", true);

    assertThat(verb.needsAcknowledgement(dry)).isFalse();
    assertThat(verb.needsAcknowledgement(input())).isTrue();
    assertThat(verb.needsAcknowledgement(PublishSample.input().put("s3_bucket", "b"))).isTrue();
    assertThat(publish(dry, KEYS).json().required("tables").valueStream())
        .allMatch(table -> table.required("outcome").asString().equals("would_create"));
    assertThat(fake.requests()).hasSize(7).allMatch(request -> request.startsWith("GET"));
  }

  @Test
  void keysComeFromFilesToo() throws IOException {
    Files.writeString(root.resolve("id"), S3Sample.KEY_ID + "\n");
    Files.writeString(root.resolve("secret"), S3Sample.SECRET + "\n");
    ObjectNode input =
        PublishSample.input()
            .put("s3_bucket", S3Fake.BUCKET)
            .put("s3_endpoint", fake.endpoint().toString())
            .put("s3_access_key_file", "id")
            .put("s3_secret_key_file", "secret")
            .put(ACKNOWLEDGEMENT, true);

    assertThat(publish(input, Map.of())).isInstanceOf(Outcome.Done.class);
    assertThat(fake.hashes().keySet()).allMatch(key -> key.matches("[a-z]+_v1/.*"));
  }

  @Test
  void aKeyGivenInPlaceOfAFileIsNotRepeated() {
    ObjectNode input =
        input()
            .put("s3_access_key_file", S3Sample.KEY_ID)
            .put("s3_secret_key_file", S3Sample.SECRET)
            .put(ACKNOWLEDGEMENT, true);

    ProblemException refusal = refusal(input);
    assertThat(refusal)
        .hasMessageContaining("never the key itself")
        .hasMessageNotContaining(S3Sample.KEY_ID)
        .hasMessageNotContaining(S3Sample.SECRET);
    assertThat(String.valueOf(refusal.getCause())).doesNotContain(S3Sample.KEY_ID);
  }

  @Test
  void refusesWordsThatDisagree() throws IOException {
    assertThat(refusal(input().put("s3_bucket", "other")))
        .hasMessageContaining("--s3-bucket and --lake name different buckets.");
    assertThat(refusal(input().put("s3_access_key_file", "id")))
        .hasMessageContaining("--s3-access-key-file is given without --s3-secret-key-file.");
    assertThat(refusal(PublishSample.input().put("lake", "here").put("s3_bucket", "b")))
        .hasMessageContaining("--s3-bucket is given, and the lake is a local directory.");
    assertThat(refusal(PublishSample.input().put("s3_endpoint", "http://x")))
        .hasMessageContaining("--s3-endpoint is given, and the lake is a local directory.");
    Files.writeString(root.resolve("two"), "one two\n");
    assertThat(
            refusal(
                input()
                    .put("s3_access_key_file", "two")
                    .put("s3_secret_key_file", "two")
                    .put(ACKNOWLEDGEMENT, true)))
        .hasMessageContaining("does not hold one key and nothing else");
  }

  @Test
  void aStoreThatLiesIsRefusedBeforeAnyTable() {
    fake.lies(S3Fake.Lie.CREATES_AGAIN);

    assertThat(refusal(input().put(ACKNOWLEDGEMENT, true)))
        .hasMessageContaining("takes a second create of one object");
    assertThat(fake.hashes()).isEmpty();
  }

  @Test
  void aStoreThatBreaksOffIsAFailureWithItsCause() {
    fake.faults((_, method, key) ->
        method.equals("PUT") && key.contains("requests_v1")
            ? new Fate.Answer(403, "AccessDenied")
            : new Fate.Serve());
    Outcome outcome = publish(input().put(ACKNOWLEDGEMENT, true), KEYS);

    assertThat(outcome).isInstanceOf(Outcome.Failed.class);
    assertThat(outcome.problems()).extracting(Problem::code).containsExactly("s3-denied");
    assertThat(outcome.problems().getFirst().message()).contains("write requests_v1/");
    assertThat(sample.file("receipts")).doesNotExist();
    assertThat(sample.file("publish_receipt.json")).doesNotExist();
  }

  @Test
  void noKeyIsInAnyReplyOrReceipt() throws IOException {
    StringBuilder said = new StringBuilder();
    for (ObjectNode input :
        List.of(input(), input().put("dry_run", true), input().put(ACKNOWLEDGEMENT, true))) {
      Outcome outcome = publish(input, KEYS);
      said.append(Json.line(outcome.json())).append(outcome.digest()).append(outcome.problems());
    }
    said.append(receipts());

    assertThat(said).contains("s3://lake-bucket/p");
    assertThat(said.toString()).doesNotContain(S3Sample.KEY_ID).doesNotContain(S3Sample.SECRET);
  }

  private ObjectNode input() {
    return PublishSample.input()
        .put("lake", "s3://" + S3Fake.BUCKET + "/p")
        .put("s3_endpoint", fake.endpoint().toString());
  }

  private Outcome publish(ObjectNode input, Map<String, String> environment) {
    return new PublishToLake(CampaignFile::load)
        .run(input, Contexts.in(root, environment, (_, _, _) -> {}));
  }

  private ProblemException refusal(ObjectNode input) {
    ProblemException refusal =
        catchThrowableOfType(ProblemException.class, () -> publish(input, KEYS));
    assertThat(refusal).isNotNull();
    return refusal;
  }

  private List<String> receipts() throws IOException {
    try (var files = Files.list(sample.file("receipts"))) {
      return files.map(PublishToBucketTest::text).toList();
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
