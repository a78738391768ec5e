package io.perftune.mcp.offer;

import io.perftune.value.Json;
import io.perftune.value.ProblemException;
import io.perftune.verb.Context;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Answers every request about resources, prompts and completions.
///
/// Nothing is read before it is asked for, so that a start pays nothing for it.
public final class Offers implements AutoCloseable {
  private final Shelves shelves;
  private final Subscriptions subscriptions;
  private volatile boolean listed;

  /// @param world of a call
  /// @param checkout where docs/, schemas/ and configs/ lie
  /// @param client takes notifications
  public Offers(Supplier<Context> world, Path checkout, Consumer<ObjectNode> client) {
    this.shelves = new Shelves(world, checkout);
    this.subscriptions =
        new Subscriptions(
            uri ->
                uri.kind().equals(CampaignShelf.KIND)
                    ? shelves.campaigns().watched(uri)
                    : List.of(),
            client,
            Subscriptions.INTERVAL);
  }

  /// Whether the requests of that method are answered here.
  public static boolean knows(String method) {
    return method.startsWith("resources/")
        || method.startsWith("prompts/")
        || method.equals("completion/complete");
  }

  /// Whether the client has a list of the resources that may grow old.
  public boolean listed() {
    return listed;
  }

  /// The result of a request.
  ///
  /// @param params a JSON object, or missing
  /// @throws RefusedRequestException where it is answered with an error
  public ObjectNode answer(String method, JsonNode params) {
    try {
      return result(method, params);
    } catch (ProblemException e) {
      throw RefusedRequestException.invalid(e.problems().getFirst().line());
    }
  }

  private ObjectNode result(String method, JsonNode params) {
    return switch (method) {
      case "resources/list" -> {
        listed = true;
        yield shelves.list(params);
      }
      case "resources/templates/list" -> Shelves.templates();
      case "resources/read" -> shelves.read(required(params, "uri"));
      case "resources/subscribe" -> {
        subscriptions.add(required(params, "uri"));
        yield Json.object();
      }
      case "resources/unsubscribe" -> {
        subscriptions.remove(required(params, "uri"));
        yield Json.object();
      }
      case "prompts/list" -> Prompts.list();
      case "prompts/get" -> Prompts.get(required(params, "name"), params.path("arguments"));
      case "completion/complete" -> new Completions(shelves).complete(params);
      default -> throw RefusedRequestException.unknown(method);
    };
  }

  private static String required(JsonNode params, String member) {
    if (!params.path(member).isString()) {
      throw RefusedRequestException.invalid("params.%s must be a text.".formatted(member));
    }
    return params.required(member).asString();
  }

  /// Ends all subscriptions.
  @Override
  public void close() {
    subscriptions.close();
  }
}
