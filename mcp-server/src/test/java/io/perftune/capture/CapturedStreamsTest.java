package io.perftune.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.value.RequestRecord;
import io.perftune.value.RequestRecord.Ending;
import io.perftune.value.RequestRecord.Result;
import io.perftune.value.RequestRecord.Server;
import io.perftune.value.RequestRecord.Tokens;
import io.perftune.wire.StreamEnd;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What real servers sent, whole, byte by byte, and cut at every position: always the same record.
class CapturedStreamsTest {
  /// Longer ones are split at every seventh position.
  private static final int LONG = 4_000;

  @Test
  void readsReasoningOfVllmWhoseUsageDeniesIt() {
    RequestRecord record = record("vllm-stream-usage");

    assertThat(record.ending()).isEqualTo(new Ending(Result.OK, "length", null, null, null));
    assertThat(record.tokens()).isEqualTo(new Tokens(11, 0, 12, 12, "reasoning"));
    assertThat(record.server()).isEqualTo(new Server(39, 12, 0, null));
    assertThat(record.timing().ttftMs()).isEqualTo(7.0);
    assertThat(record.timing().ttfoMs()).isNull();
  }

  @Test
  void readsReasoningAndAnswerOfVllm() {
    RequestRecord record = record("vllm-stream-minmax");

    assertThat(record.tokens().answer()).isEqualTo(Replay.O200K.count(" running values"));
    assertThat(record.tokens().reasoning()).isPositive();
    assertThat(record.timing().ttfoMs()).isEqualTo(7.0);
    assertThat(record.server().output()).isEqualTo(40);
  }

  @Test
  void readsRawChunksOfVllmWithoutUsage() {
    RequestRecord record = record("vllm-stream-raw");

    assertThat(record.ending().result()).isEqualTo(Result.OK);
    assertThat(record.tokens().answer())
        .isEqualTo(Replay.O200K.count(" cache  cacheuration cache cache"));
    assertThat(record.tokens().reasoning()).isEqualTo(Replay.O200K.count("ages cache In fl"));
    assertThat(record.server()).isEqualTo(new Server(null, null, null, null));
  }

  @Test
  void takesTransformersWordWithoutDone() {
    RequestRecord record = record("transformers-stream-usage");

    assertThat(record.ending()).isEqualTo(new Ending(Result.OK, "length", null, null, null));
    assertThat(record.tokens()).isEqualTo(new Tokens(11, 12, 0, 12, "none_seen"));
    assertThat(record.server()).isEqualTo(new Server(39, 12, null, null));
  }

  @Test
  void readsRenamedReasoningOfGateway() {
    RequestRecord record = record("litellm-vllm-stream-usage");

    assertThat(record.tokens()).isEqualTo(new Tokens(11, 0, 12, 12, "reasoning_content"));
    assertThat(record.server()).isEqualTo(new Server(39, 12, 0, 0));
  }

  @Test
  void readsInferenceSimulatorWithNullUsageOnEachChunk() {
    RequestRecord record = record("llmd-sim-stream-usage");

    assertThat(record.ending()).isEqualTo(new Ending(Result.OK, "stop", null, null, null));
    assertThat(record.server()).isEqualTo(new Server(18, 1, null, 16));
    assertThat(record.tokens().answer()).isEqualTo(Replay.O200K.count("Today "));
  }

  @Test
  void readsMockWithoutRoleOrUsage() {
    RequestRecord record = record("aiperf-mock-stream-usage");

    assertThat(record.ending().finishReason()).isEqualTo("stop");
    assertThat(record.tokens().output())
        .isEqualTo(Replay.O200K.count("Tell me a short story about the sea and a small boat."));
  }

  @Test
  void failsErrorInsideStreamOfStatus200() {
    RequestRecord record = record("llmd-sim-toolong");

    assertThat(record.ending().result()).isEqualTo(Result.FAILED);
    assertThat(record.ending().errorCode()).isEqualTo("400");
    assertThat(record.ending().errorType()).isEqualTo("BadRequestError");
    assertThat(record.ending().errorMessage()).startsWith("This model's maximum context length");
    assertThat(record.tokens()).isEqualTo(new Tokens(11, null, null, null, null));
  }

  @Test
  void failsEveryRefusalWithItsStatusAndMessage() {
    refused("vllm-toolong", "400", "BadRequestError", "max_tokens=99999999 cannot");
    refused("vllm-mingtmax", "400", "BadRequestError", "min_tokens must be less");
    refused("llmd-sim-429", "429", "RateLimitError", "Rate limit reached");
    refused("litellm-sim-badmodel", "400", "invalid_request_error", "/chat/completions: Invalid");
    refused("transformers-stream-minmax", "422", "http_status", "Unexpected fields");
  }

  @ParameterizedTest
  @MethodSource("io.perftune.capture.SseSamples#names")
  void givesTheSameRecordWhereverTheReadsAreSplit(String name) {
    byte[] response = SseSamples.response(name);
    RequestRecord whole = record(name);

    for (int at = 1; at < response.length; at += response.length > LONG ? 7 : 1) {
      assertThat(Replay.split(response, at)).as("split at %d", at).isEqualTo(whole);
    }
  }

  @ParameterizedTest
  @MethodSource("io.perftune.capture.SseSamples#names")
  void givesTheSameRecordByteByByte(String name) {
    assertThat(Replay.byteByByte(SseSamples.response(name))).isEqualTo(record(name));
  }

  @Test
  void knowsAllCapturedStreams() {
    assertThat(SseSamples.names()).hasSize(13).contains("vllm-stream-raw", "llmd-sim-429");
  }

  private static void refused(String name, String code, String type, String message) {
    RequestRecord record = record(name);
    assertThat(record.ending().result()).as(name).isEqualTo(Result.FAILED);
    assertThat(record.ending().errorCode()).as(name).isEqualTo(code);
    assertThat(record.ending().errorType()).as(name).isEqualTo(type);
    assertThat(record.ending().errorMessage()).as(name).startsWith(message);
  }

  private static RequestRecord record(String name) {
    return Replay.whole(SseSamples.response(name), StreamEnd.Cause.COMPLETE);
  }
}
