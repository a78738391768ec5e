package io.perftune.engine.preflight;

import io.perftune.value.AaWorkload;
import io.perftune.value.Json;
import io.perftune.value.Preflight.Effect;
import io.perftune.value.Preflight.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// What the list of models says; a list that is missing or broken is no reason not to measure.
///
/// @param problem why there is no list; null where there is one
record ServedModels(List<JsonNode> models, @Nullable String problem) {
  private static final int NAMED = 5;
  private static final String UNKNOWN = "unknown";

  ServedModels {
    models = List.copyOf(models);
  }

  static ServedModels of(ProbeAnswer answer) {
    return switch (answer) {
      case ProbeAnswer.None none -> new ServedModels(List.of(), none.detail());
      case ProbeAnswer.Http http ->
          http.ok()
              ? read(http.body())
              : new ServedModels(List.of(), "It answered HTTP %d.".formatted(http.status()));
    };
  }

  private static ServedModels read(String body) {
    try {
      JsonNode data = Json.MAPPER.readTree(body).path("data");
      return data.isArray()
          ? new ServedModels(List.copyOf(data.values()), null)
          : new ServedModels(List.of(), "It has no list in data.");
    } catch (JacksonException _) {
      return new ServedModels(List.of(), "It is no JSON.");
    }
  }

  List<Finding> findings(AaWorkload aa, int inputTokens) {
    Optional<JsonNode> model =
        models.stream()
            .filter(listed -> aa.endpoint().model().equals(Json.text(listed, "id")))
            .findFirst();
    return List.of(
        listed(aa, model.isPresent()),
        context(model.orElse(Json.object()), inputTokens, aa.maxOutputTokens()));
  }

  private Finding listed(AaWorkload aa, boolean found) {
    if (problem != null) {
      return new Finding(
          "model_listed",
          UNKNOWN,
          "The list of models could not be read. " + problem,
          null,
          Effect.LABEL);
    }
    if (found) {
      return new Finding(
          "model_listed",
          "yes",
          "%s is in the list of models.".formatted(aa.endpoint().model()),
          null,
          Effect.NONE);
    }
    List<String> names = new ArrayList<>();
    models.stream().limit(NAMED).forEach(listed -> names.add(Json.text(listed, "id")));
    return new Finding(
        "model_listed",
        "no",
        "%s is not in the list of models, though the endpoint answers to it; listed: %s%s."
            .formatted(
                aa.endpoint().model(),
                names.isEmpty() ? "none" : String.join(", ", names),
                models.size() > NAMED ? ", ..." : ""),
        "See that aa.model names the model that is meant.",
        Effect.LABEL);
  }

  private static Finding context(JsonNode model, int input, int output) {
    for (String pointer : List.of("/max_model_len", "/meta/n_ctx", "/max_input_tokens")) {
      JsonNode said = model.at(pointer);
      if (said.isIntegralNumber()) {
        boolean inputOnly = pointer.equals("/max_input_tokens");
        return context(
            pointer.substring(1).replace('/', '.'),
            said.longValue(),
            inputOnly ? input : (long) input + output,
            inputOnly ? "%,d input tokens".formatted(input) : sum(input, output));
      }
    }
    return new Finding(
        "context_length",
        UNKNOWN,
        "The endpoint does not say its context length; the shape needs %s."
            .formatted(sum(input, output)),
        "See that the server was started with a context that long.",
        Effect.LABEL);
  }

  private static String sum(int input, int output) {
    return "%,d tokens (%,d in, %,d out)".formatted((long) input + output, input, output);
  }

  private static Finding context(String name, long has, long needs, String need) {
    return has >= needs
        ? new Finding(
            "context_length",
            "enough",
            "%s is %,d, and the shape needs %s.".formatted(name, has, need),
            null,
            Effect.NONE)
        : new Finding(
            "context_length",
            "too_small",
            "%s is %,d, but the shape needs %s.".formatted(name, has, need),
            "Serve the model with a longer context, or measure a smaller shape.",
            Effect.REFUSE);
  }
}
