package io.perftune.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import io.perftune.value.RequestRecord;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RequestsTest {
  @TempDir Path directory;

  @Test
  void readsBackWhatItWrote() throws IOException {
    List<RequestRecord> records = new ArrayList<>(Samples.read("partial500").records());
    records.addAll(Samples.read("reasoning_only").records());
    assertThat(Requests.read(written(records))).isEqualTo(records);
  }

  @Test
  void refusesARequestThatIsThereTwice() throws IOException {
    List<RequestRecord> records = Samples.read("sigint").records();
    List<RequestRecord> twice = new ArrayList<>(records);
    twice.add(records.getFirst());
    assertThat(refusal(written(twice)))
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.message()).contains("the request is there twice");
          assertThat(problem.where()).endsWith("requests.jsonl:5");
        });
  }

  @Test
  void refusesACutLineAndAMissingMember() throws IOException {
    Path file = written(Samples.read("sigint").records());
    String text = Files.readString(file);
    Files.writeString(
        file, text.replaceFirst("\"start_ns\":[0-9]+,", "").substring(0, text.length() - 60));
    assertThat(refusal(file))
        .extracting(Problem::where)
        .allSatisfy(where -> assertThat(where).matches(".*requests.jsonl:[14]"))
        .hasSize(2);
  }

  private Path written(List<RequestRecord> records) throws IOException {
    Path file = directory.resolve("requests.jsonl");
    try (Writer out = Files.newBufferedWriter(file)) {
      Requests.write(out, "campaign", "cell", records);
    }
    return file;
  }

  private static List<Problem> refusal(Path file) {
    ProblemException refusal =
        catchThrowableOfType(ProblemException.class, () -> Requests.read(file));
    assertThat(refusal).isNotNull();
    return refusal.problems();
  }
}
