package io.perftune.verb.exportaiperf;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.capture.AiperfExport;
import io.perftune.fixtures.Call;
import io.perftune.fixtures.Contexts;
import io.perftune.value.RequestRecord;
import io.perftune.verb.Reply;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportAiperfTest {
  @TempDir Path directory;

  private RecordedCell cell;

  @BeforeEach
  void record() throws Exception {
    cell = new RecordedCell(directory);
  }

  @Test
  void writesThePointThatItNamesAndNothingElse() throws Exception {
    cell.add("moon", 2, 1);
    cell.add("partial500", 10, 1);

    Reply reply = export("concurrency", 10);

    assertThat(reply.returncode()).as(reply.stderr()).isZero();
    assertThat(reply.json().required("request_count").intValue()).isEqualTo(4);
    assertThat(reply.json().required("error_request_count").intValue()).isEqualTo(2);
    List<RequestRecord> written = AiperfExport.read(directory.resolve("out"), 10, 1).records();
    assertThat(written).isEqualTo(RecordedCell.sample("partial500", 10, 1));
    assertThat(reply.stdout()).contains("c=10 trial 1: 6 requests");
  }

  @Test
  void refusesAPointThatWasNotMeasuredAndNamesThoseThatWere() throws Exception {
    cell.add("moon", 2, 1);

    assertThat(refused("concurrency", 4))
        .contains("no request records at concurrency 4", "Name one of those that it has: 2.");
  }

  @Test
  void refusesACellThatHasNothing() throws Exception {
    assertThat(refused("concurrency", 4)).contains("Measure the cell first");
  }

  @Test
  void anExportIsOfOneTrial() throws Exception {
    cell.add("moon", 2, 1);
    cell.add("synth_content", 2, 3);

    assertThat(refused("concurrency", 2)).contains("has 2 trials", "Name one of: 1, 3.");
    assertThat(refused("concurrency", 2, "trial", 2)).contains("no records of trial 2");
    assertThat(export("concurrency", 2, "trial", 3).json().required("request_count").intValue())
        .isEqualTo(5);
  }

  @Test
  void refusesAnOutThatHoldsSomething() throws Exception {
    cell.add("moon", 2, 1);
    Files.createDirectories(directory.resolve("out/before"));

    assertThat(refused("concurrency", 2)).contains("is not empty");
    assertThat(directory.resolve("out/profile_export.jsonl")).doesNotExist();
  }

  @Test
  void refusesACellThatIsNotInTheCampaign() throws Exception {
    assertThat(refused("concurrency", 2, "cell", "two")).contains("Name one of: one.");
  }

  @Test
  void saysThatThereIsNoSummaryWhereNothingSucceeded() throws Exception {
    cell.add("reject_min", 2, 1);

    Reply reply = export("concurrency", 2);

    assertThat(reply.returncode()).isZero();
    assertThat(Call.codes(reply)).containsExactly("no-summary");
    assertThat(reply.json().required("summary_path").isNull()).isTrue();
  }

  private String refused(Object... properties) throws InterruptedException {
    Reply reply = export(properties);
    assertThat(reply.returncode()).as(reply.stdout()).isEqualTo(2);
    return reply.stderr();
  }

  private Reply export(Object... properties) throws InterruptedException {
    Map<String, Object> all =
        new HashMap<>(Map.of("campaign", cell.campaign(), "cell", "one", "out", "out"));
    for (int i = 0; i < properties.length; i += 2) {
      all.put((String) properties[i], properties[i + 1]);
    }
    return Call.of(new ExportAiperf(), all, Contexts.in(directory));
  }
}
