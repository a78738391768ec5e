package io.perftune.simulator;

import static java.util.Objects.requireNonNull;

import io.perftune.simulator.answer.Errors;
import io.perftune.simulator.http.Response;

/// A chat request gets an error instead of an answer.
final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Response response;

  RefusedException(Response response) {
    super("refused with " + response.status());
    this.response = requireNonNull(response, "response is null");
  }

  static RefusedException badRequest(String message, String parameter) {
    return new RefusedException(Errors.response(400, "BadRequestError", message, parameter));
  }

  Response response() {
    return response;
  }
}
