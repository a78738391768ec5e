package io.perftune.plan.prompts;

import static java.util.Objects.requireNonNull;

import io.perftune.value.Json;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// What a dataset file holds and how to make it again.
///
/// @param sha256 of the file's bytes
/// @param bytes the file's size
/// @param outputLength the answer tokens that every row asks for
/// @param inputTokens the exact o200k_base tokens of each row, in order
public record DatasetManifest(
    String sha256, long bytes, int outputLength, List<Integer> inputTokens, PromptOrigin origin) {
  private static final String FILLER =
      "Generated prompts are filler for a reasoning model: how long it thinks about them says little"
          + " about a real question.";

  public DatasetManifest {
    requireNonNull(sha256, "sha256 is null");
    requireNonNull(origin, "origin is null");
    inputTokens = List.copyOf(inputTokens);
  }

  /// The number of prompts.
  public int rows() {
    return inputTokens.size();
  }

  /// As it stands beside the file; seed, generator, corpus, task and target_input_tokens are null
  /// for a user's own prompts, input_file is null for others.
  public ObjectNode json() {
    ObjectNode json =
        Json.object()
            .put("format", "mooncake_trace")
            .put("sha256", sha256)
            .put("size_bytes", bytes)
            .put("row_count", rows())
            .put("tokenizer", "o200k_base")
            .put("output_length", outputLength)
            .put("prompt_source", origin.source());
    PromptRequest request = origin.request();
    if (request == null) {
      putOwn(json);
    } else {
      putGenerated(json, request);
    }
    json.set("input_tokens", Json.integers(inputTokens));
    return json;
  }

  private void putGenerated(ObjectNode json, PromptRequest request) {
    json.put("target_input_tokens", request.tokens()).put("seed", request.seed());
    json.putObject("generator")
        .put("name", GeneratedPrompts.GENERATOR)
        .put("version", GeneratedPrompts.VERSION);
    json.set("corpus", text());
    json.putNull("input_file");
    json.put("task", GeneratedPrompts.TASK).put("note", FILLER);
  }

  private void putOwn(ObjectNode json) {
    json.putNull("target_input_tokens").putNull("seed").putNull("generator").putNull("corpus");
    json.set("input_file", text());
    json.putNull("task").putNull("note");
  }

  private ObjectNode text() {
    return Json.object().put("name", origin.name()).put("sha256", origin.sha256());
  }
}
