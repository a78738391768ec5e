package io.perftune.verb.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.fixtures.Call;
import io.perftune.fixtures.Contexts;
import io.perftune.tokens.O200k;
import io.perftune.value.Digest;
import io.perftune.value.Json;
import io.perftune.verb.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class MakeDatasetTest {
  @TempDir Path directory;

  @Test
  void writesExactPromptsAndTheirManifest() throws Exception {
    Reply reply = call(Map.of("rows", 3, "seed", "7"));

    assertThat(reply.returncode()).isZero();
    Path file = Path.of(reply.json().required("dataset_path").asString());
    assertThat(file.getParent()).isEqualTo(directory.resolve("out"));
    List<JsonNode> rows =
        Files.readAllLines(file).stream().map(line -> Json.MAPPER.readTree(line)).toList();
    O200k o200k = new O200k();
    assertThat(rows)
        .hasSize(3)
        .allSatisfy(row -> {
          assertThat(o200k.count(row.required("text_input").asString())).isEqualTo(1_000);
          assertThat(row.required("output_length").intValue()).isEqualTo(1_000);
        });
    assertThat(rows.stream().map(row -> row.required("text_input"))).doesNotHaveDuplicates();
    assertThat(reply.json().required("sha256").asString())
        .isEqualTo(Digest.sha256(Files.readAllBytes(file)));
    JsonNode manifest =
        Json.MAPPER.readTree(
            Files.readString(Path.of(reply.json().required("manifest_path").asString())));
    assertThat(manifest.required("sha256")).isEqualTo(reply.json().required("sha256"));
    assertThat(manifest.required("seed")).isEqualTo(reply.json().required("seed"));
    assertThat(manifest.required("row_count").intValue()).isEqualTo(3);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aDiskThatIsTooSmallIsRefusedBeforeAnythingIsWritten() throws Exception {
    Reply reply = call(Map.of("rows", 2, "out", "/proc/none"));

    assertThat(reply.returncode()).isEqualTo(2);
    assertThat(Call.problem(reply, "disk-too-small").required("where").asString())
        .isEqualTo("/proc");
    assertThat(Call.problem(reply, "disk-too-small").required("remedy").asString())
        .contains("--out");
  }

  @Test
  void theSameCallAgainLeavesTheFileAlone() throws Exception {
    Path file = Path.of(call(Map.of("rows", 2)).json().required("dataset_path").asString());
    FileTime before = Files.getLastModifiedTime(file);
    Object inode = Files.getAttribute(file, "unix:ino");

    Reply again = call(Map.of("rows", 2));

    assertThat(again.returncode()).isZero();
    assertThat(again.stdout()).startsWith("Already there:");
    assertThat(Files.getLastModifiedTime(file)).isEqualTo(before);
    assertThat(Files.getAttribute(file, "unix:ino")).isEqualTo(inode);
  }

  @Test
  void neverOverwritesOtherPrompts() throws Exception {
    Path file = Path.of(call(Map.of("rows", 2)).json().required("dataset_path").asString());
    String before = Files.readString(file);

    Reply other = call(Map.of("rows", 2, "output_tokens", 50));

    assertThat(other.returncode()).isEqualTo(2);
    assertThat(Call.codes(other)).containsExactly("dataset-exists");
    assertThat(Files.readString(file)).isEqualTo(before);
  }

  @Test
  void anotherSeedConcurrencyOrCountIsAnotherFile() throws Exception {
    ownCorpus();
    List<Map<String, Object>> calls =
        List.of(
            Map.of("rows", 1),
            Map.of("rows", 2),
            Map.of("rows", 1, "seed", "x"),
            Map.of("rows", 1, "concurrency", 10));
    for (Map<String, Object> call : calls) {
      Map<String, Object> own = new HashMap<>(call);
      own.put("corpus", "own.txt");
      assertThat(call(own).returncode()).isZero();
    }
    try (Stream<Path> files = Files.list(directory.resolve("out"))) {
      assertThat(files).hasSize(2 * calls.size());
    }
  }

  @Test
  void countsPromptsAsACellDoes() throws Exception {
    ownCorpus();
    assertThat(rows(call(Map.of("corpus", "own.txt")))).isEqualTo(20);
    assertThat(rows(call(Map.of("corpus", "own.txt", "concurrency", 11)))).isEqualTo(22);
  }

  @Test
  void aCorpusThatIsTooSmallLeavesNothing() throws Exception {
    Files.writeString(directory.resolve("own.txt"), "Too little to draw a thousand tokens from.\n");

    Reply reply = call(Map.of("corpus", "own.txt"));

    assertThat(reply.returncode()).isEqualTo(2);
    assertThat(Call.codes(reply)).contains("corpus-too-small");
    assertThat(directory.resolve("out")).doesNotExist();
  }

  @Test
  void drawsFromAnOwnCorpus() throws Exception {
    ownCorpus();

    Reply reply = call(Map.of("rows", 2, "corpus", "own.txt"));

    assertThat(reply.returncode()).isZero();
    assertThat(Files.readString(Path.of(reply.json().required("dataset_path").asString())))
        .contains("of rivers")
        .hasLineCount(2);
  }

  /// Lines of many lengths, no two of which begin alike.
  private void ownCorpus() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int line = 0; line < 600; line++) {
      text.append("abcdefghij".charAt(line % 10))
          .append(Integer.toString(line * 7919, 36))
          .append(" tells")
          .append(" of rivers".repeat(1 + line % 13))
          .append(".\n");
    }
    Files.writeString(directory.resolve("own.txt"), text);
  }

  private static int rows(Reply reply) {
    return reply.json().required("row_count").intValue();
  }

  private Reply call(Map<String, Object> properties) throws InterruptedException {
    Map<String, Object> all = new HashMap<>(Map.of("shape", "aa-1k", "out", "out"));
    all.putAll(properties);
    return Call.of(new MakeDataset(), all, Contexts.in(directory));
  }
}
