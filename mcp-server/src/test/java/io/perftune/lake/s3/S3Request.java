package io.perftune.lake.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A request to a bucket.
///
/// @param key within the bucket; empty for the bucket itself
@SuppressWarnings("ArrayRecordComponent")
record S3Request(
    String method,
    String path,
    String key,
    Map<String, String> query,
    Map<String, List<String>> headers,
    byte[] body) {
  static S3Request of(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    Map<String, String> query = new HashMap<>();
    String raw = exchange.getRequestURI().getRawQuery();
    for (String part : raw == null ? new String[0] : raw.split("&", -1)) {
      int equals = part.indexOf('=');
      String name = equals < 0 ? part : part.substring(0, equals);
      query.put(name, equals < 0 ? "" : URLDecoder.decode(part.substring(equals + 1), UTF_8));
    }
    return new S3Request(
        exchange.getRequestMethod(),
        path,
        path.replaceFirst("^/" + S3Fake.BUCKET + "/?", ""),
        query,
        Map.copyOf(exchange.getRequestHeaders()),
        exchange.getRequestBody().readAllBytes());
  }

  /// What the bucket is asked to do.
  Operation operation() {
    return switch (method) {
      case "PUT" -> Operation.PUT;
      case "DELETE" -> Operation.DELETE;
      default -> key.isEmpty() ? Operation.LIST : Operation.READ;
    };
  }

  /// As logs name it.
  String line() {
    return method + " " + key;
  }

  String query(String name) {
    return query.getOrDefault(name, "");
  }

  @Nullable String header(String name) {
    return headers.entrySet().stream()
        .filter(header -> header.getKey().equalsIgnoreCase(name))
        .map(header -> header.getValue().getFirst())
        .findFirst()
        .orElse(null);
  }

  /// What can be asked of a bucket.
  enum Operation {
    PUT,
    DELETE,
    READ,
    LIST
  }
}
