package io.perftune.verb.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.fixtures.Call;
import io.perftune.fixtures.Contexts;
import io.perftune.tokens.O200k;
import io.perftune.value.Json;
import io.perftune.verb.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class SearchTest {
  @TempDir Path root;

  @Test
  void runbooksAndDocumentsAnswerWithAPathThatCanBeOpened() throws Exception {
    write("runbooks/tied.md", "# Tied\n\nTTFT equals TTFO.\n");
    write("docs/other.md", "# Other\n\nTTFO alone.\n");
    write("README.md", "TTFT equals TTFO here too.\n");

    Reply reply = runbooks(Map.of("query", "TTFT equals TTFO"));

    JsonNode hit = reply.json().at("/hits/0");
    assertThat(reply.json().required("hit_count").intValue()).isEqualTo(2);
    assertThat(hit.required("file").asString()).isEqualTo("runbooks/tied.md");
    assertThat(Files.readAllLines(Path.of(hit.required("path").asString())))
        .element(hit.required("line").intValue() - 1)
        .isEqualTo("TTFT equals TTFO.");
    assertThat(reply.json().required("searched_files").intValue()).isEqualTo(2);
    assertThat(reply.stdout())
        .isEqualTo(
            """
            2 passages for TTFT equals TTFO, those with all the words first
            runbooks/tied.md:3  Tied
              TTFT equals TTFO.
            docs/other.md:3  Other
              TTFO alone.
            Searched 2 files in runbooks, docs.
            """);
  }

  @Test
  void itBelongsToTheOtherLibrary() throws Exception {
    Reply reply = runbooks(Map.of("query", "x"));

    assertThat(reply.envelope().required("tool").asString()).isEqualTo("search_runbooks");
    assertThat(reply.envelope().required("library").asString()).isEqualTo("mcp_aux");
    assertThat(reply.envelope().required("safety").asString()).isEqualTo("read_only");
  }

  @Test
  void aMissingFolderIsSaidAndIsNoError() throws Exception {
    Reply reply = runbooks(Map.of("query", "anything"));

    assertThat(reply.returncode()).isZero();
    assertThat(Call.codes(reply)).containsExactly("no-folder", "no-folder");
    assertThat(reply.json().required("missing_folders").toString())
        .isEqualTo("[\"runbooks\",\"docs\"]");
    assertThat(reply.json().required("hits").isEmpty()).isTrue();
    assertThat(root).isEmptyDirectory();
  }

  @Test
  void whereTheProductIsInstalledElsewhereItsOwnPagesAreFoundToo() throws Exception {
    Path installation = root.resolve("installed");
    write("installed/runbooks/own.md", "needle of the product\n");
    write("project/docs/mine.md", "needle of the project\n");

    Reply reply =
        Call.of(
            new SearchRunbooks(installation),
            Map.of("query", "needle"),
            Contexts.in(root.resolve("project")));

    assertThat(files(reply))
        .containsExactlyInAnyOrder(
            "docs/mine.md", installation.resolve("runbooks/own.md").toString());
    assertThat(Call.codes(reply)).isEmpty();
  }

  @Test
  void evidenceIsWhatWasToldNotWhatWasMeasured() throws Exception {
    write("evidence/bundle/HANDOFF.md", "needle");
    write("evidence/bundle/requests.jsonl", "needle");
    write("evidence/bundle/raw/notes.md", "needle");
    String campaign = "campaigns/20260101T000000Z-x/";
    write(campaign + "config.yaml", "name: needle");
    write(campaign + "SOURCE.md", "needle");
    write(campaign + "summary.md", "needle");
    write(campaign + "report_status.json", "{\"why\":\"needle\"}");
    write(campaign + "atlas.jsonl", "needle");
    write(campaign + "findings/one.md", "needle");
    write(campaign + "comparisons/other.txt", "needle");
    write(campaign + "cells/a/notes.md", "needle");
    write("campaigns/examples/README.md", "needle");

    Reply reply = evidence(Map.of("query", "needle"), Map.of());

    assertThat(files(reply))
        .containsExactlyInAnyOrder(
            "evidence/bundle/HANDOFF.md",
            campaign + "SOURCE.md",
            campaign + "summary.md",
            campaign + "report_status.json",
            campaign + "findings/one.md",
            campaign + "comparisons/other.txt",
            "campaigns/examples/README.md");
    assertThat(reply.json().at("/skipped/other_kind").intValue()).isEqualTo(3);
  }

  @Test
  void campaignsAreSearchedWhereTheVariableSays() throws Exception {
    write("elsewhere/20260101T000000Z-x/summary.md", "needle");
    write("root/evidence/a.md", "needle");

    Reply reply =
        Call.of(
            new SearchEvidence(),
            Map.of("query", "needle"),
            Contexts.in(
                root.resolve("root"),
                Map.of("PERFREPORT_CAMPAIGNS_DIR", root.resolve("elsewhere").toString()),
                (_, _, _) -> {}));

    assertThat(files(reply))
        .containsExactlyInAnyOrder(
            "evidence/a.md", root.resolve("elsewhere/20260101T000000Z-x/summary.md").toString());
  }

  @Test
  void aQueryWithoutAWordIsSaid() throws Exception {
    write("docs/a.md", "the");

    assertThat(Call.codes(runbooks(Map.of("query", "the")))).contains("no-words");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 101, -1})
  void aLimitOutsideItsRangeIsRefused(int limit) throws Exception {
    assertThat(runbooks(Map.of("query", "x", "limit", limit)).returncode()).isEqualTo(2);
  }

  @Test
  void anEmptyOrMissingQueryIsRefused() throws Exception {
    assertThat(runbooks(Map.of("query", "")).returncode()).isEqualTo(2);
    assertThat(runbooks(Map.of()).stderr()).startsWith("QUERY: query is missing.");
  }

  @Test
  void theFormsOfACallGiveTheSameAnswer() throws Exception {
    write("docs/a.md", "needle\n");
    Reply typed = runbooks(Map.of("query", "needle in hay", "limit", 3));

    for (Object args :
        List.of(
            List.of("needle in hay", "--limit", "3"),
            List.of("--query", "needle in hay", "--limit", "3"),
            "--limit 3 'needle in hay'")) {
      Reply reply = runbooks(Map.of("args", args));
      assertThat(reply.json()).isEqualTo(typed.json());
      assertThat(reply.returncode()).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "prose,false",
    "prose,true",
    "random,false",
    "random,true",
    "han,false",
    "quotes,true"
  })
  void aReplyIsBelowFourThousandTokensAndLeadsToTheRest(String kind, boolean json)
      throws Exception {
    Random random = new Random(7);
    for (int file = 0; file < 12; file++) {
      StringBuilder text = new StringBuilder("# Heading number " + file + "\n\n");
      for (int line = 0; line < 15; line++) {
        text.append("needle ").append(filler(kind, random)).append('\n');
      }
      write("docs/a/rather/long/path/to/file-" + file + ".md", text.toString());
    }
    O200k tokens = new O200k();

    int seen = 0;
    Integer offset = 0;
    while (offset != null) {
      Reply reply =
          runbooks(Map.of("query", "needle", "limit", 100, "offset", offset, "json", json));
      assertThat(tokens.count(Json.line(reply.envelope()))).isLessThan(4_000);
      assertThat(reply.json().required("hits").size()).isPositive();
      seen += reply.json().required("hits").size();
      JsonNode next = reply.json().required("next_offset");
      assertThat(next.isNull()).isEqualTo(seen == 12);
      assertThat(reply.json().required("left_out").intValue()).isEqualTo(12 - seen);
      offset = next.isNull() ? null : next.intValue();
    }
    assertThat(seen).isEqualTo(12);
  }

  @Test
  void aLongHostileQueryStaysBelowTheLimitToo() throws Exception {
    write("docs/a.md", "needle\n");
    String query = "needle " + "\uD83E\uDD96\uD83E\uDEBF".repeat(196);

    Reply reply = runbooks(Map.of("query", query));

    assertThat(reply.returncode()).isZero();
    assertThat(new O200k().count(Json.line(reply.envelope()))).isLessThan(4_000);
  }

  private static String filler(String kind, Random random) {
    StringBuilder text = new StringBuilder();
    switch (kind) {
      case "prose" -> text.append("what the operator reads about a served model. ".repeat(4));
      case "random" -> random.ints(180, '0', 'z').forEach(c -> text.append((char) c));
      case "han" -> random.ints(180, 0x4e00, 0x9fff).forEach(c -> text.append((char) c));
      case "quotes" -> text.append("\"\\\t".repeat(60));
      default -> throw new IllegalStateException(kind);
    }
    return text.toString();
  }

  private Reply runbooks(Map<String, Object> properties) throws InterruptedException {
    return Call.of(new SearchRunbooks(root), properties, Contexts.in(root));
  }

  private Reply evidence(Map<String, Object> properties, Map<String, String> environment)
      throws InterruptedException {
    return Call.of(
        new SearchEvidence(), properties, Contexts.in(root, environment, (_, _, _) -> {}));
  }

  private static List<String> files(Reply reply) {
    return reply
        .json()
        .required("hits")
        .valueStream()
        .map(hit -> hit.required("file").asString())
        .toList();
  }

  private void write(String name, String text) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
