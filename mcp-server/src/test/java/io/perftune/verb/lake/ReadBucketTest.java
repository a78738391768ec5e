package io.perftune.verb.lake;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.config.CampaignFile;
import io.perftune.fixtures.Call;
import io.perftune.fixtures.Contexts;
import io.perftune.lake.LakeSample;
import io.perftune.lake.s3.S3Fake;
import io.perftune.lake.s3.S3Sample;
import io.perftune.lake.s3.S3Store;
import io.perftune.lake.store.Store;
import io.perftune.verb.Context;
import io.perftune.verb.Reply;
import io.perftune.verb.publish.PublishSample;
import io.perftune.verb.publish.PublishToLake;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The same three actions on a lake in a bucket.
class ReadBucketTest {
  private static final String ACKNOWLEDGED = "i_understand_this_publishes_externally";

  @TempDir Path root;

  private S3Fake fake;

  @BeforeEach
  void publish() throws Exception {
    fake = new S3Fake();
    PublishSample.make(root);
    Reply reply =
        Call.of(
            new PublishToLake(CampaignFile::load),
            input(Map.of("campaign", LakeSample.ID, ACKNOWLEDGED, true)),
            context());
    assertThat(reply.returncode()).as(reply.stderr()).isZero();
  }

  @AfterEach
  void stop() {
    fake.close();
  }

  @Test
  void listsShowsAndVerifiesWithoutAnAcknowledgement() throws Exception {
    Reply listed = lake(Map.of("action", "ls", "details", true));
    Reply shown = lake(Map.of("action", "show", "campaign", LakeSample.ID));
    Reply verified = lake(Map.of("action", "verify"));

    assertThat(listed.json().required("campaigns").get(0).required("state").asString())
        .isEqualTo("committed");
    assertThat(shown.json().required("row_count").intValue()).isEqualTo(6);
    assertThat(verified.returncode()).as(verified.stderr()).isZero();
    assertThat(Call.codes(verified)).isEmpty();
    assertThat(verified.json().required("lake").asString())
        .isEqualTo("s3://" + S3Fake.BUCKET + "/p");
  }

  @Test
  void aRepairNeedsAnAcknowledgementAndThenRemovesWhatIsLeft() throws Exception {
    dropCommit();
    Map<String, String> before = fake.hashes();

    Reply refused = lake(Map.of("action", "verify", "repair", true));
    assertThat(refused.returncode()).isEqualTo(2);
    assertThat(Call.codes(refused)).contains("not-acknowledged");
    assertThat(refused.json().required("repairs").get(0).required("steps").size()).isEqualTo(6);
    assertThat(fake.hashes()).isEqualTo(before);

    Reply repaired = lake(Map.of("action", "verify", "repair", true, ACKNOWLEDGED, true));
    assertThat(repaired.returncode()).as(repaired.stderr()).isZero();
    assertThat(fake.hashes().keySet()).noneMatch(key -> key.contains("part-0.parquet"));
  }

  @Test
  void aBucketThatRefusesIsAnErrorAndNotAnEmptyLake() throws Exception {
    fake.faults((_, _, _) -> new S3Fake.Fate.Answer(403, "AccessDenied"));

    Reply reply = lake(Map.of("action", "ls"));

    assertThat(reply.returncode()).isEqualTo(1);
    assertThat(reply.stderr()).contains("AccessDenied");
  }

  private void dropCommit() throws Exception {
    try (S3Store store = S3Sample.store(fake.endpoint())) {
      Store.Entry commit = store.list("campaign_v1/").getFirst();
      assertThat(store.delete(commit.key(), commit.version())).isTrue();
    }
  }

  private Reply lake(Map<String, Object> properties) throws InterruptedException {
    return Call.of(new ReadLake(), input(properties), context());
  }

  private Map<String, Object> input(Map<String, Object> properties) {
    Map<String, Object> input = new HashMap<>(properties);
    input.put("lake", "s3://" + S3Fake.BUCKET + "/p");
    input.put("s3_endpoint", fake.endpoint().toString());
    return input;
  }

  private Context context() {
    Map<String, String> environment =
        Map.of(
            "AWS_ACCESS_KEY_ID",
            S3Sample.KEY_ID,
            "AWS_SECRET_ACCESS_KEY",
            S3Sample.SECRET,
            "AWS_REGION",
            "us-east-1");
    return Contexts.in(root, environment, (_, _, _) -> {});
  }
}
