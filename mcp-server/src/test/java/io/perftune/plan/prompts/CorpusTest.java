package io.perftune.plan.prompts;

import static io.perftune.plan.prompts.SampleText.O200K;
import static io.perftune.plan.prompts.SampleText.WORDNET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perftune.value.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CorpusTest {
  @TempDir private Path folder;

  @Test
  void wordnetHasEveryGloss() {
    assertThat(WORDNET.size()).isEqualTo(117_791);
    assertThat(WORDNET.name()).isEqualTo("wordnet-3.1");
    assertThat(WORDNET.source()).isEqualTo("wordnet");
    assertThat(WORDNET.sha256())
        .isEqualTo("b4b516dbb1c92311ab66a74d5273272cd130b270736756f5f1f22fc347999049");
  }

  @Test
  void everyLineBeginsWithALetterAndEndsInItsOnlyNewline() throws IOException {
    everyLineIsWhole(WORDNET);
    everyLineIsWhole(ofText(String.join("\n", SampleText.AWKWARD)));
  }

  private static void everyLineIsWhole(Corpus corpus) {
    for (int index = 0; index < corpus.size(); index++) {
      String line = corpus.line(index);
      assertThat(Character.isLetter(line.codePointAt(0))).as(line).isTrue();
      assertThat(line.indexOf('\n')).as(line).isEqualTo(line.length() - 1);
    }
  }

  @Test
  void countsOfWordnetsLinesAddUp() {
    countsAddUp(WORDNET, 1_000, 40);
  }

  @Test
  void countsOfAnAwkwardTextsLinesAddUp() throws IOException {
    countsAddUp(ofText(String.join("\n", SampleText.AWKWARD)), 1_000, 12);
  }

  /// Joins lines at random, and the task to the last, and counts the whole afresh.
  private static void countsAddUp(Corpus corpus, int joins, int longest) {
    SplitMix64 random = new SplitMix64(2024);
    for (int join = 0; join < joins; join++) {
      StringBuilder text = new StringBuilder();
      int sum = 0;
      for (int line = 0; line <= random.below(longest); line++) {
        int index = random.below(corpus.size());
        text.append(corpus.line(index));
        sum += corpus.tokens(index);
      }
      assertThat(sum).as(text.toString()).isEqualTo(O200K.count(text.toString()));
      int task = O200K.count(GeneratedPrompts.TASK);
      assertThat(sum + task).isEqualTo(O200K.count(text + GeneratedPrompts.TASK));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          that which is perceived                     | That which is perceived.
          a whole; "the team is a unit"               | A whole; "the team is a unit"
          (botany) a living organism                  | botany: a living organism.
          (of speech sounds); made with the tongue    | of speech sounds: made with the tongue.
          (meteorology)an isogram                     | meteorology: an isogram.
          (used of verbs (e.g. `to run')) in use      | Namely, (used of verbs (e.g. `to run')) in use.
          3 to 30 kilohertz                           | Namely, 3 to 30 kilohertz.
          preparing and dispensing drugs,             | Preparing and dispensing drugs.
          a title; equivalent to English `Mr'         | A title; equivalent to English `Mr'.
          """)
  void aGlossBecomesASentence(String gloss, String sentence) {
    assertThat(WordnetGlosses.sentence(gloss + "  ")).isEqualToIgnoringCase(sentence + "\n");
    assertThat(WordnetGlosses.sentence(gloss)).matches("\\p{Lu}[^\n]*\n");
  }

  @Test
  void aUsersTextIsMadePlain() throws IOException {
    Corpus corpus = ofText("\uFEFF  one\t two\u00a0three \r\n\r\n-- 4. four\n\u3000...\n五\n");
    assertThat(corpus.size()).isEqualTo(3);
    assertThat(corpus.line(0)).isEqualTo("one two three\n");
    assertThat(corpus.line(1)).isEqualTo("four\n");
    assertThat(corpus.line(2)).isEqualTo("五\n");
    assertThat(corpus.source()).isEqualTo("file");
    assertThat(corpus.name()).isEqualTo("corpus.txt");
  }

  @Test
  void aLongLineIsCutAfterASentenceElseBetweenWordsElseAnywhere() throws IOException {
    String sentence = "A sentence of words that goes on for quite a while before it ends. ";
    Corpus sentences = ofText(sentence.repeat(10));
    assertThat(sentences.line(0)).isEqualTo(sentence.repeat(4).strip() + "\n");
    Corpus words = ofText("word ".repeat(100));
    assertThat(words.line(0)).isEqualTo("word ".repeat(60).strip() + "\n");
    Corpus characters = ofText("a" + "𠀀".repeat(400));
    assertThat(characters.size()).isEqualTo(3);
    assertThat(characters.line(0)).isEqualTo("a" + "𠀀".repeat(149) + "\n");
  }

  @ParameterizedTest
  @CsvSource({"'',corpus-empty", "' 12 -- \n\n ... ',corpus-empty"})
  void refusesACorpusWithoutText(String text, String code) {
    assertThatThrownBy(() -> ofText(text))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problems()).extracting("code").containsExactly(code));
  }

  @Test
  void refusesACorpusThatIsNotUtf8AndNamesTheLine() throws IOException {
    Path file = folder.resolve("latin1.txt");
    Files.write(file, "one\ncaf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> Corpus.ofFile(file, O200K))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("latin1.txt:2: The corpus is not UTF-8.");
  }

  @Test
  void refusesACorpusThatIsNotThereOrIsADirectory() {
    assertThatThrownBy(() -> Corpus.ofFile(folder.resolve("none.txt"), O200K))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("none.txt is no file.");
    assertThatThrownBy(() -> Corpus.ofFile(folder, O200K)).isInstanceOf(ProblemException.class);
  }

  private Corpus ofText(String text) throws IOException {
    Path file = folder.resolve("corpus.txt");
    Files.writeString(file, text);
    return Corpus.ofFile(file, O200K);
  }
}
