package io.perftune.simulator.http;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// One request as it came in.
///
/// @param target path and query as sent
/// @param headers by lower-case name; of a name sent twice the last
/// @param body decoded as UTF-8
/// @param arrivedNanos `System.nanoTime()` after its last byte was read
public record HttpRequest(
    String method, String target, Map<String, String> headers, String body, long arrivedNanos) {

  public HttpRequest {
    requireNonNull(method, "method is null");
    requireNonNull(target, "target is null");
    headers = Map.copyOf(headers);
    requireNonNull(body, "body is null");
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }

  /// The target without its query.
  public String path() {
    int query = target.indexOf('?');
    return query < 0 ? target : target.substring(0, query);
  }
}
