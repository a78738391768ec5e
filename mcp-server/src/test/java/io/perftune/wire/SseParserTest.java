package io.perftune.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Events by the rules of the HTML standard, wherever the reads are cut.
class SseParserTest {
  private final List<SseEvent> events = new ArrayList<>();
  private final SseParser parser = new SseParser(events::add);

  /// Events are written `[name:data]`; ~ is a line feed, ^ a carriage return, # the byte order
  /// mark.
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = true,
      nullValues = "-",
      value = {
        "line feeds             | data: a~~data: b~~                | [a][b]",
        "carriage returns       | data: a^^data: b^^                | [a][b]",
        "both                   | data: a^~^~data: b^~^~            | [a][b]",
        "mixed                  | data: a^~~data: b~^data: c^^~     | [a][b][c]",
        "byte order mark        | #data: a~~                        | [a]",
        "mark in mid-stream     | data: a~~#data: b~~               | [a]",
        "mark in the data       | data: #a~~                        | [#a]",
        "several data lines     | data: a~data: b~data:~data: c~~   | [a/b//c]",
        "no blank after colon   | data:a~~                          | [a]",
        "only one blank goes    | data:  a ~~                       | [ a ]",
        "colons in the data     | data: a: b~~                      | [a: b]",
        "data without colon     | data~~data: b~~                   | [][b]",
        "empty data             | data:~~                           | []",
        "comments               | : ping~~:~data: a~: b~~           | [a]",
        "id and retry           | id: 1~retry: 5~data: a~~          | [a]",
        "unknown fields         | dat: x~data : y~Data: z~data: a~~ | [a]",
        "name                   | event: error~data: a~~data: b~~   | [error:a][b]",
        "name without data      | event: x~~data: a~~               | [a]",
        "the later name         | event: x~event: y~data: a~~       | [y:a]",
        "many blank lines       | ~~~~data: a~~~~                   | [a]",
        "no blank line          | data: a~                          | [a]",
        "nothing                | ''                                | -",
        "only comments          | : ping~~: ping~~                  | -",
      })
  void readsTheSameEventsWhereverItIsCut(String name, String text, @Nullable String expected) {
    byte[] bytes =
        text.replace('~', '\n')
            .replace('^', '\r')
            .replace('#', '\uFEFF')
            .getBytes(StandardCharsets.UTF_8);
    String wanted = expected == null ? "" : expected.replace('/', '\n').replace('#', '\uFEFF');

    assertThat(read(bytes)).as("whole").isEqualTo(wanted);
    for (int cut = 1; cut < bytes.length; cut++) {
      assertThat(read(Arrays.copyOf(bytes, cut), Arrays.copyOfRange(bytes, cut, bytes.length)))
          .as("cut at %d", cut)
          .isEqualTo(wanted);
    }
    byte[][] single = new byte[bytes.length][];
    Arrays.setAll(single, i -> new byte[] {bytes[i]});
    assertThat(read(single)).as("byte by byte").isEqualTo(wanted);
  }

  @ParameterizedTest
  @ValueSource(strings = {"é", "中文", "😀", "a😀é中z", "\u2028\u0085"})
  void keepsCharactersThatAreCutInTwo(String text) {
    byte[] bytes = ("data: " + text + "\n\n").getBytes(StandardCharsets.UTF_8);

    for (int cut = 1; cut < bytes.length; cut++) {
      assertThat(read(Arrays.copyOf(bytes, cut), Arrays.copyOfRange(bytes, cut, bytes.length)))
          .isEqualTo("[" + text + "]");
    }
  }

  @Test
  void replacesBytesThatAreNoCharacterAndGoesOn() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes("data: a".getBytes(StandardCharsets.UTF_8));
    bytes.writeBytes(new byte[] {(byte) 0xff, (byte) 0xc3});
    bytes.writeBytes("b\n\ndata: c\n\n".getBytes(StandardCharsets.UTF_8));

    assertThat(read(bytes.toByteArray())).isEqualTo("[a\uFFFD\uFFFDb][c]");
  }

  @Test
  void stampsAnEventByTheReadThatEndedItsLastDataLine() {
    accept("data: a", 1);
    accept("\nid: 7\n", 2);
    accept("\ndata: b\ndata: c", 3);
    accept("\n", 4);
    accept("\n", 5);

    assertThat(events).extracting(SseEvent::nanos).containsExactly(2L, 4L);
  }

  @Test
  void handsBackTheLineThatWasCutOff() {
    accept("data: a\n\ndata: b", 1);

    assertThat(parser.finish()).isEqualTo("data: b");
    assertThat(events).extracting(SseEvent::data).containsExactly("a");
  }

  @Test
  void takesALineOfManyMegabytes() {
    String long4 = "x".repeat(4 << 20);
    accept("data: " + long4 + "\n\n", 1);

    assertThat(parser.finish()).isNull();
    assertThat(events).extracting(SseEvent::data).containsExactly(long4);
  }

  private void accept(String text, long nanos) {
    parser.accept(text.getBytes(StandardCharsets.UTF_8), nanos);
  }

  private static String read(byte[]... pieces) {
    List<String> found = new ArrayList<>();
    SseParser parser =
        new SseParser(event ->
            found.add(
                "[%s%s]".formatted(event.name() == null ? "" : event.name() + ":", event.data())));
    for (byte[] piece : pieces) {
      parser.accept(piece, 0);
    }
    parser.finish();
    return String.join("", found);
  }
}
