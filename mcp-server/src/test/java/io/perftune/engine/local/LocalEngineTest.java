package io.perftune.engine.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perftune.engine.LoadEngine;
import io.perftune.tokens.O200k;
import io.perftune.value.EngineRun;
import io.perftune.value.EngineRun.Cause;
import io.perftune.value.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalEngineTest {
  @TempDir Path directory;

  private final List<Integer> progress = new ArrayList<>();

  @Test
  void givesTheChildTheVocabularyTheKeyAndNoOtherSecret() throws Exception {
    EngineRun.End end =
        run("env > $RAW/env; sha256sum $TIKTOKEN_CACHE_DIR/* | sed 's#/.*/##' > $RAW/vocabulary");
    assertThat(end.exitCode()).isZero();
    Map<String, String> seen = new HashMap<>();
    for (String line : Files.readAllLines(raw().resolve("env"))) {
      seen.put(line.replaceFirst("=.*", ""), line.replaceFirst("^[^=]*=", ""));
    }
    assertThat(seen)
        .containsEntry("OPENAI_API_KEY", "[redacted]")
        .containsEntry("HOME", "/home/somebody")
        .containsEntry("LC_ALL", "C.UTF-8")
        .containsEntry("PYTHONUNBUFFERED", "1")
        .containsEntry("NO_COLOR", "1")
        .doesNotContainKeys(
            "API_KEY", "WANDB_INFERENCE_API_KEY", "AWS_SECRET_ACCESS_KEY", "AIPERF_HTTP_X");
    assertThat(raw().resolve("vocabulary"))
        .hasContent(O200k.TIKTOKEN_SHA256 + "  " + O200k.TIKTOKEN_FILE);
    assertThat(seen.get("TMPDIR")).hasSizeLessThanOrEqualTo(PrivateTmp.LONGEST);
    assertThat(Path.of(seen.get("TMPDIR"))).doesNotExist();
  }

  @Test
  void deletesTheTemporaryDirectoryOfAFailedRunToo() throws Exception {
    EngineRun.End end =
        run("echo $TMPDIR > $RAW/tmpdir; mkdir -p $TMPDIR/a/b; touch $TMPDIR/a/b/c; exit 1");
    assertThat(end.exitCode()).isEqualTo(1);
    assertThat(Path.of(Files.readString(raw().resolve("tmpdir")).strip())).doesNotExist();
  }

  @Test
  void countsProfilingRequestsAsTheyEnd() throws Exception {
    String row = "{\"metadata\":{\"benchmark_phase\":\"%s\"},\"metrics\":{}}";
    String script =
        "row() { printf '%s\\n' \"$1\" >> $RAW/profile_export.jsonl; }; "
            + "row '"
            + row.formatted("warmup")
            + "'; row '"
            + row.formatted("profiling")
            + "'; "
            + "row '"
            + row.formatted("profiling")
            + "'; "
            + "while [ ! -e $DIR/saw2 ]; do sleep 0.02; done; "
            + "row '"
            + row.formatted("profiling")
            + "'; "
            + "while [ ! -e $DIR/saw3 ]; do sleep 0.02; done";
    run(script);
    assertThat(progress).startsWith(0).containsSubsequence(2, 3).endsWith(3).isSorted();
  }

  @Test
  void leavesItToTheReaderThatNothingWasLeft() throws Exception {
    EngineRun.End end = run("echo 'TMPDIR too long'; exit 0");
    assertThat(end).isEqualTo(new EngineRun.End(0, Cause.EXITED, "TMPDIR too long"));
    assertThat(raw()).isEmptyDirectory();
  }

  @Test
  void refusesARawDirectoryThatHoldsSomething() throws IOException {
    Files.createDirectories(raw());
    Files.writeString(raw().resolve("profile_export_aiperf.json"), "{}");
    assertThatThrownBy(() -> run("touch $DIR/ran"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("holds something already");
    assertThat(directory.resolve("ran")).doesNotExist();
    assertThat(directory.resolve("commands")).doesNotExist();
  }

  @Test
  void writesTheConfigurationBesideTheCommand() throws Exception {
    run("exit 0", "benchmark: {endpoint: {apiKey: \"${OPENAI_API_KEY}\"}}\n");
    assertThat(LocalEngine.configFile(directory.resolve("commands"), "aa-c1-t1"))
        .hasContent("benchmark: {endpoint: {apiKey: \"${OPENAI_API_KEY}\"}}\n");
  }

  @Test
  void refusesAConfigurationThatHoldsTheKey() {
    assertThatThrownBy(() -> run("touch $DIR/ran", "apiKey: " + Standin.CANARY))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("aa-c1-t1.yaml");
    assertThat(directory.resolve("ran")).doesNotExist();
    assertThat(directory.resolve("commands")).doesNotExist();
  }

  @Test
  void scrubsEveryFileThatWasLeftAndNoOther() throws Exception {
    run(
        "mkdir $RAW/logs; printf 'a %s\\r\\nb' $OPENAI_API_KEY > $RAW/logs/aiperf.log; "
            + "printf '{\"error\":\"bad key %s\"}\\n' $OPENAI_API_KEY > $RAW/profile_export.jsonl; "
            + "printf '\\377\\000\\n%s' $OPENAI_API_KEY > $RAW/binary; printf '\\377\\r\\n\\n' > $RAW/clean; "
            + "touch -d @1000000 $RAW/clean");
    assertThat(raw().resolve("logs/aiperf.log")).hasContent("a [redacted]\r\nb");
    assertThat(raw().resolve("profile_export.jsonl"))
        .hasContent("{\"error\":\"bad key [redacted]\"}\n");
    assertThat(Files.readAllBytes(raw().resolve("binary"))).startsWith(0xff, 0, '\n', '[');
    assertThat(Files.readAllBytes(raw().resolve("clean"))).containsExactly(0xff, '\r', '\n', '\n');
    assertThat(Files.getLastModifiedTime(raw().resolve("clean")).toMillis())
        .isEqualTo(1_000_000_000L);
  }

  private EngineRun.End run(String script) throws Exception {
    return run(script, null);
  }

  private EngineRun.End run(String script, @Nullable String config) throws Exception {
    Path program = Standin.script(directory.resolve("bin/aiperf"), script);
    EngineRun run =
        new EngineRun("aa-c1-t1", List.of(program.toString()), config, 3, Duration.ofMinutes(2));
    Map<String, String> environment =
        Map.of(
            "PATH", System.getenv("PATH"),
            "HOME", "/home/somebody",
            "LC_ALL", "C.UTF-8",
            "API_KEY", "another",
            "WANDB_INFERENCE_API_KEY", "another",
            "AWS_SECRET_ACCESS_KEY", "another",
            "AIPERF_HTTP_X", "tuned");
    Map<String, String> secrets =
        Map.of(
            "OPENAI_API_KEY", Standin.CANARY,
            "RAW", raw().toString(),
            "DIR", directory.toString());
    return new LocalEngine(environment, LocalEngine.Kind.AIPERF)
        .run(
            run,
            new LoadEngine.Place(directory.resolve("commands"), raw()),
            secrets,
            Standin.SCRUB,
            new Progress());
  }

  private Path raw() {
    return directory.resolve("raw");
  }

  /// Notes the counts, and lets the script know which it saw.
  private final class Progress implements LoadEngine.Listener {
    @Override
    public void started(long pid, Instant start) {}

    @Override
    public void requests(int done, int of, Duration elapsed) {
      assertThat(of).isEqualTo(3);
      progress.add(done);
      try {
        Files.writeString(directory.resolve("saw" + done), "");
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }
}
