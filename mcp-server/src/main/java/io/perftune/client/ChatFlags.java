package io.perftune.client;

import io.perftune.value.Json;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The flags that say what is asked.
final class ChatFlags {
  @Option(
      names = "--model",
      required = true,
      paramLabel = "M",
      description = "The model's name in every request.")
  private String model = "";

  @Option(
      names = "--dataset",
      required = true,
      paramLabel = "FILE",
      description =
          "Rows of JSON with text_input and, if the row has a limit of its own, output_length. Row i is request i; the warm-up takes the first.")
  private Path dataset = Path.of("");

  @Option(
      names = "--max-tokens-field",
      paramLabel = "FIELD",
      defaultValue = "max_completion_tokens",
      description = "max_completion_tokens or max_tokens. Default: ${DEFAULT-VALUE}.")
  private String maxTokensField = "";

  @Option(
      names = "--max-tokens",
      paramLabel = "N",
      description = "The limit of a row without output_length. Without: none is sent.")
  private @Nullable Integer maxTokens;

  @Option(
      names = "--extra-inputs",
      paramLabel = "JSON",
      defaultValue = "{}",
      description = "More members of every request's body. Default: ${DEFAULT-VALUE}.")
  private String extraInputs = "";

  /// @throws IllegalArgumentException where a flag's value is not what it should be
  ChatBody body() {
    if (!maxTokensField.equals("max_tokens") && !maxTokensField.equals("max_completion_tokens")) {
      throw new IllegalArgumentException(
          "--max-tokens-field is max_completion_tokens or max_tokens");
    }
    if (maxTokens != null && maxTokens < 1) {
      throw new IllegalArgumentException("--max-tokens is at least 1");
    }
    return new ChatBody(model, new ChatBody.Cap(maxTokensField, maxTokens), extra());
  }

  /// The dataset; closed by the caller.
  ///
  /// @throws IllegalArgumentException where it has too few rows
  PromptRows rows(Load load) throws IOException {
    PromptRows rows = PromptRows.open(dataset);
    if (rows.count() < load.all()) {
      rows.close();
      throw new IllegalArgumentException(
          "--dataset has %d rows, and %d requests need one each"
              .formatted(rows.count(), load.all()));
    }
    return rows;
  }

  private ObjectNode extra() {
    try {
      JsonNode extra = Json.MAPPER.readTree(extraInputs);
      if (extra instanceof ObjectNode object
          && !object.has("messages")
          && !object.has("model")
          && !object.has("stream")) {
        return object;
      }
    } catch (JacksonException e) {
      throw new IllegalArgumentException("--extra-inputs: " + e.getOriginalMessage(), e);
    }
    throw new IllegalArgumentException(
        "--extra-inputs is a JSON object without messages, model and stream");
  }
}
