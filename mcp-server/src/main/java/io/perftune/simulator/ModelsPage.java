package io.perftune.simulator;

import io.perftune.simulator.answer.Errors;
import io.perftune.simulator.behaviour.Endpoint;
import io.perftune.simulator.http.Response;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// `GET /v1/models`.
record ModelsPage(long created) {
  private static final JsonMapper JSON = new JsonMapper();

  /// The page of these models; one that hides itself is not on it.
  Response of(List<SimulatedModel> models) {
    if (models.stream().allMatch(model -> says(model) == Endpoint.Models.NOT_FOUND)) {
      return Errors.detail(404, "Not Found");
    }
    if (models.stream().allMatch(model -> says(model) == Endpoint.Models.FAILS)) {
      return Response.text(500, "Internal Server Error");
    }
    ObjectNode root = JsonNodeFactory.instance.objectNode().put("object", "list");
    ArrayNode data = root.putArray("data");
    models.forEach(model -> add(data, model));
    return Response.json(200, JSON.writeValueAsString(root));
  }

  private void add(ArrayNode data, SimulatedModel model) {
    int context = model.behaviour().endpoint().contextLength();
    switch (says(model)) {
      case MAX_MODEL_LEN -> entry(data, model).put("max_model_len", context);
      case N_CTX -> entry(data, model).putObject("meta").put("n_ctx", context);
      case MAX_INPUT_TOKENS -> entry(data, model).put("max_input_tokens", context);
      case NAME_ONLY -> entry(data, model);
      case NOT_FOUND, FAILS -> data.size();
    }
  }

  private ObjectNode entry(ArrayNode data, SimulatedModel model) {
    return data.addObject()
        .put("id", model.name())
        .put("object", "model")
        .put("created", created)
        .put("owned_by", "perf-tune-simulator");
  }

  private static Endpoint.Models says(SimulatedModel model) {
    return model.behaviour().endpoint().models();
  }
}
