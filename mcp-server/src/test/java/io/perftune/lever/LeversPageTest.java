package io.perftune.lever;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.fixtures.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// docs/levers.md says what the rules say.
class LeversPageTest {
  private static final String BEGIN = "<!-- rules: LeversPageTest -Dgolden.update=true -->\n";
  private static final String END = "<!-- end of rules -->\n";

  @Test
  void theRulesAreWrittenDownAsTheyAre() throws IOException {
    Path file = Path.of(System.getProperty("checkout"), "docs", "levers.md");
    String page = Files.readString(file);
    int begin = page.indexOf(BEGIN) + BEGIN.length();
    int end = page.indexOf(END);
    assertThat(begin).isGreaterThanOrEqualTo(BEGIN.length());
    assertThat(end).isGreaterThanOrEqualTo(begin);
    if (Golden.updating()) {
      page = page.substring(0, begin) + rules() + page.substring(end);
      Files.writeString(file, page);
    }
    assertThat(page).contains(BEGIN + rules() + END);
  }

  private static String rules() {
    StringBuilder text =
        new StringBuilder("\n| rule | when | change | gate | effort |\n|---|---|---|---|---|\n");
    for (Rule rule : Levers.RULES) {
      text.append(
          "| `%s` | %s | %s | %s | %d |\n"
              .formatted(
                  rule.name(),
                  cell(rule.words().when()),
                  cell(rule.words().change()),
                  cell(rule.words().gate()),
                  rule.effort()));
    }
    text.append("\nWhy the thresholds are what they are:\n\n");
    for (Rule rule : Levers.RULES) {
      text.append("- `%s`: %s.\n".formatted(rule.name(), cell(rule.words().reason())));
    }
    return text.append('\n').toString();
  }

  private static String cell(String text) {
    return text.replace("|", "\\|").replace("<", "&lt;");
  }
}
