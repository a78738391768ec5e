package io.perftune.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/// An endpoint's address as users write it: scheme, host, port and base path; a trailing `/v1` is
/// understood.
public final class EndpointUrl {
  private static final int HIGHEST_PORT = 65_535;
  private static final String BARE = "Keep scheme, host, port and base path only.";

  private EndpointUrl() {}

  /// What is wrong with an address.
  ///
  /// @param says goes on after the name of the setting
  public record Fault(String says, String remedy) {}

  /// What is wrong with the address; empty for a good one.
  public static Optional<Fault> fault(String url) {
    if (url.contains(",")) {
      return fault("holds a comma, which AIPerf takes for a list.", "Give one endpoint a cell.");
    }
    Optional<Fault> address = metricsFault(url);
    if (address.isPresent()) {
      return address;
    }
    URI uri = URI.create(url);
    if (uri.getRawQuery() != null) {
      return fault("has a query.", BARE);
    }
    return uri.getPath().contains("/chat/completions")
        ? fault(
            "holds the path of chat completions.",
            "Keep what stands before /v1, and give another path in aa.endpoint.")
        : Optional.empty();
  }

  /// What is wrong with the address of a metrics page, which may have a query; empty for a good
  /// one.
  static Optional<Fault> metricsFault(String url) {
    if (!url.regionMatches(true, 0, "http://", 0, 7)
        && !url.regionMatches(true, 0, "https://", 0, 8)) {
      return fault("does not start with http:// or https://.", "Write the scheme in front.");
    }
    URI uri;
    try {
      uri = new URI(url);
    } catch (URISyntaxException e) {
      return fault(
          "is not a URL: %s.".formatted(e.getReason().toLowerCase(Locale.ROOT)),
          "Write it as http://host:port.");
    }
    return parts(uri);
  }

  private static Optional<Fault> parts(URI uri) {
    if (uri.getHost() == null) {
      return fault("has no valid host name.", "Write it as http://host:port.");
    }
    if (uri.getPort() == 0 || uri.getPort() > HIGHEST_PORT) {
      return fault("has a port outside 1 to 65535.", "Give the port of the server.");
    }
    if (uri.getRawFragment() != null) {
      return fault("has a fragment.", BARE);
    }
    return Optional.empty();
  }

  /// Scheme, host, port and base path, without a trailing `/v1`; the address has no fault.
  public static URI origin(String url) {
    URI uri = URI.create(url);
    String path = uri.getRawPath().replaceFirst("/+$", "").replaceFirst("/v1$", "");
    String authority = uri.getRawAuthority().toLowerCase(Locale.ROOT);
    return URI.create(uri.getScheme().toLowerCase(Locale.ROOT) + "://" + authority + path);
  }

  /// Whether both are of one server: scheme, host and port, the scheme's own port where none is
  /// written.
  public static boolean sameServer(URI one, URI other) {
    return one.getScheme().equalsIgnoreCase(other.getScheme())
        && one.getHost().equalsIgnoreCase(other.getHost())
        && port(one) == port(other);
  }

  private static int port(URI uri) {
    int usual = uri.getScheme().equalsIgnoreCase("https") ? 443 : 80;
    return uri.getPort() < 0 ? usual : uri.getPort();
  }

  /// True where the address is this machine itself.
  static boolean loopback(URI origin) {
    String host = origin.getHost().toLowerCase(Locale.ROOT);
    return host.equals("localhost")
        || host.endsWith(".localhost")
        || host.matches("127(\\.\\d{1,3}){3}")
        || host.equals("[::1]");
  }

  private static Optional<Fault> fault(String says, String remedy) {
    return Optional.of(new Fault(says, remedy));
  }
}
