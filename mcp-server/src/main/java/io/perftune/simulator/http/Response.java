package io.perftune.simulator.http;

import static java.util.Objects.requireNonNull;

/// A response that is sent whole.
public record Response(int status, String contentType, String body) {
  public Response {
    requireNonNull(contentType, "contentType is null");
    requireNonNull(body, "body is null");
  }

  public static Response json(int status, String body) {
    return new Response(status, "application/json", body);
  }

  public static Response text(int status, String body) {
    return new Response(status, "text/plain; charset=utf-8", body);
  }
}
