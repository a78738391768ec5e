package io.perftune.client;

import io.perftune.value.Secret;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Request line and headers of every request. What it holds is secret and is shown nowhere.
final class RequestHead {
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");
  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
  private static final Pattern VALUE = Pattern.compile("[\\t\\x20-\\x7e\\x80-\\xff]*");
  private static final Pattern PATH = Pattern.compile("/[\\x21-\\x7e\\x80-\\xff]*");
  private static final Set<String> OURS =
      Set.of("host", "content-length", "transfer-encoding", "connection", "x-request-id", "expect");

  private final String fixed;
  private final List<Secret> secrets;

  private RequestHead(String fixed, List<Secret> secrets) {
    this.fixed = fixed;
    this.secrets = List.copyOf(secrets);
  }

  /// What no file may hold: everything that came from a variable.
  Mask mask() {
    return new Mask(secrets);
  }

  /// Of one request, the empty line included.
  byte[] bytes(String requestId, int contentLength) {
    String own =
        "X-Request-ID: %s\r\nContent-Length: %d\r\n\r\n".formatted(requestId, contentLength);
    return (fixed + own).getBytes(StandardCharsets.ISO_8859_1);
  }

  /// A POST to this authority and path; the headers follow.
  static Builder post(String authority, String path) {
    if (!PATH.matcher(path).matches()) {
      throw new IllegalArgumentException("--endpoint is not a path");
    }
    return new Builder("POST " + path + " HTTP/1.1\r\nHost: " + authority + "\r\n");
  }

  /// Collects headers; a later one of the same name is refused.
  static final class Builder {
    private final String start;
    private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Map<String, String> defaults =
        Map.of(
            "Accept", "text/event-stream",
            "Content-Type", "application/json",
            "Connection", "keep-alive",
            "User-Agent", "perf-tune-report");

    private final List<Secret> secrets = new ArrayList<>();

    private Builder(String start) {
      this.start = start;
    }

    /// The bearer key that the variable holds.
    void key(String variable, Map<String, String> environment) {
      add("Authorization", "Bearer " + held(variable, environment));
    }

    /// A line `Name: value` with its variables resolved.
    void line(String line, Map<String, String> environment) {
      int colon = line.indexOf(':');
      String name = colon < 0 ? "" : line.substring(0, colon).strip();
      if (!TOKEN.matcher(name).matches()) {
        throw new IllegalArgumentException("--header takes 'Name: value'");
      }
      if (OURS.contains(name.toLowerCase(Locale.ROOT))) {
        throw new IllegalArgumentException("--header %s is set by the client".formatted(name));
      }
      add(
          name,
          REFERENCE
              .matcher(line.substring(colon + 1).strip())
              .replaceAll(found -> Matcher.quoteReplacement(held(found.group(1), environment))));
    }

    RequestHead build() {
      defaults.forEach(headers::putIfAbsent);
      StringBuilder all = new StringBuilder(start);
      headers.forEach((name, value) -> all.append(name).append(": ").append(value).append("\r\n"));
      return new RequestHead(all.toString(), secrets);
    }

    private void add(String name, String value) {
      if (!VALUE.matcher(value).matches()) {
        throw new IllegalArgumentException(
            "the value of the header %s cannot be sent in HTTP".formatted(name));
      }
      if (headers.put(name, value) != null) {
        throw new IllegalArgumentException("the header %s is given twice".formatted(name));
      }
    }

    private String held(String variable, Map<String, String> environment) {
      String held = environment.getOrDefault(variable, "").strip();
      if (held.isEmpty()) {
        throw new IllegalArgumentException(
            "the environment variable %s is not set".formatted(variable));
      }
      secrets.add(new Secret(held));
      return held;
    }
  }
}
