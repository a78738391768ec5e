package io.perftune.plan.prompts;

import static io.perftune.plan.prompts.SampleText.O200K;
import static io.perftune.plan.prompts.SampleText.WORDNET;
import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.value.Digest;
import io.perftune.value.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class DatasetTest {
  @TempDir private Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @Test
  void everyRowIsOneLineOfTextAndOutputLength() throws IOException {
    DatasetManifest manifest = generated(42).write(out);
    List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
    assertThat(lines).hasSize(4);
    for (String line : lines) {
      JsonNode row = Json.MAPPER.readTree(line);
      assertThat(row.propertyNames()).containsExactly("text_input", "output_length");
      assertThat(O200K.count(row.path("text_input").asString())).isEqualTo(1_000);
      assertThat(row.path("output_length").asInt()).isEqualTo(1_500);
    }
    assertThat(manifest.inputTokens()).containsExactly(1_000, 1_000, 1_000, 1_000);
    assertThat(manifest.bytes()).isEqualTo(out.size());
    assertThat(new PromptRequest(1_000, 4, 42).estimatedBytes())
        .isBetween(manifest.bytes(), manifest.bytes() * 5 / 4);
    assertThat(manifest.sha256()).isEqualTo(sha256(out.toByteArray()));
  }

  /// Where this fails on purpose, count GeneratedPrompts.VERSION up.
  @Test
  void theBytesOfASeedNeverChangeWithinAVersion() throws IOException {
    assertThat(generated(42).write(out).sha256())
        .isEqualTo("ef06c0cfd20b019104cade3e1a6a712a2d8a77aac1ce558dcee3b8b41cbf2ab2");
    assertThat(GeneratedPrompts.VERSION).isEqualTo(1);
  }

  @Test
  void theManifestOfGeneratedPromptsSaysHowToMakeThemAgain() throws IOException {
    DatasetManifest manifest = generated(42).write(out);
    JsonNode json = manifest.json();
    assertThat(json.propertyNames()).containsExactlyElementsOf(KEYS);
    assertThat(json.path("format").asString()).isEqualTo("mooncake_trace");
    assertThat(json.path("sha256").asString()).isEqualTo(manifest.sha256());
    assertThat(json.path("seed").asLong()).isEqualTo(42);
    assertThat(json.path("target_input_tokens").asInt()).isEqualTo(1_000);
    assertThat(json.path("prompt_source").asString()).isEqualTo("wordnet");
    assertThat(json.path("corpus").path("sha256").asString()).isEqualTo(WORDNET.sha256());
    assertThat(json.path("generator").path("version").asInt()).isEqualTo(GeneratedPrompts.VERSION);
    assertThat(json.path("task").asString()).isEqualTo(GeneratedPrompts.TASK);
    assertThat(json.path("note").asString()).contains("filler");
    assertThat(json.path("input_file").isNull()).isTrue();
    assertThat(json.path("input_tokens")).hasSize(4);
  }

  @Test
  void aUsersPromptsAreWrittenVerbatimAndMeasured() throws IOException {
    Path file = folder.resolve("mine.jsonl");
    String text = "  Why \"so\"?\n\ttäglich \ud83d\ude00 ";
    Files.writeString(
        file, Json.line(Json.object().put("text_input", text)) + "\n{\"text_input\":\"two\"}\n");
    PromptSource prompts = PromptFile.checked(file, 9, O200K).slice(0, 2, O200K);
    DatasetManifest manifest = new Dataset(prompts, 9).write(out);
    String first = out.toString(StandardCharsets.UTF_8).lines().toList().getFirst();
    assertThat(Json.MAPPER.readTree(first).path("text_input").asString()).isEqualTo(text);
    assertThat(manifest.inputTokens()).containsExactly(O200K.count(text), O200K.count("two"));
    JsonNode json = manifest.json();
    assertThat(json.propertyNames()).containsExactlyElementsOf(KEYS);
    for (String absent :
        List.of("target_input_tokens", "seed", "generator", "corpus", "task", "note")) {
      assertThat(json.get(absent).isNull()).as(absent).isTrue();
    }
    assertThat(json.path("input_file").path("sha256").asString())
        .isEqualTo(sha256(Files.readAllBytes(file)));
  }

  @Test
  void aDatasetMadeHereCanBeGivenBackAsAUsersFile() throws IOException {
    DatasetManifest made = generated(1).write(out);
    Path file = folder.resolve("made.jsonl");
    Files.write(file, out.toByteArray());
    out.reset();
    PromptSource again = PromptFile.checked(file, 1_500, O200K).slice(0, 4, O200K);
    assertThat(new Dataset(again, 1_500).write(out).sha256()).isEqualTo(made.sha256());
  }

  private static final List<String> KEYS =
      List.of(
          "format",
          "sha256",
          "size_bytes",
          "row_count",
          "tokenizer",
          "output_length",
          "prompt_source",
          "target_input_tokens",
          "seed",
          "generator",
          "corpus",
          "input_file",
          "task",
          "note",
          "input_tokens");

  private static Dataset generated(long seed) {
    return new Dataset(new GeneratedPrompts(WORDNET, new PromptRequest(1_000, 4, seed)), 1_500);
  }

  private static String sha256(byte[] bytes) {
    var digest = Digest.algorithm();
    digest.update(bytes);
    return Digest.hex(digest.digest());
  }
}
