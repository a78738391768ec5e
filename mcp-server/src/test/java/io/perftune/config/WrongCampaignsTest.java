package io.perftune.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.fixtures.Golden;
import io.perftune.value.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Every wrong campaign file of wrong-campaigns.txt gets exactly the problems that stand below it.
///
/// `-Dgolden.update=true` writes what is said now into the table, to be read before it is
/// committed.
class WrongCampaignsTest {
  private static final Path TABLE = Golden.file("wrong-campaigns.txt");
  private static final String DIVIDER = ">>>\n";

  private record Case(String name, String yaml, String problems) {}

  private static List<Case> cases() throws IOException {
    List<Case> cases = new ArrayList<>();
    for (String block : Files.readString(TABLE).split("(?m)^=== ", -1)) {
      if (!block.isEmpty()) {
        int body = block.indexOf('\n') + 1;
        int divider = block.lastIndexOf(DIVIDER);
        cases.add(
            new Case(
                block.substring(0, body - 1),
                block.substring(body, divider),
                block.substring(divider + DIVIDER.length())));
      }
    }
    return cases;
  }

  private static String problems(Case wrong) {
    try {
      CampaignFile.parse(wrong.yaml, "campaign.yaml");
      return "accepted\n";
    } catch (ProblemException e) {
      return e.problems().stream()
          .map(problem -> problem.code() + " | " + problem.line() + "\n")
          .collect(Collectors.joining());
    }
  }

  @TestFactory
  Stream<DynamicTest> refusesWithExactlyTheseProblems() throws IOException {
    if (Golden.updating()) {
      StringBuilder table = new StringBuilder();
      for (Case wrong : cases()) {
        table.append("=== ").append(wrong.name).append('\n').append(wrong.yaml).append(DIVIDER);
        table.append(problems(wrong));
      }
      Files.writeString(TABLE, table);
    }
    return cases().stream()
        .map(wrong ->
            DynamicTest.dynamicTest(
                wrong.name, () -> assertThat(problems(wrong)).isEqualTo(wrong.problems)));
  }

  @Test
  void theTableHasAtLeastAHundredFilesAndEachIsRefused() throws IOException {
    assertThat(cases()).hasSizeGreaterThanOrEqualTo(100);
    assertThat(cases()).extracting(Case::name).doesNotHaveDuplicates();
    assertThat(cases())
        .allSatisfy(wrong ->
            assertThat(wrong.problems)
                .matches("(?s)([a-z0-9-]+ \\| campaign\\.yaml:\\d+:\\d+: .+\\.?\\??\\n)+"));
  }

  @Test
  void noProblemRepeatsACredential() throws IOException {
    List<String> credentials =
        List.of(
            "sk-abcdefghijklmnop",
            "0123456789abcdef0123456789abcdef01234567",
            "Bearer abcdefghijklmnop",
            "hunter22",
            "77777777",
            "verysecretvalue",
            "ghp_aaaaaaaaaaaaaaaaaaaa");
    String files = cases().stream().map(Case::yaml).collect(Collectors.joining());
    String said = cases().stream().map(WrongCampaignsTest::problems).collect(Collectors.joining());
    assertThat(files).contains(credentials);
    assertThat(said).doesNotContain(credentials);
  }
}
