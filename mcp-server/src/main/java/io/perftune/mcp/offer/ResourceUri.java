package io.perftune.mcp.offer;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The name of a resource: `perftune://<kind>/<segment>/...?<key>=<value>`.
///
/// @param segments plain names, so that joined to a folder they stay below it
/// @param query empty where there is none
record ResourceUri(String kind, List<String> segments, Map<String, String> query) {
  private static final String SCHEME = "perftune";

  ResourceUri {
    requireNonNull(kind, "kind is null");
    segments = List.copyOf(segments);
    query = Map.copyOf(query);
  }

  /// The URI of that kind and path.
  static ResourceUri of(String kind, String... segments) {
    return new ResourceUri(kind, List.of(segments), Map.of());
  }

  /// Reads one that a client sent.
  ///
  /// @throws RefusedRequestException where it is none, or a segment is no plain name
  static ResourceUri parse(String text) {
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      throw RefusedRequestException.invalid("\"%s\" is no URI: %s.".formatted(text, e.getReason()));
    }
    if (!SCHEME.equals(uri.getScheme()) || uri.getHost() == null || uri.getRawPath() == null) {
      throw RefusedRequestException.notFound(
          "There is no resource \"%s\": resources/list and resources/templates/list name them."
              .formatted(text));
    }
    List<String> segments =
        Arrays.stream(uri.getRawPath().split("/", -1)).skip(1).map(ResourceUri::decoded).toList();
    if (segments.isEmpty() || !segments.stream().allMatch(ResourceUri::plain)) {
      throw RefusedRequestException.notFound(
          "\"%s\" leads nowhere: each part between slashes must be a plain name.".formatted(text));
    }
    return new ResourceUri(uri.getHost(), segments, query(uri.getRawQuery()));
  }

  private static Map<String, String> query(@Nullable String raw) {
    Map<String, String> query = new LinkedHashMap<>();
    if (raw != null && !raw.isEmpty()) {
      for (String pair : raw.split("&", -1)) {
        int equals = pair.indexOf('=');
        String key = equals < 0 ? pair : pair.substring(0, equals);
        query.put(decoded(key), equals < 0 ? "" : decoded(pair.substring(equals + 1)));
      }
    }
    return query;
  }

  private static String decoded(String raw) {
    try {
      return URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw RefusedRequestException.invalid("%s: %s.".formatted(raw, e.getMessage()));
    }
  }

  /// No step up, nothing hidden, and one name only.
  private static boolean plain(String segment) {
    return !segment.isEmpty()
        && !segment.startsWith(".")
        && segment.chars().noneMatch(c -> c == '/' || c == '\\' || c < ' ');
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /// The first segment.
  String first() {
    return segments.getFirst();
  }

  /// The segments after the first.
  List<String> rest() {
    return segments.subList(1, segments.size());
  }

  /// As clients write it.
  String text() {
    String path = segments.stream().map(ResourceUri::encoded).collect(Collectors.joining("/"));
    String asked =
        query.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(entry -> encoded(entry.getKey()) + "=" + encoded(entry.getValue()))
            .collect(Collectors.joining("&"));
    return SCHEME + "://" + kind + "/" + path + (asked.isEmpty() ? "" : "?" + asked);
  }
}
