package io.perftune.verb.probe;

import static java.util.Objects.requireNonNull;

import io.perftune.value.Json;
import io.perftune.wire.ChatAnswer;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// One request of a probe.
///
/// @param index from 1
/// @param timed null where it failed
/// @param error null where it did not fail
record ProbeRequest(int index, @Nullable Timed timed, @Nullable String error) {
  private static final double NANOS_PER_MS = 1e6;

  /// What a failed request has not.
  private static final List<String> MEASURED =
      List.of(
          "ttft_ms",
          "ttfo_ms",
          "output_tokens",
          "reasoning_tokens",
          "reasoning_tokens_source",
          "reasoning_surface",
          "ttft_ttfo_tied",
          "finish_reason");

  /// A whole answer and when its request was sent.
  ///
  /// @param thoughtDeltas deltas that held thoughts
  record Timed(long start, ChatAnswer answer, int thoughtDeltas) {
    Timed {
      requireNonNull(answer, "answer is null");
    }

    /// Milliseconds to the first text of any kind; null where none came.
    @Nullable Double ttft() {
      return since(answer.firstToken());
    }

    /// Milliseconds to the first text of the answer; null where none came.
    @Nullable Double ttfo() {
      return since(answer.firstAnswer());
    }

    /// Whether both are one; null without an answer.
    @Nullable Boolean tied() {
      return answer.firstAnswer() == null
          ? null
          : (Boolean) Objects.equals(answer.firstToken(), answer.firstAnswer());
    }

    String surface() {
      return answer.texts().reasoningField();
    }

    /// By usage where that counts any, else by deltas, else what usage says.
    @Nullable Integer reasoningTokens() {
      return "deltas".equals(source()) ? (Integer) thoughtDeltas : answer.usage().reasoning();
    }

    /// Whose count that is; null where there is none.
    @Nullable String source() {
      Integer told = answer.usage().reasoning();
      if (thoughtDeltas > 0 && (told == null || told == 0)) {
        return "deltas";
      }
      return told == null ? null : "usage";
    }

    private @Nullable Double since(@Nullable Long stamp) {
      return stamp == null ? null : (Double) ((stamp - start) / NANOS_PER_MS);
    }
  }

  ObjectNode json() {
    ObjectNode json =
        Json.object().put("index", index).put("status", timed == null ? "failed" : "ok");
    if (timed == null) {
      MEASURED.forEach(json::putNull);
    } else {
      json.put("ttft_ms", timed.ttft())
          .put("ttfo_ms", timed.ttfo())
          .put("output_tokens", timed.answer().usage().output())
          .put("reasoning_tokens", timed.reasoningTokens())
          .put("reasoning_tokens_source", timed.source())
          .put("reasoning_surface", timed.surface())
          .put("ttft_ttfo_tied", timed.tied())
          .put("finish_reason", timed.answer().ending().finishReason());
    }
    return json.put("error", error);
  }
}
