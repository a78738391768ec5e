package io.perftune.engine.http;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A request. It may hold credentials and never prints them.
///
/// @param headers by name, credentials included
/// @param body null: a GET; otherwise it is posted
public record HttpCall(URI uri, Map<String, String> headers, @Nullable String body, Limits limits) {
  public HttpCall {
    requireNonNull(uri, "uri is null");
    headers = Map.copyOf(headers);
    requireNonNull(limits, "limits is null");
  }

  /// How far an exchange may go.
  ///
  /// @param head from sending to the head of the answer
  /// @param whole all of it
  /// @param bytes reading stops after so many
  /// @param events reading stops after so many server-sent events
  public record Limits(Duration head, Duration whole, int bytes, int events) {
    public Limits {
      requireNonNull(head, "head is null");
      requireNonNull(whole, "whole is null");
    }
  }

  /// `GET` or `POST`.
  public String method() {
    return body == null ? "GET" : "POST";
  }

  @Override
  public String toString() {
    return method() + " " + uri;
  }
}
