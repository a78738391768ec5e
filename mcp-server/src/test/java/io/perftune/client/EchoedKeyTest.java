package io.perftune.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.capture.BuiltinCapture;
import io.perftune.fixtures.ScriptedServer;
import io.perftune.value.RequestRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// A server that repeats the key it was given, wherever it can: no file of the run has it, and no
/// record.
@Timeout(60)
@TestInstance(Lifecycle.PER_CLASS)
class EchoedKeyTest {
  private static final String KEY = "sk-canary-0123456789";
  private static final String LEFT = KEY.substring(0, 9);
  private static final String RIGHT = KEY.substring(9);

  private final List<Echo> echoes =
      List.of(
          new Echo("body", refusal("{\"error\":{\"message\":\"bad key " + KEY + "\"}}")),
          new Echo("plain text", refusal("no access with " + KEY)),
          new Echo("JSON escapes", refusal("{\"detail\":\"\\u0073k\\u002dcanary-0123456789\"}")),
          new Echo("percent signs", refusal("?key=sk%2Dcanary%2D0123456789")),
          new Echo("base64", refusal("Basic c2stY2FuYXJ5LTAxMjM0NTY3ODk=")),
          new Echo("header", "HTTP/1.1 401 No\r\nX-Key: " + KEY + "\r\nContent-Length: 0\r\n\r\n"),
          new Echo("reason phrase", "HTTP/1.1 401 " + KEY + "\r\nContent-Length: 0\r\n\r\n"),
          new Echo(
              "where a redirect leads",
              "HTTP/1.1 302 Go\r\nLocation: /?key=" + KEY + "\r\nContent-Length: 0\r\n\r\n"),
          new Echo("trailer", WireForm.CHUNKED + "0\r\nX-Key: " + KEY + "\r\n\r\n"),
          new Echo(
              "chunk extension", WireForm.WHOLE.replace("\r\n0\r\n", "\r\n0;k=" + KEY + "\r\n")),
          new Echo("two writes", refusal("bad key " + LEFT), RIGHT),
          new Echo(
              "two chunks",
              WireForm.CHUNKED.replace("200", "401")
                  + WireForm.chunk("bad key " + LEFT)
                  + WireForm.chunk(RIGHT)
                  + "0\r\n\r\n"),
          new Echo(
              "a chunk for each byte",
              "HTTP/1.1 100 Continue\r\n\r\n" + WireForm.CHUNKED.replace("200", "500"),
              String.join("", KEY.chars().mapToObj(c -> WireForm.chunk((char) c + "")).toList()),
              "0\r\n\r\n"),
          new Echo(
              "error in the stream",
              WireForm.CHUNKED
                  + WireForm.chunk("data: {\"error\":{\"message\":\"" + KEY + "\"}}\n\n")
                  + "0\r\n\r\n"),
          new Echo("status line that is none", KEY + "\r\n\r\n"),
          new Echo("status that is no number", "HTTP/1.1 " + KEY + "\r\n\r\n"),
          new Echo(
              "length that is no number", "HTTP/1.1 200 OK\r\nContent-Length: " + KEY + "\r\n\r\n"),
          new Echo("header without colon", "HTTP/1.1 200 OK\r\n" + KEY + "\r\n\r\n"),
          new Echo("chunk size that is no number", WireForm.CHUNKED + KEY + "\r\n"),
          new Echo("half a body", WireForm.CHUNKED.replace("200", "500") + "ff\r\n" + KEY));

  private List<RequestRecord> records = List.of();
  private Path directory = Path.of("");

  /// @param pieces what the server says before it closes
  record Echo(String name, List<String> pieces) {
    Echo(String name, String... pieces) {
      this(name, List.of(pieces));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  @BeforeAll
  void run(@TempDir Path temporary) throws Exception {
    List<WireForm> forms =
        echoes.stream()
            .map(echo ->
                WireForm.form(
                    echo.name(),
                    WireForm.Then.CLOSE,
                    new WireForm.Expected(
                        io.perftune.wire.StreamEnd.Cause.EOF, RequestRecord.Result.FAILED, "", ""),
                    echo.pieces().toArray(String[]::new)))
            .toList();
    try (ScriptedServer server = ScriptedServer.start(WireForm.script(forms))) {
      RunOfClient run =
          RunOfClient.of(server.origin(), temporary, forms.size())
              .load(1, forms.size(), 0)
              .with("--key-variable", "THE_KEY")
              .variable("THE_KEY", KEY);
      assertThat(run.run()).isZero();
      assertThat(server.requests()).allMatch(request -> request.contains("Bearer " + KEY));
      records = BuiltinCapture.read(run.directory, 1, 1, _ -> 1).records();
      directory = run.directory;
    }
  }

  @ParameterizedTest
  @FieldSource("echoes")
  void isNotInTheRecord(Echo echo) {
    RequestRecord.Ending ending = records.get(echoes.indexOf(echo)).ending();

    assertThat(ending.toString().toLowerCase(Locale.ROOT)).doesNotContain(KEY, LEFT, RIGHT);
    assertThat(ending.toString().toLowerCase(Locale.ROOT)).doesNotContain("c2sty2fuyxj5", "canary");
  }

  @Test
  void isInNoFile() throws IOException {
    for (String name : List.of("streams.bin", "ended.jsonl", "client.json")) {
      String text =
          Files.readString(directory.resolve(name), StandardCharsets.ISO_8859_1)
              .toLowerCase(Locale.ROOT);
      assertThat(text).doesNotContain(KEY, LEFT, RIGHT, "canary");
    }
  }

  private static String refusal(String body) {
    return "HTTP/1.1 401 No\r\nContent-Type: application/json\r\n\r\n" + body;
  }
}
