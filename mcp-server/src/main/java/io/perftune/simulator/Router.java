package io.perftune.simulator;

import io.perftune.simulator.answer.Errors;
import io.perftune.simulator.behaviour.Endpoint;
import io.perftune.simulator.behaviour.ProfileException;
import io.perftune.simulator.http.Connection;
import io.perftune.simulator.http.Handler;
import io.perftune.simulator.http.HttpRequest;
import io.perftune.simulator.http.Response;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// Finds what a path asks for.
///
/// Below `/m/<model>` the same paths are there again, as of a server that has this model only.
final class Router implements Handler {
  private static final String MODEL_PREFIX = "/m/";

  private final Models models;
  private final Access access;
  private final ChatEndpoint chat;
  private final ModelsPage modelsPage;
  private final MetricsPage metricsPage;

  Router(Models models, Access access, ChatEndpoint chat, EpochClock clock) {
    this.models = models;
    this.access = access;
    this.chat = chat;
    this.modelsPage = new ModelsPage(clock.epochNanos() / 1_000_000_000);
    this.metricsPage = new MetricsPage(clock.epochNanos() / 1e9);
  }

  @Override
  public void handle(HttpRequest request, Connection connection)
      throws IOException, InterruptedException {
    String path = request.path();
    List<SimulatedModel> shown = models.declared();
    if (path.startsWith(MODEL_PREFIX)) {
      int end = path.indexOf('/', MODEL_PREFIX.length());
      String name = path.substring(MODEL_PREFIX.length(), end < 0 ? path.length() : end);
      Optional<SimulatedModel> model = find(URLDecoder.decode(name, StandardCharsets.UTF_8));
      if (model.isEmpty() || end < 0) {
        connection.send(Errors.detail(404, "Not Found"));
        return;
      }
      shown = List.of(model.get());
      path = path.substring(end);
    }
    if (path.equals("/v1/chat/completions") && request.method().equals("POST")) {
      chat.handle(request, connection);
    } else {
      connection.send(page(path, request, shown));
    }
  }

  private Response page(String path, HttpRequest request, List<SimulatedModel> shown) {
    return switch (path) {
      case "/v1/chat/completions" -> Errors.detail(405, "Method Not Allowed");
      case "/health", "/v1/models", "/metrics" ->
          request.method().equals("GET")
              ? page(path, shown, request)
              : Errors.detail(405, "Method Not Allowed");
      default -> Errors.detail(404, "Not Found");
    };
  }

  private Response page(String path, List<SimulatedModel> shown, HttpRequest request) {
    return switch (path) {
      case "/health" -> Response.text(200, "");
      case "/metrics" -> metricsPage.of(shown);
      default -> {
        Endpoint.Access wanted =
            shown.size() == 1
                ? shown.getFirst().behaviour().endpoint().access()
                : Endpoint.Access.KEY;
        yield access.refusal(wanted, request).orElseGet(() -> modelsPage.of(shown));
      }
    };
  }

  private Optional<SimulatedModel> find(String name) {
    try {
      return models.find(name);
    } catch (ProfileException _) {
      return Optional.empty();
    }
  }
}
