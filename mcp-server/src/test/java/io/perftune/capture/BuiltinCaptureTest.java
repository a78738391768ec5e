package io.perftune.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perftune.value.ClientHealth;
import io.perftune.value.EngineSummary;
import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import io.perftune.value.RequestRecord;
import io.perftune.value.RequestRecord.Connection;
import io.perftune.wire.StreamEnd;
import io.perftune.wire.StreamFrame;
import io.perftune.wire.StreamMeta;
import io.perftune.wire.StreamsWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A directory that the client left, read back.
class BuiltinCaptureTest {
  private static final ClientHealth HEALTH =
      new ClientHealth(0.01, 0.2, 1.5, 0.001, null, null, "not Linux");

  @TempDir Path directory;

  @Test
  void readsProfilingRequestsInTheOrderInWhichTheyEnded() throws IOException {
    write(
        meta(0, "w-0", "warmup"),
        end(0),
        meta(1, "a", "profiling"),
        meta(2, "b", "profiling"),
        answer(2),
        answer(1),
        end(2),
        end(1));
    summary(false);

    Capture capture = read();

    assertThat(capture.records())
        .extracting(record -> record.key().requestId())
        .containsExactly("b", "a");
    assertThat(capture.records()).allMatch(RequestRecord::ok);
    assertThat(capture.problems()).isEmpty();
    assertThat(capture.client()).isEqualTo(HEALTH);
    EngineSummary summary = Objects.requireNonNull(capture.summary());
    assertThat(summary.version()).isEqualTo("1.2.3");
    assertThat(summary.complete()).isTrue();
    assertThat(summary.cancelled()).isFalse();
  }

  @Test
  void asksForTheInputTokensOfTheRow() throws IOException {
    write(meta(5, "a", "profiling"), answer(5), end(5), meta(6, "b", "profiling"), end(6));

    Capture capture = BuiltinCapture.read(directory, 4, 2, row -> row == 5 ? 1_000 : -1);

    assertThat(capture.records())
        .extracting(record -> record.tokens().input())
        .containsExactly(1_000, null);
  }

  @Test
  void tellsConnectionsApart() throws IOException {
    StreamEnd fresh = new StreamEnd(StreamEnd.Cause.COMPLETE, null, 1.5, 2.0, false);
    StreamEnd reused = new StreamEnd(StreamEnd.Cause.COMPLETE, null, null, null, true);
    StreamEnd none = new StreamEnd(StreamEnd.Cause.CONNECT_FAILED, "refused", null, null, false);
    write(
        meta(0, "a", "profiling"),
        end(0, fresh),
        meta(1, "b", "profiling"),
        end(1, reused),
        meta(2, "c", "profiling"),
        end(2, none));

    assertThat(read().records())
        .extracting(RequestRecord::connection)
        .containsExactly(
            new Connection(3.5, false), new Connection(0.0, true), new Connection(null, false));
  }

  @Test
  void isIncompleteWithoutTheClientsLastWord() throws IOException {
    write(meta(0, "a", "profiling"), answer(0), end(0));

    Capture capture = read();

    assertThat(capture.summary()).isNull();
    assertThat(capture.client()).isNull();
    assertThat(capture.problems()).extracting(Problem::code).containsExactly("no-summary");
  }

  @Test
  void isCancelledWhereTheClientSaysSo() throws IOException {
    write();
    summary(true);

    EngineSummary summary = Objects.requireNonNull(read().summary());

    assertThat(summary.cancelled()).isTrue();
    assertThat(summary.complete()).isFalse();
  }

  @Test
  void reportsAnEmptyDirectory() {
    Capture capture = read();

    assertThat(capture.records()).isEmpty();
    assertThat(capture.rawSha256()).isEmpty();
    assertThat(capture.problems())
        .extracting(Problem::code)
        .containsExactly("no-rows", "no-summary");
  }

  @Test
  void refusesRequestThatIsThereTwice() throws IOException {
    write(meta(0, "a", "profiling"), end(0), meta(1, "a", "profiling"), end(1));

    assertThatThrownBy(this::read)
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("Request a is there already");
  }

  @Test
  void refusesMetaThatIsNone() throws IOException {
    write(new StreamFrame(0, StreamFrame.Kind.META, 0, new byte[] {'{'}));

    assertThatThrownBy(this::read)
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("byte 12: not a META");
  }

  @Test
  void refusesBrokenSummary() throws IOException {
    Files.writeString(directory.resolve("client.json"), "{\"health\":{}}");

    assertThatThrownBy(this::read).isInstanceOf(ProblemException.class);
  }

  @Test
  void keepsEveryRequestOfMoreThanTheWorkersHold() throws IOException {
    write(
        IntStream.range(0, 200)
            .boxed()
            .flatMap(i -> List.of(meta(i, "r" + i, "profiling"), answer(i), end(i)).stream())
            .toArray(StreamFrame[]::new));

    assertThat(read().records())
        .extracting(record -> record.key().requestId())
        .containsExactlyElementsOf(IntStream.range(0, 200).mapToObj(i -> "r" + i).toList());
  }

  @Test
  void hashesWhatItRead() throws IOException {
    write(meta(0, "a", "profiling"), end(0));
    String streams = BuiltinCapture.rawSha256(directory);
    summary(false);

    assertThat(streams).hasSize(64);
    assertThat(read().rawSha256()).hasSize(64).isNotEqualTo(streams);
  }

  private Capture read() {
    return BuiltinCapture.read(directory, 4, 2, _ -> 10);
  }

  private void summary(boolean cancelled) throws IOException {
    Files.writeString(
        directory.resolve("client.json"),
        Json.line(
            Json.object()
                .put("version", "1.2.3")
                .put("cancelled", cancelled)
                .set("health", HEALTH.json())));
  }

  private void write(StreamFrame... frames) throws IOException {
    try (OutputStream out = Files.newOutputStream(directory.resolve("streams.bin"));
        StreamsWriter writer = new StreamsWriter(out)) {
      for (StreamFrame frame : frames) {
        writer.write(frame);
      }
    }
  }

  private static StreamFrame meta(int request, String id, String phase) {
    return new StreamFrame(
        request, StreamFrame.Kind.META, 1_000, new StreamMeta(id, phase, request, 77).json());
  }

  private static StreamFrame answer(int request) {
    return new StreamFrame(
        request, StreamFrame.Kind.BYTES, 2_000, SseSamples.response("llmd-sim-stream-usage"));
  }

  private static StreamFrame end(int request) {
    return end(request, Replay.ended(StreamEnd.Cause.COMPLETE));
  }

  private static StreamFrame end(int request, StreamEnd end) {
    return new StreamFrame(request, StreamFrame.Kind.END, 3_000, end.json());
  }
}
