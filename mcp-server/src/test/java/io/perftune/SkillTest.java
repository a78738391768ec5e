package io.perftune;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.config.Flags;
import io.perftune.config.ShellWords;
import io.perftune.config.VerbSchema;
import io.perftune.value.AaShape;
import io.perftune.value.Json;
import io.perftune.verb.Dispatcher;
import io.perftune.verb.Outcome;
import io.perftune.verb.Safety;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The skill names what there is: its tools, flags, codes, fields and shapes are the code's.
class SkillTest {
  private static final Path CHECKOUT =
      Path.of(System.getProperty("checkout", "..")).toAbsolutePath().normalize();
  private static final String NAME = "inference-aa-workload";
  private static final Path SKILL = CHECKOUT.resolve("skills").resolve(NAME);
  private static final String TOOL = "perf_tune_report_";
  private static final List<Dispatcher.Desk> DESKS =
      new Dispatcher(new Wiring(CHECKOUT, CHECKOUT, Map.of()).verbs()).desks();

  /// The program in front of a command line, and the verb that it is; null where the second word
  /// says it.
  private static final Map<String, String> PROGRAMS =
      Map.of(
          "bin/perftunereport", "",
          "bin/aa-workload", "aa_workload",
          "bin/aa-ttfo-probe", "aa_ttfo_probe",
          "python3 assets/repro_artificialanalysis.py", "aa_workload",
          "python3 assets/aa_ttfo_probe.py", "aa_ttfo_probe");

  @Test
  void theFrontMatterNamesTheSkillAndWhatUsersSay() throws IOException {
    Map<?, ?> front = front();
    String description = String.valueOf(front.get("description"));

    assertThat(front.get("name")).isEqualTo(NAME);
    assertThat(LocalDate.parse(String.valueOf(front.get("last_validated")))).isNotNull();
    assertThat(description)
        .hasSizeLessThanOrEqualTo(1024)
        .contains(
            "artificial analysis workload",
            "AA benchmark",
            "AA 1k/10k/100k shapes",
            "reproduce artificialanalysis.ai",
            "AA methodology",
            "aa-10k",
            "compare to AA leaderboard",
            "workload",
            "shape",
            "benchmark",
            "dataset");
  }

  @Test
  void theAllowedToolsAreTheServersUnderBothOfItsNames() throws IOException {
    JsonNode servers = json(".mcp.json").required("mcpServers");
    String server = servers.propertyNames().iterator().next();
    String plugin = json(".claude-plugin/plugin.json").required("name").asString();
    List<String> expected = new ArrayList<>();
    for (String prefix : List.of(server, "plugin_" + plugin + "_" + server)) {
      toolNames().forEach(tool -> expected.add("mcp__" + prefix + "__" + tool));
    }
    List<String> others =
        List.of("Bash(python3:*)", "Bash(uv:*)", "Bash(aiperf:*)", "Bash(date:*)", "Read", "Write");

    expected.addAll(others);
    assertThat(server).isEqualTo("profile_and_optimize");
    assertThat((List<?>) front().get("allowed-tools"))
        .map(String::valueOf)
        .containsExactlyInAnyOrderElementsOf(expected)
        .allMatch(name -> name.length() <= 128);
  }

  @Test
  void theTableOfToolsHasEachWithItsSafetyAndAcknowledgement() throws IOException {
    List<String> rows = new ArrayList<>();
    for (Dispatcher.Desk desk : tools()) {
      Safety safety = desk.verb().safety();
      String field = safety.acknowledgement();
      String acknowledgement = field == null ? "" : "`" + field + "` ";
      rows.add(
          "| `%s` | %s | %s|".formatted(desk.schema().tool(), safety.label(), acknowledgement));
    }
    assertThat(skill().lines().filter(line -> line.matches("\\| `(" + TOOL + "|search_).*")))
        .containsExactlyInAnyOrderElementsOf(rows);
  }

  @Test
  void theTableOfReturnCodesHasEach() throws IOException {
    ObjectNode none = Json.object();
    List<Integer> codes =
        Stream.of(
                new Outcome.Done(none, "", List.of()),
                new Outcome.Failed(none, "", List.of()),
                new Outcome.Refused(none, "", List.of()),
                new Outcome.NotFound(none, "", List.of()))
            .map(Outcome::code)
            .collect(Collectors.toCollection(ArrayList::new));
    codes.addAll(List.of(70, 130)); // CliTest has a test of each

    assertThat(found("(?m)^\\| (\\d+) \\| [a-z`]", skill()).map(Integer::valueOf))
        .containsExactlyInAnyOrderElementsOf(codes);
  }

  @ParameterizedTest
  @EnumSource(AaShape.class)
  void theTableOfShapesHasEach(AaShape shape) throws IOException {
    assertThat(skill())
        .contains(
            String.format(
                Locale.ROOT,
                "| %s | %,d | %,d |",
                shape.label(),
                shape.inputTokens(),
                shape.answerTokens()));
  }

  @TestFactory
  Stream<DynamicTest> everyCommandLineIsOneThatTheVerbTakes() throws IOException {
    List<String> lines = indented("(?:bin/|python3 ).*");
    assertThat(lines).hasSizeGreaterThan(7);
    return lines.stream().map(line -> DynamicTest.dynamicTest(line, () -> parses(line)));
  }

  @TestFactory
  Stream<DynamicTest> everyCallIsOneThatTheToolTakes() throws IOException {
    List<String> lines = indented("(?:" + TOOL + "|search_).*");
    assertThat(lines).hasSizeGreaterThan(10);
    return lines.stream().map(line -> DynamicTest.dynamicTest(line, () -> accepted(line)));
  }

  @Test
  void everyToolThatIsNamedIsThere() throws IOException {
    Set<String> named =
        found("\\b(?:" + TOOL + "[a-z_]+|search_(?:runbooks|evidence))", pages())
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(named).containsExactlyInAnyOrderElementsOf(toolNames());
  }

  @Test
  void everyFlagThatIsNamedIsOneOfOurs() throws IOException {
    Set<String> known = new TreeSet<>(List.of("--reasoning-parser", "--dyn-reasoning-parser"));
    DESKS.forEach(desk -> desk.schema().flags().forEach(flag -> known.addAll(flag.options())));
    Set<String> named =
        found("(?<![\\w-])--[a-z][a-z-]+", pages()).collect(Collectors.toCollection(TreeSet::new));

    assertThat(named).hasSizeGreaterThan(15);
    assertThat(known).containsAll(named);
  }

  @Test
  void everyFieldAndKeyThatIsNamedIsInASchema() throws IOException {
    StringBuilder schemas = new StringBuilder();
    try (Stream<Path> files = Files.walk(CHECKOUT.resolve("schemas"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".json")).toList()) {
        schemas.append(Files.readString(file));
      }
    }
    Set<String> envelope =
        Set.of(
            "returncode",
            "stderr",
            "json",
            "remedy",
            "stdout",
            "dry_run",
            "chat_template_kwargs",
            "text_input");
    Set<String> named =
        found("`(?:json\\.)?([a-z]+(?:_[a-z0-9]+)+)(?:: [a-z0-9]+)?`", pages())
            .filter(word -> !word.startsWith(TOOL) && !envelope.contains(word))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(named).hasSizeGreaterThan(25);
    assertThat(named)
        .allSatisfy(word ->
            assertThat(schemas.indexOf("\"" + word + "\"") >= 0 || verbs().contains(word))
                .as(word)
                .isTrue());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Never past a failed shape",
        "concurrency 1 for single prompt, 10 for parallel prompts",
        "inference-perf-bench",
        "inference-model-eval",
        "training",
        "/inference-aa-workload --mode synthetic --shapes aa-10k",
        "https://api.inference.wandb.ai",
        "about three times",
        "before it is torn down"
      })
  void whatCallersRelyOnIsSaid(String words) throws IOException {
    assertThat(skill()).contains(words);
  }

  @Test
  void everyPhaseHasAGate() throws IOException {
    String[] phases = skill().split("\n## Phase \\d: ", -1);
    assertThat(phases).hasSize(9);
    assertThat(List.of(phases).subList(1, 8)).allMatch(phase -> phase.contains("\n**Gate"));
  }

  @Test
  void everyFileThatIsNamedIsThere() throws IOException {
    List<String> named =
        found("\\b((?:docs|campaigns/examples|configs|references|bin)/[\\w.-]*\\w)", pages())
            .distinct()
            .toList();
    assertThat(named).hasSizeGreaterThan(8);
    assertThat(named)
        .allMatch(
            name -> Files.exists(CHECKOUT.resolve(name)) || Files.exists(SKILL.resolve(name)));
  }

  @Test
  void anAgentCanReadItWhole() throws IOException {
    assertThat(skill().length()).isLessThan(16_000);
  }

  private static void parses(String line) {
    String program =
        PROGRAMS.keySet().stream()
            .filter(name -> line.startsWith(name + " "))
            .findFirst()
            .orElseThrow(() -> new AssertionError("no program of ours: " + line));
    List<String> words =
        new ArrayList<>(ShellWords.split(line.substring(program.length()).strip()));
    String verb = PROGRAMS.getOrDefault(program, "");
    VerbSchema schema = schema(verb.isEmpty() ? words.removeFirst() : verb);
    Flags.Parsed parsed = new Flags(schema).parse(words);

    assertThat(parsed.problems()).isEmpty();
    assertThat(schema.input().problems(parsed.input(), pointer -> pointer)).isEmpty();
  }

  private static void accepted(String line) {
    String[] parts = line.split(" ", 2);
    VerbSchema schema = schema(parts[0].replaceFirst("^" + TOOL, ""));
    ObjectNode sent = (ObjectNode) Json.MAPPER.readTree(parts[1]);
    if (sent.has("args")) {
      List<String> words =
          sent.required("args").valueStream().map(word -> word.asString()).toList();
      Flags.Parsed parsed = new Flags(schema).parse(words);
      assertThat(parsed.problems()).isEmpty();
      sent = parsed.input();
    }
    assertThat(schema.input().problems(sent, pointer -> pointer)).isEmpty();
  }

  private static VerbSchema schema(String verb) {
    return DESKS.stream()
        .filter(desk -> desk.verb().name().equals(verb.replace('-', '_')))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no verb: " + verb))
        .schema();
  }

  private static List<Dispatcher.Desk> tools() {
    return DESKS.stream().filter(desk -> !desk.schema().commandOnly()).toList();
  }

  private static List<String> toolNames() {
    return tools().stream().map(desk -> desk.schema().tool()).toList();
  }

  private static Set<String> verbs() {
    return DESKS.stream()
        .map(desk -> desk.verb().name())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static List<String> indented(String pattern) throws IOException {
    return found("(?m)^    (" + pattern + ")$", pages()).toList();
  }

  /// What the first group of a pattern found, or all of it where it has none.
  private static Stream<String> found(String pattern, String text) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map((MatchResult match) -> match.groupCount() > 0 ? match.group(1) : match.group());
  }

  private static Map<?, ?> front() throws IOException {
    String yaml = skill().split("(?m)^---$", 3)[1];
    return (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(yaml);
  }

  private static String skill() throws IOException {
    return Files.readString(SKILL.resolve("SKILL.md"));
  }

  /// The skill and its references, without the front matter's list of tools.
  private static String pages() throws IOException {
    StringBuilder pages = new StringBuilder(skill().split("(?m)^---$", 3)[2]);
    try (Stream<Path> files = Files.list(SKILL.resolve("references"))) {
      for (Path file : files.sorted().toList()) {
        pages.append('\n').append(Files.readString(file));
      }
    }
    return pages.toString();
  }

  private static JsonNode json(String file) throws IOException {
    return Json.MAPPER.readTree(Files.readString(CHECKOUT.resolve(file)));
  }
}
