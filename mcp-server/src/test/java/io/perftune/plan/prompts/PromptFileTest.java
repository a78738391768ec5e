package io.perftune.plan.prompts;

import static io.perftune.plan.prompts.SampleText.O200K;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perftune.value.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromptFileTest {
  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = folder.resolve("mine.jsonl");
  }

  @Test
  void takesPromptsInOrderAndPassesOverBlankLines() throws IOException {
    write(
        "\uFEFF{\"text_input\": \"one\"}\r\n\r\n{\"text_input\": \"two\", \"output_length\": 7}\n\n");
    assertThat(PromptFile.checked(file, 7, O200K).size()).isEqualTo(2);
    assertThat(texts(0, 2)).containsExactly("one", "two");
    assertThat(texts(1, 1)).containsExactly("two");
  }

  @Test
  void countsTheTokensOfItsPrompts() throws IOException {
    write("{\"text_input\": \"one\"}\n{\"text_input\": \"one two three four\"}\n");
    PromptFile prompts = PromptFile.checked(file, 7, O200K);
    assertThat(prompts.meanTokens()).isEqualTo(3); // 2.5, rounded
    assertThat(prompts.maxTokens()).isEqualTo(4);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          What is rain?                       | The line is not JSON:
          {"text_input": "a"} {"b": 1}        | The line is not JSON:
          {"text_input": "a", "text_input":1} | The line is not JSON:
          ["a"]                               | The line is not a JSON object.
          "a"                                 | The line is not a JSON object.
          {}                                  | The line has no text_input.
          {"prompt": "a"}                     | prompt is not accepted.
          {"text_input": null}                | text_input is not a string.
          {"text_input": 5}                   | text_input is not a string.
          {"text_input": " \\n "}             | text_input is empty.
          {"text_input": "\\ud83d"}           | text_input holds half of a surrogate pair.
          {"text_input": "first"}             | text_input is the same as in line 1.
          {"text_input": "a", "output_length": 8}   | output_length is 8; the cell asks for 7.
          {"text_input": "a", "output_length": "7"} | output_length is "7"; the cell asks for 7.
          {"text_input": "a", "timestamp": 0}       | timestamp is not accepted: it turns the concurrency
          {"messages": []}                    | messages is not accepted: a conversation
          {"payload": {}}                     | payload is not accepted: it is sent verbatim
          {"input_length": 10}                | input_length is not accepted: it has the load generator
          {"text_input": "a", "extra": {}}    | extra is not accepted: it changes the request
          {"text_input": "a", "session_id": 1} | session_id is not accepted.
          """)
  void refusesALineAndNamesIt(String line, String message) throws IOException {
    write("{\"text_input\": \"first\"}\n" + line + "\n");
    assertThatThrownBy(() -> PromptFile.checked(file, 7, O200K))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("mine.jsonl:2: " + message);
  }

  @Test
  void namesEveryProblemOfTheFileAtOnce() throws IOException {
    write("no\n{\"text_input\": \"a\"}\n{}\n{\"text_input\": \"a\"}\n{\"messages\": []}\n");
    assertThatThrownBy(() -> PromptFile.checked(file, 7, O200K))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e ->
                assertThat(e.problems())
                    .extracting(problem -> problem.code() + place(problem.where()))
                    .containsExactly(
                        "input-row-not-json:1",
                        "input-row-without-text:3",
                        "input-row-repeated:4",
                        "input-row-key:5",
                        "input-row-without-text:5"));
  }

  @Test
  void listsAHundredProblemsAndNumbersTheRest() throws IOException {
    write("no\n".repeat(150));
    assertThatThrownBy(() -> PromptFile.checked(file, 7, O200K))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.problems()).hasSize(101);
              assertThat(e).hasMessageContaining("50 more problems are not listed.");
            });
  }

  @Test
  void refusesAFileWithoutPrompts() throws IOException {
    write("\n  \n");
    assertThatThrownBy(() -> PromptFile.checked(file, 7, O200K))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("The file has no prompts.");
  }

  @Test
  void refusesBytesThatAreNotUtf8AndNamesTheLine() throws IOException {
    Files.write(file, "{\"text_input\": \"caf\u00e9\"}\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> PromptFile.checked(file, 7, O200K))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("mine.jsonl:1: The line is not UTF-8.");
  }

  @Test
  void refusesMoreRowsThanTheFileHasLeftWithTheNumbers() throws IOException {
    write("{\"text_input\": \"a\"}\n{\"text_input\": \"b\"}\n{\"text_input\": \"c\"}\n");
    PromptFile prompts = PromptFile.checked(file, 7, O200K);
    assertThatThrownBy(() -> prompts.slice(2, 2, O200K))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("The file has 3 prompts; 2 are needed after the first 2.");
    assertThatThrownBy(() -> prompts.slice(Integer.MAX_VALUE, 1, O200K))
        .isInstanceOf(ProblemException.class);
  }

  @Test
  void refusesAFileThatChangedAfterItWasChecked() throws IOException {
    write("{\"text_input\": \"a\"}\n");
    PromptSource prompts = PromptFile.checked(file, 7, O200K).slice(0, 1, O200K);
    write("{\"text_input\": \"b\"}\n");
    assertThatThrownBy(() -> prompts.deliver(_ -> {}))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("The file changed after it was checked.");
  }

  private void write(String text) throws IOException {
    Files.writeString(file, text);
  }

  private List<String> texts(int first, int rows) throws IOException {
    List<String> texts = new ArrayList<>();
    PromptFile.checked(file, 7, O200K)
        .slice(first, rows, O200K)
        .deliver(prompt -> texts.add(prompt.text()));
    return texts;
  }

  private static String place(@Nullable String where) {
    String place = String.valueOf(where);
    return place.substring(place.lastIndexOf(':'));
  }
}
