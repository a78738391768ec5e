package io.perftune.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.fixtures.ScriptedServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the client's program refuses: with the flag's name, before anything is sent or written.
@Timeout(60)
class ArgumentsTest {
  private static final String KEY = "sk-canary-0123456789";

  @TempDir private Path temporary;

  private final PrintStream standardError = System.err;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  @BeforeEach
  void listen() {
    System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void restore() {
    System.setErr(standardError);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "absent",
      value = {
        "--url                        | absent                  | --url",
        "--model                      | absent                  | --model",
        "--dataset                    | absent                  | --dataset",
        "--concurrency                | absent                  | --concurrency",
        "--request-count              | absent                  | --request-count",
        "--output-directory           | absent                  | --output-directory",
        "--no-such-flag               | 1                       | --no-such-flag",
        "--url                        | ftp://127.0.0.1         | --url",
        "--url                        | 127.0.0.1:80            | --url",
        "--url                        | http://                 | --url",
        "--url                        | http://a b              | --url",
        "--url                        | http://u:p@127.0.0.1    | --url",
        "--url                        | http://127.0.0.1:99999  | port",
        "--url                        | http://127.0.0.1/?a=b   | --url",
        "--url                        | http://127.0.0.1/#a     | --url",
        "--endpoint                   | v1/chat                 | --endpoint",
        "--endpoint                   | '/v1 chat'              | --endpoint",
        "--endpoint                   | '/v1\tchat'             | --endpoint",
        "--concurrency                | 0                       | --concurrency",
        "--concurrency                | -1                      | --concurrency",
        "--concurrency                | many                    | --concurrency",
        "--request-count              | 0                       | --request-count",
        "--request-count              | 3                       | --dataset has 2 rows",
        "--request-count              | 2147483648              | --request-count",
        "--warmup-request-count       | -1                      | --warmup-request-count",
        "--warmup-request-count       | 1                       | --dataset has 2 rows",
        "--warmup-request-count       | 2147483647              | at most 2147483647",
        "--dataset                    | nowhere.jsonl           | nowhere.jsonl",
        "--max-tokens-field           | max_new_tokens          | --max-tokens-field",
        "--max-tokens                 | 0                       | --max-tokens",
        "--extra-inputs               | '['                     | --extra-inputs",
        "--extra-inputs               | '[]'                    | --extra-inputs",
        "--extra-inputs               | '{\"model\":\"x\"}'     | --extra-inputs",
        "--extra-inputs               | '{\"stream\":false}'    | --extra-inputs",
        "--extra-inputs               | '{\"messages\":[]}'     | --extra-inputs",
        "--connect-timeout-seconds    | 0                       | --connect-timeout-seconds",
        "--first-byte-timeout-seconds | -1                      | --first-byte-timeout-seconds",
        "--idle-timeout-seconds       | NaN                     | --idle-timeout-seconds",
        "--request-timeout-seconds    | 1e9                     | --request-timeout-seconds",
        "--max-response-bytes         | 0                       | --max-response-bytes",
        "--key-variable               | NOT_SET                 | NOT_SET",
        "--key-variable               | BLANK                   | BLANK",
        "--key-variable               | TWO_LINES               | Authorization",
        "--header                     | nothing                 | --header",
        "--header                     | 'a b: c'                | --header",
        "--header                     | 'Host: elsewhere'       | Host",
        "--header                     | 'Content-Length: 5'     | Content-Length",
        "--header                     | 'X-Tenant: ${NOT_SET}'  | NOT_SET",
        "--header                     | 'X-Tenant: ${TWO_LINES}'| X-Tenant",
        "--ca-file                    | nowhere.pem             | --ca-file",
      })
  void refusesWithTheFlagsName(String flag, String value, String says) throws Exception {
    try (ScriptedServer server = ScriptedServer.answering(WireForm.WHOLE)) {
      Map<String, String> flags = flags(server);
      if (value == null) {
        flags.remove(flag);
      } else if (flag.equals("--ca-file")) {
        flags.put("--url", "https://127.0.0.1:" + server.port());
        flags.put(flag, value);
      } else {
        flags.put(flag, value);
      }

      assertThat(run(flags)).isEqualTo(2);

      assertThat(error().lines().findFirst().orElseThrow()).contains(says);
      assertThat(error()).doesNotContain("\tat ", KEY);
      assertThat(server.connections()).isZero();
      assertThat(temporary.resolve("raw")).doesNotExist();
    }
  }

  @Test
  void refusesAHeaderThatIsGivenTwice() throws Exception {
    try (ScriptedServer server = ScriptedServer.answering(WireForm.WHOLE)) {
      List<String> words = words(flags(server));
      words.addAll(List.of("--header", "X-A: 1", "--header", "x-a: 2"));

      assertThat(ClientMain.execute(environment(), words.toArray(String[]::new))).isEqualTo(2);

      assertThat(error()).contains("x-a is given twice");
      assertThat(server.connections()).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"text_input\":            | row 2",
        "{\"text\":\"no prompt\"}   | no text_input",
        "{\"messages\":[]}          | no text_input",
        "[]                         | no text_input"
      })
  void aRowThatIsNoneEndsTheRunWithItsNumberAndWithoutCompletion(String row, String says)
      throws Exception {
    try (ScriptedServer server = ScriptedServer.answering(WireForm.WHOLE)) {
      Map<String, String> flags = flags(server);
      Files.writeString(
          temporary.resolve("rows.jsonl"), "{\"text_input\":\"one\"}\n\n" + row + "\n");

      assertThat(run(flags)).isEqualTo(1);

      assertThat(error()).contains("row 2 of").contains(says).doesNotContain("\tat ");
      assertThat(temporary.resolve("raw").resolve("client.json")).doesNotExist();
    }
  }

  @Test
  void anOutputDirectoryThatIsAFileIsAFailureBeforeAnythingIsSent() throws Exception {
    try (ScriptedServer server = ScriptedServer.answering(WireForm.WHOLE)) {
      Files.writeString(temporary.resolve("raw"), "here");

      assertThat(run(flags(server))).isEqualTo(1);

      assertThat(error()).contains("raw").doesNotContain("\tat ");
      assertThat(server.connections()).isZero();
    }
  }

  @Test
  void helpAndVersionAreNoErrors() {
    PrintStream standardOut = System.out;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
      assertThat(ClientMain.execute(Map.of(), "--help")).isZero();
      assertThat(ClientMain.execute(Map.of(), "--version")).isZero();
    } finally {
      System.setOut(standardOut);
    }
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("--idle-timeout-seconds", "client ");
    assertThat(error()).isEmpty();
  }

  private int run(Map<String, String> flags) {
    return ClientMain.execute(environment(), words(flags).toArray(String[]::new));
  }

  private static List<String> words(Map<String, String> flags) {
    List<String> words = new ArrayList<>();
    flags.forEach((flag, value) -> words.addAll(Arrays.asList(flag, value)));
    return words;
  }

  private static Map<String, String> environment() {
    return Map.of("BLANK", "  ", "TWO_LINES", KEY + "\r\nX-Other: " + KEY, "KEY", KEY);
  }

  private String error() {
    return said.toString(StandardCharsets.UTF_8);
  }

  private Map<String, String> flags(ScriptedServer server) throws Exception {
    Path dataset = temporary.resolve("rows.jsonl");
    Files.writeString(dataset, "{\"text_input\":\"one\"}\n{\"text_input\":\"two\"}\n");
    Map<String, String> flags = new LinkedHashMap<>();
    flags.put("--url", server.origin().toString());
    flags.put("--model", "m");
    flags.put("--dataset", dataset.toString());
    flags.put("--concurrency", "1");
    flags.put("--request-count", "2");
    flags.put("--output-directory", temporary.resolve("raw").toString());
    return flags;
  }
}
