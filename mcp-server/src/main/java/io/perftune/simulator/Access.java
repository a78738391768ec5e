package io.perftune.simulator;

import io.perftune.simulator.answer.Errors;
import io.perftune.simulator.behaviour.Endpoint;
import io.perftune.simulator.http.HttpRequest;
import io.perftune.simulator.http.Response;
import java.util.Locale;
import java.util.Optional;

/// Lets those in who have the key.
record Access(Optional<BearerKey> key) {

  /// The refusal, or nothing where the request may pass.
  Optional<Response> refusal(Endpoint.Access wanted, HttpRequest request) {
    Optional<String> given = bearer(request);
    boolean right = key.isPresent() && given.isPresent() && key.get().matches(given.get());
    return switch (wanted) {
      case OPEN -> Optional.empty();
      case KEY -> right || key.isEmpty() ? Optional.empty() : refused("Unauthorized");
      case KEY_ECHOED ->
          right
              ? Optional.empty()
              : refused("Incorrect API key provided: " + given.orElse("none") + ".");
    };
  }

  /// The bearer key that the request carries.
  static Optional<String> bearer(HttpRequest request) {
    return request
        .header("authorization")
        .filter(value -> value.toLowerCase(Locale.ROOT).startsWith("bearer "))
        .map(value -> value.substring("bearer ".length()).strip())
        .filter(value -> !value.isEmpty());
  }

  private static Optional<Response> refused(String message) {
    return Optional.of(Errors.response(401, "AuthenticationError", message, null));
  }
}
