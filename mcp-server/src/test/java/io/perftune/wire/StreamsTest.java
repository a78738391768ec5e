package io.perftune.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perftune.value.ProblemException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The file of streams: what is written is read, and what is damaged is refused where it is
/// damaged.
class StreamsTest {
  private static final StreamMeta META = new StreamMeta("a-1", "profiling", 3, 1_700_000_000_123L);
  private static final StreamEnd END =
      new StreamEnd(StreamEnd.Cause.COMPLETE, null, 0.25, null, false);

  @TempDir Path directory;
  private Path file = Path.of("");

  @BeforeEach
  void nameFile() {
    file = directory.resolve("streams.bin");
  }

  @Test
  void readsInterleavedRequestsAsTheyWereWritten() {
    List<StreamFrame> frames =
        List.of(meta(0), meta(1), bytes(1, "one"), bytes(0, ""), end(1), bytes(0, "ü"), end(0));

    write(frames);

    assertThat(read())
        .usingRecursiveFieldByFieldElementComparator()
        .containsExactlyElementsOf(frames);
  }

  @Test
  void carriesMetaAndEnd() {
    assertThat(StreamMeta.of(META.json())).isEqualTo(META);
    assertThat(StreamEnd.of(END.json())).isEqualTo(END);
  }

  @ParameterizedTest
  @EnumSource
  void carriesEveryCause(StreamEnd.Cause cause) {
    StreamEnd end = new StreamEnd(cause, "why", 1.5, 2.5, true);

    assertThat(StreamEnd.of(end.json())).isEqualTo(end);
  }

  @Test
  void refusesEveryCut() throws IOException {
    byte[] whole = write(List.of(meta(0), bytes(0, "abc"), end(0)));

    for (int length = 0; length < whole.length; length++) {
      if (length == StreamFormat.START_BYTES) {
        continue;
      }
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatThrownBy(this::read)
          .as("cut at %d", length)
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining(", byte ");
    }
  }

  @Test
  void refusesEveryFlippedBit() throws IOException {
    byte[] whole = write(List.of(meta(0), bytes(0, "abc"), end(0)));

    for (int at = 0; at < whole.length * 8; at++) {
      byte[] damaged = whole.clone();
      damaged[at / 8] ^= (byte) (1 << (at % 8));
      Files.write(file, damaged);
      assertThatThrownBy(this::read).as("bit %d", at).isInstanceOf(ProblemException.class);
    }
  }

  @Test
  void namesTheByteOfTheFrameThatIsDamaged() throws IOException {
    int first = write(List.of(meta(0))).length;
    byte[] whole = write(List.of(meta(0), bytes(0, "abc"), end(0)));
    whole[first + StreamFormat.HEAD_BYTES] ^= 1;
    Files.write(file, whole);

    assertThatThrownBy(this::read).hasMessageContaining("byte %d: The checksum", first);
  }

  @Test
  void refusesFramesOutOfOrder() {
    refuses(List.of(bytes(0, "x")), "has no beginning");
    refuses(List.of(end(0)), "has no beginning");
    refuses(List.of(meta(0), meta(0)), "begins twice");
    refuses(List.of(meta(0), end(0), bytes(0, "x")), "goes on after its end");
    refuses(List.of(meta(0), end(0), end(0)), "goes on after its end");
    refuses(List.of(meta(0), meta(7), end(0)), "before request 7 has ended");
  }

  @Test
  void refusesAnotherVersionByName() throws IOException {
    byte[] whole = write(List.of());
    whole[StreamFormat.START_BYTES - 1] = 2;
    Files.write(file, whole);

    assertThatThrownBy(this::read).hasMessageContaining("version 2, not 1");
  }

  private void refuses(List<StreamFrame> frames, String why) {
    write(frames);
    assertThatThrownBy(this::read).isInstanceOf(ProblemException.class).hasMessageContaining(why);
  }

  private byte[] write(List<StreamFrame> frames) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (StreamsWriter writer = new StreamsWriter(out)) {
      for (StreamFrame frame : frames) {
        writer.write(frame);
      }
      Files.write(file, out.toByteArray());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return out.toByteArray();
  }

  private List<StreamFrame> read() {
    List<StreamFrame> frames = new ArrayList<>();
    try (StreamsReader reader = new StreamsReader(file)) {
      for (StreamFrame frame = reader.next(); frame != null; frame = reader.next()) {
        frames.add(frame);
      }
    }
    return frames;
  }

  private static StreamFrame meta(int request) {
    return new StreamFrame(request, StreamFrame.Kind.META, 5, META.json());
  }

  private static StreamFrame bytes(int request, String text) {
    return new StreamFrame(
        request, StreamFrame.Kind.BYTES, 6, text.getBytes(StandardCharsets.UTF_8));
  }

  private static StreamFrame end(int request) {
    return new StreamFrame(request, StreamFrame.Kind.END, 7, END.json());
  }
}
