package io.perftune.plan.prompts;

import static io.perftune.plan.prompts.SampleText.O200K;
import static io.perftune.plan.prompts.SampleText.WORDNET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perftune.value.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GeneratedPromptsTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"64,40", "65,40", "1000,20", "9999,5", "10000,5", "100000,2"})
  void everyPromptCountedAfreshHasExactlyTheTokensAskedFor(int tokens, int rows)
      throws IOException {
    for (Prompt prompt : prompts(WORDNET, tokens, rows, 11)) {
      assertThat(prompt.tokens()).isEqualTo(tokens);
      assertThat(O200K.count(prompt.text())).isEqualTo(tokens);
      assertThat(prompt.text()).endsWith("\n" + GeneratedPrompts.TASK);
    }
  }

  @Test
  void everySizeFromTheLeastIsExact() throws IOException {
    int least = O200K.count(GeneratedPrompts.TASK) + GeneratedPrompts.LEAST_BODY;
    for (int tokens = least; tokens < least + 200; tokens++) {
      String text = prompts(WORDNET, tokens, 1, tokens).getFirst().text();
      assertThat(O200K.count(text)).isEqualTo(tokens);
    }
  }

  @Test
  void wordnetsPromptsAreWholeGlosses() throws IOException {
    Set<String> glosses = new HashSet<>();
    for (int index = 0; index < WORDNET.size(); index++) {
      glosses.add(WORDNET.line(index));
    }
    for (Prompt prompt : prompts(WORDNET, 1_000, 50, 3)) {
      String body = prompt.text().replace(GeneratedPrompts.TASK, "");
      List<String> lines = body.lines().map(line -> line + "\n").toList();
      assertThat(lines).allMatch(glosses::contains);
    }
  }

  @Test
  void noTwoPromptsOfADatasetBeginAlike() throws IOException {
    Set<String> beginnings = new HashSet<>();
    List<Prompt> prompts = prompts(WORDNET, 100, 2_000, 1);
    prompts.forEach(prompt -> beginnings.add(prompt.text().substring(0, 24)));
    assertThat(beginnings).hasSize(2_000);
  }

  @Test
  void theSameSeedGivesTheSameBytesUnderAnyLocaleAndFromAFreshCorpus() throws IOException {
    List<Prompt> first = prompts(WORDNET, 1_000, 5, 99);
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("tr-TR-u-nu-arab"));
      assertThat(prompts(Corpus.wordnet(O200K), 1_000, 5, 99)).isEqualTo(first);
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void moreRowsOfASeedBeginWithTheSameRows() throws IOException {
    assertThat(prompts(WORDNET, 1_000, 7, 4).subList(0, 3))
        .isEqualTo(prompts(WORDNET, 1_000, 3, 4));
  }

  @Test
  void anotherSeedOrSizeSharesNoBeginning() throws IOException {
    Set<String> beginnings = new HashSet<>();
    for (int seed = 0; seed < 5; seed++) {
      for (int tokens = 1_000; tokens < 1_003; tokens++) {
        prompts(WORDNET, tokens, 1, seed)
            .forEach(prompt -> beginnings.add(prompt.text().substring(0, 24)));
      }
    }
    assertThat(beginnings).hasSize(15);
  }

  @Test
  void everyPromptIsExactFromAnAwkwardCorpusToo() throws IOException {
    List<String> text = new ArrayList<>(SampleText.AWKWARD);
    text.addAll(SampleText.sentences(200));
    text.add("한국어 문장은 띄어쓰기를 합니다 ".repeat(300));
    text.add("没有空格的长文本".repeat(300));
    for (int tokens : new int[] {150, 777, 5_000}) {
      for (Prompt prompt : prompts(corpus(text), tokens, 30, 8)) {
        assertThat(O200K.count(prompt.text())).isEqualTo(tokens);
      }
    }
  }

  @Test
  void linesThatNeverFitWholeAreCutBetweenWords() throws IOException {
    Corpus corpus = corpus(SampleText.sentences(400));
    Set<String> texts = new HashSet<>();
    for (int tokens = 1_000; tokens < 1_040; tokens++) {
      String text = prompts(corpus, tokens, 1, 5).getFirst().text();
      assertThat(O200K.count(text)).isEqualTo(tokens);
      texts.add(text);
    }
    assertThat(texts).hasSize(40);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 1, 40})
  void refusesAPromptTooSmallForItsTask(int tokens) {
    assertThatThrownBy(() -> prompts(WORDNET, tokens, 1, 1))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("A prompt of " + tokens + " tokens has no room");
  }

  @Test
  void namesEveryProblemAtOnce() throws IOException {
    Corpus corpus = corpus(List.of("A single line of text."));
    assertThatThrownBy(() -> new GeneratedPrompts(corpus, new PromptRequest(10, 0, 1)))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e ->
                assertThat(e.problems())
                    .extracting("code")
                    .containsExactly("prompt-too-small", "no-rows", "corpus-too-small"));
  }

  @Test
  void refusesACorpusOfTooFewTokensOrLinesWithTheNumbers() throws IOException {
    Corpus corpus = corpus(SampleText.sentences(100));
    assertThatThrownBy(() -> prompts(corpus, 10_000, 1, 1))
        .isInstanceOf(ProblemException.class)
        .hasMessageMatching(
            "The corpus corpus.txt holds \\d+ tokens; prompts of 10000 need 13500.*");
    assertThatThrownBy(() -> prompts(corpus, 1_000, 101, 1))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("has 100 lines; 101 prompts need one each");
  }

  @Test
  void refusesToBeginTwoPromptsAlikeWhenTheCorpusRepeatsItself() throws IOException {
    List<String> text = new ArrayList<>();
    for (int copy = 0; copy < 30; copy++) {
      text.addAll(SampleText.sentences(10));
    }
    Corpus corpus = corpus(text);
    assertThat(prompts(corpus, 500, 10, 1)).hasSize(10).doesNotHaveDuplicates();
    assertThatThrownBy(() -> prompts(corpus, 500, 11, 1))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("has no line left that a prompt can begin with, after 10 prompts");
  }

  private Corpus corpus(List<String> lines) throws IOException {
    Path file = folder.resolve("corpus.txt");
    Files.write(file, lines);
    return Corpus.ofFile(file, O200K);
  }

  private static List<Prompt> prompts(Corpus corpus, int tokens, int rows, long seed)
      throws IOException {
    List<Prompt> prompts = new ArrayList<>();
    new GeneratedPrompts(corpus, new PromptRequest(tokens, rows, seed)).deliver(prompts::add);
    assertThat(prompts).hasSize(rows);
    return prompts;
  }
}
