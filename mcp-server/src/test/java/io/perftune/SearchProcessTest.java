package io.perftune;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.value.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The real server, asked for text over its streams in each form of a call.
// A thread of its own, because a test that waits for a process's words cannot be interrupted.
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SearchProcessTest {
  private static final String HELLO =
      """
      {"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25",\
      "capabilities":{},"clientInfo":{"name":"test","version":"0"}}}
      {"jsonrpc":"2.0","method":"notifications/initialized"}
      """;

  @TempDir Path root;

  @Test
  void eachFormOfACallFindsTheSameAndNothingOutside() throws Exception {
    Files.createDirectories(root.resolve("runbooks"));
    Files.writeString(root.resolve("runbooks/tied.md"), "# Tied\n\nThe needle of both.\n");
    Files.createDirectories(root.resolve("campaigns/20260101T000000Z-x"));
    Files.writeString(
        root.resolve("campaigns/20260101T000000Z-x/summary.md"), "The needle of a campaign.\n");
    Files.writeString(root.resolve("secret.md"), "The needle that nobody may find.\n");
    Files.createSymbolicLink(root.resolve("runbooks/link.md"), root.resolve("secret.md"));
    Process server = start();
    BufferedReader out = server.inputReader(StandardCharsets.UTF_8);
    OutputStream in = server.getOutputStream();
    try {
      send(in, HELLO);
      receive(out);

      JsonNode typed = called(in, out, "search_runbooks", "{\"query\":\"needle\",\"limit\":3}");
      for (String arguments :
          List.of(
              "{\"args\":[\"needle\",\"--limit\",\"3\"]}",
              "{\"params\":{\"args\":\"--query needle --limit 3\"}}")) {
        JsonNode other = called(in, out, "search_runbooks", arguments);
        assertThat(other.required("json")).isEqualTo(typed.required("json"));
      }
      JsonNode evidence = called(in, out, "search_evidence", "{\"query\":\"needle\"}");

      assertThat(typed.required("tool").asString()).isEqualTo("search_runbooks");
      assertThat(typed.required("library").asString()).isEqualTo("mcp_aux");
      assertThat(typed.at("/json/hits").valueStream())
          .extracting(hit -> hit.required("file").asString() + ":" + hit.required("line"))
          .containsExactly("runbooks/tied.md:3");
      assertThat(typed.at("/json/skipped/link_outside").intValue()).isEqualTo(1);
      assertThat(evidence.at("/json/hits/0/file").asString())
          .isEqualTo("campaigns/20260101T000000Z-x/summary.md");
      in.close();
      assertThat(server.waitFor()).isZero();
      assertThat(server.errorReader(StandardCharsets.UTF_8).lines()).isEmpty();
    } finally {
      server.destroyForcibly();
    }
  }

  private Process start() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Dperftune.checkout=" + root,
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "mcp");
    builder
        .environment()
        .keySet()
        .removeAll(
            List.of(
                "PROFILE_AND_OPTIMIZE_REPO_ROOT", "PERFREPORT_CAMPAIGNS_DIR", "JAVA_TOOL_OPTIONS"));
    return builder.start();
  }

  private static JsonNode called(OutputStream in, BufferedReader out, String tool, String arguments)
      throws IOException {
    send(
        in,
        """
        {"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"%s","arguments":%s}}
        """
            .formatted(tool, arguments));
    JsonNode result = receive(out).required("result");
    assertThat(result.required("isError").booleanValue()).as(result.toString()).isFalse();
    return result.required("structuredContent");
  }

  private static void send(OutputStream in, String lines) throws IOException {
    in.write(lines.getBytes(StandardCharsets.UTF_8));
    in.flush();
  }

  private static JsonNode receive(BufferedReader out) throws IOException {
    String line = out.readLine();
    if (line == null) {
      throw new IOException("the server ended");
    }
    return Json.MAPPER.readTree(line);
  }
}
