package io.perftune.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.fixtures.Contexts;
import io.perftune.fixtures.FakeVerb;
import io.perftune.value.Json;
import io.perftune.verb.Dispatcher;
import io.perftune.verb.Outcome;
import io.perftune.verb.Safety;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// With the recording a client hears the very bytes that the server says without it.
class ReceptionTest {
  private static final String INITIALIZED =
      "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}";
  private static final String LIST = "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/list\"}";
  private static final String PING = "{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"ping\"}";

  @TempDir Path directory;
  private Path recording;

  @BeforeEach
  void record() throws IOException {
    recording = directory.resolve("opening.jsonl");
    Files.writeString(
        recording, said(script(initialize("1", "2025-11-25", "{}"), INITIALIZED, LIST)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"})
  void greetsInEachVersion(String version) throws IOException {
    String input = script(initialize("\"a\\u00e9\\\"\"", version, "{}"), INITIALIZED, LIST, PING);
    assertThat(received(input)).contains(version).isEqualTo(said(input));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"roots\":{\"listChanged\":true},\"sampling\":{},\"elicitation\":{\"form\":{}}}",
        "{\"roots\":{\"listChanged\":{}}}",
        "{\"roots\":7}",
        "[]",
        "null",
      })
  void takesEachFormOfCapabilities(String capabilities) throws IOException {
    String input = script(initialize("7", "2025-06-18", capabilities), INITIALIZED, LIST, PING);
    assertThat(received(input)).isEqualTo(said(input));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "   ",
        "no json",
        "[]",
        "{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"ping\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":9,\"method\":\"ping\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":9,\"method\":\"tools/list\",\"params\":{}}",
        "{\"jsonrpc\":\"2.0\",\"id\":9,\"method\":\"tools/list\",\"params\":{\"cursor\":\"x\"}}",
        "{\"jsonrpc\":\"2.0\",\"id\":9,\"method\":\"tools/list\",\"params\":{\"_meta\":{}}}",
        "{\"jsonrpc\":\"2.0\",\"id\":9,\"method\":\"no/such\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":9,\"method\":\"initialize\",\"params\":{}}",
        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\"}",
        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}",
      })
  void aLineAtAnyPlaceIsAnsweredAsTheServerWould(String line) throws IOException {
    List<String> lines = List.of(initialize("1", "2025-11-25", "{}"), INITIALIZED, LIST, PING);
    for (int at = 0; at <= lines.size(); at++) {
      String before = script(lines.subList(0, at).toArray(String[]::new));
      String after = script(lines.subList(at, lines.size()).toArray(String[]::new));
      String input = before + line + "\n" + after;
      assertThat(received(input)).as(input).isEqualTo(said(input));
    }
  }

  @Test
  void aVersionThatNobodyKnowsIsTheServersToAnswer() throws IOException {
    String input = script(initialize("1", "2099-01-01", "{}"), INITIALIZED, LIST);
    assertThat(received(input)).isEqualTo(said(input));
  }

  @Test
  void aLineLongerThanAnyGreetingReachesTheServer() throws IOException {
    String input =
        script(initialize("1", "2025-11-25", "{}"), INITIALIZED, "x".repeat(200_000), LIST);
    assertThat(received(input)).isEqualTo(said(input));
  }

  @Test
  void theToolsAreListedBeforeTheServerIsThere() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    String input = script(initialize("1", "2025-11-25", "{}"), INITIALIZED, LIST);
    Optional<StdioServer.Streams> rest = Reception.receive(recording, streams(input, out));

    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(Files.readString(recording));
    assertThat(new String(rest.orElseThrow().in().readAllBytes(), StandardCharsets.UTF_8))
        .isEqualTo(script(initialize("1", "2025-11-25", "{}"), INITIALIZED));
  }

  @Test
  void aClientThatLeavesWithoutAWordNeedsNoServer() throws IOException {
    assertThat(Reception.receive(recording, streams("", new ByteArrayOutputStream()))).isEmpty();
  }

  @Test
  void aClientThatNoLongerReadsEndsTheServer() throws IOException {
    AtomicBoolean gone = new AtomicBoolean();
    String input = script(initialize("1", "2025-11-25", "{}"));
    InputStream in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
    OutputStream closed = OutputStream.nullOutputStream();
    closed.close();

    assertThat(
            Reception.receive(recording, new StdioServer.Streams(in, closed, () -> gone.set(true))))
        .isEmpty();
    assertThat(gone).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}\n", "{}\n{}\n", "{\"result\":{}}\n{\"result\":{}}\n"})
  void aFileThatIsNoRecordingAnswersNothing(String text) throws IOException {
    Files.writeString(recording, text);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    StdioServer.Streams streams = streams(script(LIST), out);

    assertThat(Reception.receive(recording, streams)).containsSame(streams);
    assertThat(out.size()).isZero();
  }

  private static String initialize(String id, String version, String capabilities) {
    return """
    {"jsonrpc":"2.0","id":%s,"method":"initialize","params":{"protocolVersion":"%s",\
    "capabilities":%s,"clientInfo":{"name":"test","version":"0"}}}\
    """
        .formatted(id, version, capabilities);
  }

  private static String script(String... lines) {
    return String.join("\n", lines) + "\n";
  }

  private StdioServer.Streams streams(String input, OutputStream out) {
    return new StdioServer.Streams(
        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), out, () -> {});
  }

  /// What the client hears where the server alone answers.
  private String said(String input) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    serve(streams(input, out));
    return out.toString(StandardCharsets.UTF_8);
  }

  /// What the client hears where the recording answers what it can.
  private String received(String input) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Optional<StdioServer.Streams> rest = Reception.receive(recording, streams(input, out));
    if (rest.isPresent()) {
      serve(rest.get());
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  private void serve(StdioServer.Streams streams) throws IOException {
    FakeVerb verb =
        new FakeVerb(
            "atlas_aggregate",
            Safety.WRITES_ARTIFACTS,
            (_, _) -> new Outcome.Done(Json.object(), "", List.of()));
    new StdioServer(
            new Dispatcher(List.of(verb)),
            progress -> Contexts.in(directory, Map.of(), progress),
            "0.0.0-test",
            directory,
            streams)
        .serve();
  }
}
