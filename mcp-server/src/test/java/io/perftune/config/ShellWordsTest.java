package io.perftune.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.perftune.value.ProblemException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShellWordsTest {
  @Test
  void blanksSeparateWords() {
    assertThat(ShellWords.split("  --cell\taa-1k \n --json "))
        .containsExactly("--cell", "aa-1k", "--json");
  }

  @Test
  void blankLineHasNoWords() {
    assertThat(ShellWords.split(" \t\n")).isEmpty();
  }

  @Test
  void quotesKeepBlanksAndJoinWithWhatTouchesThem() {
    assertThat(ShellWords.split("'a b'c\"d e\" \"\" ''")).containsExactly("a bcd e", "", "");
  }

  @Test
  void backslashKeepsTheNextCharacterOutsideQuotes() {
    assertThat(ShellWords.split("a\\ b \\\" \\' \\\\ c\\\nd"))
        .containsExactly("a b", "\"", "'", "\\", "cd");
  }

  @Test
  void doubleQuotesEscapeOnlyWhatAShellDoes() {
    assertThat(ShellWords.split("\"\\\" \\\\ \\$ \\` \\n \\\nx\""))
        .containsExactly("\" \\ $ ` \\n x");
  }

  @Test
  void singleQuotesEscapeNothing() {
    assertThat(ShellWords.split("'\\\"$x\\'")).containsExactly("\\\"$x\\");
  }

  @Test
  void nothingIsExpanded() {
    assertThat(ShellWords.split("$HOME ~ *.yaml a;b `c` #d é"))
        .isEqualTo(List.of("$HOME", "~", "*.yaml", "a;b", "`c`", "#d", "é"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"'a", "\"a", "\"a\\", "\"a\\\"", "a\\"})
  void refusesWhatIsNotClosed(String line) {
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> ShellWords.split(line))
        .withMessageStartingWith("args: args cannot be split into words: ");
  }
}
