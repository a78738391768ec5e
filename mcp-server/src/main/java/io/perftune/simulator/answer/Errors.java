package io.perftune.simulator.answer;

import io.perftune.simulator.http.Response;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The bodies of refusals, in the styles of the servers that were looked at.
public final class Errors {
  private static final JsonMapper JSON = new JsonMapper();

  private Errors() {}

  /// `{"error": {"message", "type", "param", "code"}}`, as vLLM has it.
  public static String object(int status, String type, String message, @Nullable String parameter) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.putObject("error")
        .put("message", message)
        .put("type", type)
        .put("param", parameter)
        .put("code", status);
    return JSON.writeValueAsString(root);
  }

  /// A refusal in the style of vLLM.
  public static Response response(
      int status, String type, String message, @Nullable String parameter) {
    return Response.json(status, object(status, type, message, parameter));
  }

  /// `{"detail": ...}`, as FastAPI has it.
  public static Response detail(int status, String detail) {
    ObjectNode root = JsonNodeFactory.instance.objectNode().put("detail", detail);
    return Response.json(status, JSON.writeValueAsString(root));
  }

  /// A prompt beyond the context, as llama-server has it.
  public static Response beyondContext(int promptTokens, int contextLength) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.putObject("error")
        .put("code", 400)
        .put("message", "request (" + promptTokens + " tokens) exceeds the available context size")
        .put("type", "exceed_context_size_error")
        .put("n_prompt_tokens", promptTokens)
        .put("n_ctx", contextLength);
    return Response.json(400, JSON.writeValueAsString(root));
  }

  /// An HTTP error of any status: `body` as it is, or in the style of vLLM where it is empty.
  public static Response of(int status, String body) {
    if (body.isEmpty()) {
      return response(status, type(status), "simulated failure", null);
    }
    return body.startsWith("{") ? Response.json(status, body) : Response.text(status, body);
  }

  /// The JSON of an error inside a stream: `body` as it is, or in the style of vLLM where it is
  /// empty.
  public static String inStream(String body) {
    return body.isEmpty() ? object(500, type(500), "simulated failure", null) : body;
  }

  private static String type(int status) {
    return switch (status) {
      case 401 -> "AuthenticationError";
      case 403 -> "PermissionDeniedError";
      case 404 -> "NotFoundError";
      case 422 -> "UnprocessableEntityError";
      case 429 -> "RateLimitError";
      default -> status >= 500 ? "InternalServerError" : "BadRequestError";
    };
  }
}
