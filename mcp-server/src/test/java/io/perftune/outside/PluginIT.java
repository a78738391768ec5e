package io.perftune.outside;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.value.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The plugin's server, started as a client starts it: by the manifest's own command, in a project
/// that is not the checkout.
class PluginIT {
  private static final String SERVER = "profile_and_optimize";

  @TempDir Path project;

  @Test
  void theManifestsNameWhatIsThere() throws IOException {
    JsonNode plugin = json(".claude-plugin/plugin.json");
    JsonNode market = json(".claude-plugin/marketplace.json");

    assertThat(plugin.required("name").asString()).matches("[a-z0-9]+(-[a-z0-9]+)*");
    assertThat(plugin.required("version").asString()).isEqualTo(version());
    JsonNode entry = market.required("plugins").get(0);
    assertThat(entry.required("name")).isEqualTo(plugin.required("name"));
    assertThat(Outside.CHECKOUT.resolve(entry.required("source").asString()))
        .isDirectoryContaining("glob:**/.claude-plugin")
        .isDirectoryContaining("glob:**/.mcp.json")
        .isDirectoryContaining("glob:**/skills");
    assertThat(market.required("owner").required("name").asString()).isNotBlank();
  }

  @Test
  void theServerAnswersAndItsCampaignsLandInTheProject() throws Exception {
    Path config = Outside.campaign(project, "http://127.0.0.1:9", "sim-8b");
    String call =
        "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/call\",\"params\":{\"name\":"
            + "\"perf_tune_report_campaign_init\",\"arguments\":{\"config\":\"%s\"}}}\n"
                .formatted(config.getFileName());
    List<JsonNode> replies =
        replies(
            """
            {"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25",\
            "capabilities":{},"clientInfo":{"name":"plugin","version":"0"}}}
            {"jsonrpc":"2.0","method":"notifications/initialized"}
            {"jsonrpc":"2.0","id":1,"method":"tools/list"}
            """
                + call,
            3);

    assertThat(replies).extracting(reply -> reply.required("id").intValue()).contains(0, 1, 2);
    JsonNode list = reply(replies, 1).required("tools");
    assertThat(list.valueStream().map(tool -> tool.required("name").asString()))
        .contains("perf_tune_report_cell_run");
    String made = reply(replies, 2).at("/structuredContent/json/campaign_dir").asString();
    assertThat(Path.of(made)).exists().startsWith(project.toRealPath().resolve("campaigns"));
  }

  private static JsonNode reply(List<JsonNode> replies, int id) {
    return replies.stream()
        .filter(reply -> reply.required("id").intValue() == id)
        .findFirst()
        .orElseThrow()
        .required("result");
  }

  /// Sends the lines to the server of the manifest and reads so many replies.
  private List<JsonNode> replies(String lines, int count) throws Exception {
    JsonNode server = json(".mcp.json").required("mcpServers").required(SERVER);
    ProcessBuilder builder = new ProcessBuilder(expanded(server.required("command")));
    builder.directory(project.toFile()).redirectError(ProcessBuilder.Redirect.INHERIT);
    Map<String, String> environment = new HashMap<>(Map.of("PERFTUNE_NO_BUILD", "1"));
    for (var variable : Json.members(server.required("env"))) {
      environment.put(variable.getKey(), expanded(variable.getValue()));
    }
    builder.environment().putAll(environment);
    Process process = builder.start();
    try (var in = process.getOutputStream();
        var out = process.inputReader(StandardCharsets.UTF_8)) {
      in.write(lines.getBytes(StandardCharsets.UTF_8));
      in.flush();
      return out.lines()
          .map(line -> Json.MAPPER.readTree(line))
          .filter(message -> message.has("id"))
          .limit(count)
          .toList();
    } finally {
      process.destroy();
      process.waitFor();
    }
  }

  private String expanded(JsonNode text) {
    String word =
        text.asString()
            .replace("${CLAUDE_PLUGIN_ROOT}", Outside.CHECKOUT.toString())
            .replace("${CLAUDE_PROJECT_DIR}", project.toString());
    assertThat(word).doesNotContain("${");
    return word;
  }

  private static String version() throws IOException {
    String pom = Files.readString(Outside.CHECKOUT.resolve("pom.xml"));
    return pom.substring(pom.indexOf("<version>") + 9, pom.indexOf("</version>"));
  }

  private static JsonNode json(String file) throws IOException {
    return Json.MAPPER.readTree(Files.readString(Outside.CHECKOUT.resolve(file)));
  }
}
