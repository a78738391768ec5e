package io.perftune.verb.importroofline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BundleFilesTest {
  @TempDir Path directory;

  private final List<Problem> problems = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(strings = {"decode_sweep.jsonl", "prefill_sweep.jsonl"})
  void aSweepThatIsNotThereIsNamed(String missing) throws Exception {
    for (String name : List.of("decode_sweep.jsonl", "prefill_sweep.jsonl")) {
      if (!name.equals(missing)) {
        Files.writeString(directory.resolve(name), "{}\n");
      }
    }

    ProblemException refused =
        catchThrowableOfType(
            ProblemException.class, () -> new BundleFiles(directory).sweep(problems));

    assertThat(refused).isNotNull();
    assertThat(refused.problems().getLast().message())
        .isEqualTo("The bundle has no %s.".formatted(missing));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{", "{\"a\": NaN}", "{\"a\": 1, \"a\": 2}"})
  void aManifestThatIsNoObjectIsAProblemAndNothingElse(String text) throws Exception {
    Path manifest = directory.resolve("roofline_sweep_manifest.json");
    Files.writeString(manifest, text);

    assertThat(new BundleFiles(directory).manifest(problems)).isEmpty();
    assertThat(problems)
        .singleElement()
        .matches(problem -> problem.code().equals("malformed-file"))
        .matches(problem -> manifest.toString().equals(problem.where()));
  }

  @Test
  void withoutManifestAndModelBothAreAbsent() {
    assertThat(new BundleFiles(directory).manifest(problems)).isEmpty();
    assertThat(new BundleFiles(directory).modelConfig()).isNull();
    assertThat(problems).isEmpty();
  }

  @Test
  void theDateIsTheManifestsElseTheDecodeFiles() throws Exception {
    Path decode = Files.writeString(directory.resolve("decode_sweep.jsonl"), "{}");
    Files.setLastModifiedTime(decode, FileTime.from(Instant.parse("2026-01-15T10:00:00.5Z")));
    BundleFiles bundle = new BundleFiles(directory);

    assertThat(bundle.capturedAt(Json.object())).isEqualTo("2026-01-15T10:00:00Z");
    assertThat(bundle.capturedAt(Json.object().put("captured_at_utc", "2026-01-01T00:00:00Z")))
        .isEqualTo("2026-01-01T00:00:00Z");
  }

  @Test
  void theHashIsOverContentsAndNames() throws Exception {
    BundleFiles bundle = new BundleFiles(directory);
    Files.writeString(directory.resolve("decode_sweep.jsonl"), "a");
    String first = bundle.sha256();
    Files.move(directory.resolve("decode_sweep.jsonl"), directory.resolve("prefill_sweep.jsonl"));
    String moved = bundle.sha256();
    Files.writeString(directory.resolve("other.txt"), "no part of the bundle");

    assertThat(moved).isNotEqualTo(first);
    assertThat(bundle.sha256()).isEqualTo(moved);
  }
}
