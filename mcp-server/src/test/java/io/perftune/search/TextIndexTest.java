package io.perftune.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextIndexTest {
  private static final TextFile TIED =
      file(
          "runbooks/tied.md",
          """
          # TTFT tied to TTFO

          ## Symptoms

          The row says `unconfigured_parser`.
          Both figures are equal on a reasoning model.

          ## Fix

          ```
          # start the server with a parser
          vllm serve --reasoning-parser qwen3
          ```

          Then measure again with --fresh.
          """);
  private static final TextFile SATURATED =
      file(
          "runbooks/saturated.md",
          """
          # The client was the limit

          The client was saturated: measure TTFT with fewer connections.
          """);
  private static final TextFile MANY =
      file(
          "docs/many.md",
          """
          # Rows

          ttft ttft ttft ttft in every line, and nothing of what follows.

          ## Ties

          A tie is told apart by a probe. min_tokens is a floor.
          """);

  @Test
  void aHitPointsAtTheLineAndItsHeadings() {
    Hit hit = best("unconfigured_parser");

    assertThat(hit.file().name()).isEqualTo("runbooks/tied.md");
    assertThat(hit.line()).isEqualTo(5);
    assertThat(hit.heading()).isEqualTo("TTFT tied to TTFO > Symptoms");
    assertThat(hit.snippet())
        .isEqualTo(
            "5: The row says `unconfigured_parser`.\n"
                + "6: Both figures are equal on a reasoning model.");
  }

  @Test
  void whatHasAllTheWordsComesBeforeWhatHasOneOften() {
    Answer answer = find("ttft saturated");

    assertThat(answer.hits().getFirst().file()).isEqualTo(SATURATED);
    assertThat(answer.allWords()).isFalse();
    assertThat(answer.hits()).extracting(Hit::score).isSortedAccordingTo(Comparator.reverseOrder());
  }

  @Test
  void aWordInAHeadingCountsForAllThatStandsBelowIt() {
    assertThat(find("tied fresh").hits().getFirst().heading()).isEqualTo("TTFT tied to TTFO > Fix");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "measuring connection        | runbooks/saturated.md:3",
        "min tokens                  | docs/many.md:7",
        "MIN_TOKENS                  | docs/many.md:7",
        "\"fewer connections\"       | runbooks/saturated.md:3",
        "unconf*                     | runbooks/tied.md:5",
        "--reasoning-par* qwen*      | runbooks/tied.md:12",
        "figur* equal                | runbooks/tied.md:6",
        "--fresh                     | runbooks/tied.md:15",
        "saturated.md                | runbooks/saturated.md:3"
      })
  void findsWordsPhrasesBeginningsAndNames(String query, String place) {
    Hit hit = best(query);
    assertThat(hit.file().name() + ":" + hit.line()).isEqualTo(place);
  }

  @Test
  void aPhraseHasItsWordsInThatOrder() {
    assertThat(find("\"connections fewer\"").count()).isZero();
    assertThat(find("\"told apart\"").count()).isEqualTo(1);
  }

  @Test
  void whatIsExcludedIsNotFoundEvenWhereFewAnswer() {
    assertThat(find("ttft -saturated -tied").hits())
        .extracting(hit -> hit.file().name())
        .containsOnly("docs/many.md");
  }

  @Test
  void aNumberSignInAFenceIsNoHeading() {
    assertThat(best("start server").heading()).isEqualTo("TTFT tied to TTFO > Fix");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"unbalanced ttft",
        "*ttft",
        "text:ttft",
        "ttft AND OR NOT",
        "ttft~2",
        "((ttft",
        "ttft))",
        "[ttft TO",
        "ttft^^4",
        "|| ttft &&",
        "\\ttft\\",
        "ttft || ",
        "+ttft +",
        "tt\u0000ft ttft"
      })
  void anyTextIsAQuery(String query) {
    assertThat(find(query).count()).as(query).isPositive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "-ttft", "*", "the of", "\"\"", "-", "()", "\u0000"})
  void whatHoldsNoWordAsksForNothing(String query) {
    Answer answer = find(query);
    assertThat(answer.askedNothing()).isTrue();
    assertThat(answer.hits()).isEmpty();
  }

  @Test
  void aQueryOfTwoHundredWordsIsAnswered() {
    StringBuilder words = new StringBuilder("ttft");
    for (int word = 0; word < 200; word++) {
      words.append(" w").append(word);
    }
    assertThat(find(words.toString()).count()).isPositive();
    assertThat(find("(".repeat(400) + "ttft").count()).isPositive();
  }

  @Test
  void equalPassagesStandByNameAndLine() {
    List<TextFile> files = new ArrayList<>();
    for (String name : List.of("b.md", "c.md", "a.md")) {
      files.add(file(name, "# One\n\nsame words\n\n# One\n\nsame words\n"));
    }

    assertThat(index(files).find("same words", 0, 100).hits())
        .extracting(hit -> hit.file().name() + ":" + hit.line())
        .containsExactly("a.md:3", "a.md:7", "b.md:3", "b.md:7", "c.md:3", "c.md:7");
    assertThat(index(files).find("same words", 2, 2).hits())
        .extracting(hit -> hit.file().name() + ":" + hit.line())
        .containsExactly("b.md:3", "b.md:7");
    assertThat(index(files).find("same words", 7, 2).count()).isEqualTo(6);
  }

  @Test
  void aLongFileIsCutSoThatEachLineIsFound() {
    StringBuilder text = new StringBuilder();
    for (int line = 1; line <= 500; line++) {
      text.append("word").append(line).append(line % 9 == 0 ? "\n\n" : "\n");
    }
    TextFile file = file("long.txt", text.toString());
    for (int wanted : List.of(1, 40, 41, 333, 500)) {
      Hit hit = index(List.of(file)).find("word" + wanted, 0, 1).hits().getFirst();
      assertThat(file.lines().get(hit.line() - 1)).isEqualTo("word" + wanted);
      assertThat(hit.heading()).isNull();
    }
  }

  @Test
  void aLongLineIsCutAroundTheWord() {
    String line = "x ".repeat(400) + "needle" + " y".repeat(400);
    Hit hit = index(List.of(file("a.txt", line))).find("needle", 0, 1).hits().getFirst();

    assertThat(hit.snippet()).hasSizeLessThan(220).startsWith("1: ...").contains("needle");
  }

  @Test
  void anIndexServesTheSameTextsAgainAndNoOthers() throws InterruptedException {
    LastIndex last = new LastIndex();
    TextFile changed = file(TIED.name(), "# Other words\n");

    TextIndex first = last.of(new FolderScan.Found(List.of(TIED), Map.of()));
    assertThat(last.of(new FolderScan.Found(List.of(TIED), Map.of(Skip.BINARY, 1))))
        .isSameAs(first);
    TextIndex second = last.of(new FolderScan.Found(List.of(changed), Map.of()));
    assertThat(second.find("other", 0, 1).count()).isEqualTo(1);
    assertThat(second.find("ttft", 0, 1).count()).isZero();
  }

  @Test
  void noFilesHaveNoHits() {
    assertThat(index(List.of()).find("ttft", 0, 10).count()).isZero();
  }

  private static Answer find(String query) {
    return index(List.of(MANY, SATURATED, TIED)).find(query, 0, 100);
  }

  private static Hit best(String query) {
    return find(query).hits().getFirst();
  }

  private static TextIndex index(List<TextFile> files) {
    try {
      return TextIndex.of(files);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static TextFile file(String name, String text) {
    return new TextFile(Path.of("/root").resolve(name), name, text.lines().toList());
  }
}
