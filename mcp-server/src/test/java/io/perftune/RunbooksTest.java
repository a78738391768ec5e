package io.perftune;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.config.Flags;
import io.perftune.config.ShellWords;
import io.perftune.config.VerbSchema;
import io.perftune.fixtures.Call;
import io.perftune.fixtures.Contexts;
import io.perftune.verb.Dispatcher;
import io.perftune.verb.Reply;
import io.perftune.verb.search.SearchRunbooks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Each runbook names what there is: its commands are the command line's, its messages the code's.
class RunbooksTest {
  private static final Path CHECKOUT =
      Path.of(System.getProperty("checkout", "..")).toAbsolutePath().normalize();
  private static final Pattern COMMAND = Pattern.compile("(?m)^\\s{4,}(bin/.*)$");
  private static final Pattern MESSAGE = Pattern.compile("\"([^\"\\n]{8,})\"");
  private static final Map<String, String> PROGRAMS =
      Map.of("bin/aa-ttfo-probe", "aa_ttfo_probe", "bin/aa-workload", "aa_workload");

  @Test
  void thereIsOneForEachThatAnOperatorNeedsWithAllItsParts() throws IOException {
    List<Path> runbooks = runbooks();
    assertThat(runbooks).hasSizeGreaterThanOrEqualTo(10);
    String index = Files.readString(CHECKOUT.resolve("runbooks/README.md"));
    for (Path runbook : runbooks) {
      assertThat(Files.readString(runbook).lines().filter(line -> line.startsWith("#")))
          .as(runbook.toString())
          .hasSize(5)
          .containsSubsequence("## Symptoms", "## Checks", "## Fix", "## The gate");
      assertThat(index).contains("](" + runbook.getFileName() + ")");
    }
  }

  @TestFactory
  Stream<DynamicTest> everyCommandIsOneThatTheCommandLineTakes() throws IOException {
    List<Dispatcher.Desk> desks =
        new Dispatcher(new Wiring(CHECKOUT, CHECKOUT, Map.of()).verbs()).desks();
    List<DynamicTest> tests = new ArrayList<>();
    for (Path runbook : runbooks()) {
      COMMAND
          .matcher(Files.readString(runbook))
          .results()
          .map(found -> found.group(1))
          .forEach(line ->
              tests.add(
                  DynamicTest.dynamicTest(
                      runbook.getFileName() + ": " + line, () -> takes(desks, line))));
    }
    assertThat(tests).hasSizeGreaterThan(40);
    return tests.stream();
  }

  private static void takes(List<Dispatcher.Desk> desks, String line) {
    List<String> words = new ArrayList<>(ShellWords.split(line));
    String program = words.removeFirst();
    String verb =
        program.equals("bin/perftunereport")
            ? words.removeFirst()
            : PROGRAMS.getOrDefault(program, program);
    VerbSchema schema =
        desks.stream()
            .map(Dispatcher.Desk::schema)
            .filter(each -> each.verb().equals(verb))
            .findFirst()
            .orElseThrow(() -> new AssertionError("no verb: " + verb));
    Flags.Parsed parsed = new Flags(schema).parse(words);

    assertThat(parsed.problems()).isEmpty();
    assertThat(schema.input().problems(parsed.input(), pointer -> pointer)).isEmpty();
  }

  @Test
  void everyMessageThatIsQuotedAsASymptomIsTheCodes() throws IOException {
    String code = code();
    List<String> strange = new ArrayList<>();
    int seen = 0;
    for (Path runbook : runbooks()) {
      String text = Files.readString(runbook);
      String symptoms =
          text.substring(text.indexOf("## Symptoms"), text.indexOf("## Checks"))
              .replaceAll("runbook \"[^\"]*\"", "");
      for (String message :
          MESSAGE.matcher(symptoms).results().map(found -> found.group(1)).toList()) {
        seen++;
        if (!code.contains(message)) {
          strange.add(runbook.getFileName() + ": " + message);
        }
      }
    }
    assertThat(strange).isEmpty();
    assertThat(seen).isGreaterThan(25);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "reasoning parser is not configured       | reasoning-parser-off.md",
        "endpoint refuses min_tokens              | min-tokens-rejected.md",
        "ttft tied ttfo                           | ttft-tied-to-ttfo.md",
        "\"the client was saturated\"             | client-saturated.md",
        "ttfo low coverage                        | low-coverage-ttfo.md",
        "capture roofline dcgm                    | roofline-capture.md",
        "first numbers after a deploy             | first-numbers-after-a-deploy.md",
        "publish_to_lake refuses                  | publish-refused.md",
        "cache-not-cold                           | cold-cell-had-cached-tokens.md",
        "campaign interrupted                     | interrupted-campaign.md"
      })
  void aSymptomFindsItsRunbookAmongTheFirstThree(String query, String runbook) throws Exception {
    Reply reply =
        Call.of(
            new SearchRunbooks(CHECKOUT),
            Map.of("query", query, "limit", 3),
            Contexts.in(CHECKOUT));

    assertThat(reply.json().required("hits").valueStream())
        .extracting(hit -> hit.required("file").asString())
        .contains("runbooks/" + runbook);
  }

  /// The sources as one text, with the strings that stand in several pieces joined.
  private static String code() throws IOException {
    StringBuilder text = new StringBuilder();
    try (Stream<Path> files = Files.walk(CHECKOUT.resolve("mcp-server/src/main/java"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        text.append(Files.readString(file)).append('\n');
      }
    }
    return text.toString().replaceAll("\"\\s*\\+\\s*\"", "").replace("%%", "%");
  }

  private static List<Path> runbooks() throws IOException {
    try (Stream<Path> files = Files.list(CHECKOUT.resolve("runbooks"))) {
      return files
          .filter(path -> path.toString().endsWith(".md") && !path.endsWith("README.md"))
          .sorted()
          .toList();
    }
  }
}
