package io.perftune;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.config.ShellWords;
import io.perftune.value.Json;
import io.perftune.verb.Dispatcher;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// What README says to put into a client is what the client can read, and names the launcher.
class ReadmeClientsTest {
  private static final Path CHECKOUT =
      Path.of(System.getProperty("checkout", "..")).toAbsolutePath().normalize();
  private static final String PLACE = "/path/to/perf-tune-report";
  private static final String SERVER = "profile_and_optimize";

  @ParameterizedTest
  @CsvSource({"claude_desktop_config.json, mcpServers", ".vscode/mcp.json, servers"})
  void aJsonFileNamesTheLauncher(String file, String section) throws IOException {
    String after = section().substring(section().indexOf(file));
    JsonNode server = Json.MAPPER.readTree(fence(after, "json")).required(section).required(SERVER);

    assertThat(Json.text(server, "command")).satisfies(ReadmeClientsTest::isTheLauncher);
    assertThat(server.path("type").asString("stdio")).isEqualTo("stdio");
  }

  @Test
  void theTomlFileNamesTheLauncher() throws Exception {
    String read =
        "import json, sys, tomllib; print(json.dumps(tomllib.loads(sys.stdin.buffer.read().decode())))";
    Process python =
        new ProcessBuilder("python3", "-c", read)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var in = python.getOutputStream()) {
      in.write(fence(section(), "toml").getBytes(StandardCharsets.UTF_8));
    }
    JsonNode toml = Json.MAPPER.readTree(python.getInputStream().readAllBytes());

    assertThat(python.waitFor()).isZero();
    JsonNode server = toml.required("mcp_servers").required(SERVER);
    assertThat(Json.text(server, "command")).satisfies(ReadmeClientsTest::isTheLauncher);
  }

  @ParameterizedTest
  @ValueSource(strings = {"claude mcp add", "codex mcp add"})
  void aCommandEndsInTheLauncher(String beginning) throws IOException {
    List<String> words = command(beginning);

    assertThat(words).contains(SERVER, "--");
    assertThat(words.getLast()).satisfies(ReadmeClientsTest::isTheLauncher);
  }

  @Test
  void theCommandOfVsCodeHoldsAnEntry() throws IOException {
    JsonNode entry = Json.MAPPER.readTree(command("code --add-mcp").getLast());

    assertThat(Json.text(entry, "name")).isEqualTo(SERVER);
    assertThat(Json.text(entry, "command")).satisfies(ReadmeClientsTest::isTheLauncher);
  }

  @Test
  void thePluginIsInstalledByTheNamesOfItsManifests() throws IOException {
    String plugin = name(".claude-plugin/plugin.json");
    String market = name(".claude-plugin/marketplace.json");

    assertThat(command("claude plugin install").getLast()).isEqualTo(plugin + "@" + market);
    assertThat(command("claude plugin marketplace add").getLast()).isEqualTo(PLACE);
  }

  @Test
  void everyToolIsNamed() throws IOException {
    String section = section();
    new Dispatcher(new Wiring(CHECKOUT, CHECKOUT, Map.of()).verbs())
        .desks().stream()
            .filter(desk -> !desk.schema().commandOnly())
            .forEach(desk -> assertThat(section).contains("`" + desk.verb().name() + "`"));
  }

  private static void isTheLauncher(String word) {
    assertThat(word).startsWith(PLACE + "/bin/");
    assertThat(CHECKOUT.resolve(word.substring(PLACE.length() + 1))).isExecutable();
  }

  private static List<String> command(String beginning) throws IOException {
    return section()
        .lines()
        .filter(line -> line.startsWith("    " + beginning))
        .findFirst()
        .map(line -> ShellWords.split(line.strip()))
        .orElseThrow();
  }

  private static String fence(String text, String language) {
    return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
        .matcher(text)
        .results()
        .findFirst()
        .orElseThrow()
        .group(1);
  }

  private static String name(String manifest) throws IOException {
    JsonNode json = Json.MAPPER.readTree(Files.readString(CHECKOUT.resolve(manifest)));
    return json.required("name").asString();
  }

  private static String section() throws IOException {
    String readme = Files.readString(CHECKOUT.resolve("README.md"));
    return readme.split("\n## As an MCP server\n", -1)[1].split("\n## ", -1)[0];
  }
}
