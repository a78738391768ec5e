package io.perftune.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineReaderTest {
  @Test
  void readsLinesAndALastOneWithoutItsEnd() throws IOException {
    assertThat(lines("a\n\nbé\nc", 10, 100)).containsExactly("a", "", "bé", "c");
  }

  @Test
  void anEmptyStreamHasNoLines() throws IOException {
    assertThat(lines("", 10, 100)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 1000})
  void cutsAtTheLimitHoweverTheBytesArrive(int atOnce) throws IOException {
    assertThat(lines("12345\n123456\nend\n1234567", 5, atOnce))
        .containsExactly("12345", "6 bytes, 123456", "end", "7 bytes, 1234567");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100, 511, 512, 513, 70_000})
  void keepsTheTailOfALongLine(int atOnce) throws IOException {
    String line = "x".repeat(200_000) + "y".repeat(512);

    assertThat(lines(line + "\nnext\n", 5, atOnce))
        .containsExactly("200512 bytes, " + "y".repeat(512), "next".substring(0, 4));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100, 1000, 70_000})
  void keepsTheHeadOfALongLine(int atOnce) throws IOException {
    String text = "y".repeat(512) + "x".repeat(200_000) + "\nnext";
    LineReader reader =
        new LineReader(new Dripping(text.getBytes(StandardCharsets.UTF_8), atOnce), 1000);

    assertThat(reader.next())
        .isEqualTo(new LineReader.Line.TooLong(200_512, "y".repeat(512), "x".repeat(512)));
  }

  private static List<String> lines(String text, int limit, int atOnce) throws IOException {
    LineReader reader =
        new LineReader(new Dripping(text.getBytes(StandardCharsets.UTF_8), atOnce), limit);
    List<String> lines = new ArrayList<>();
    for (var line = reader.next(); line != null; line = reader.next()) {
      lines.add(
          switch (line) {
            case LineReader.Line.Whole whole -> new String(whole.bytes(), StandardCharsets.UTF_8);
            case LineReader.Line.TooLong(long length, String _, String tail) ->
                length + " bytes, " + tail;
          });
    }
    return lines;
  }

  /// A stream that gives only so many bytes at once.
  private static final class Dripping extends InputStream {
    private final ByteArrayInputStream bytes;
    private final int atOnce;

    Dripping(byte[] bytes, int atOnce) {
      this.bytes = new ByteArrayInputStream(bytes);
      this.atOnce = atOnce;
    }

    @Override
    public int read() {
      return bytes.read();
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      return bytes.read(into, offset, Math.min(length, atOnce));
    }
  }
}
