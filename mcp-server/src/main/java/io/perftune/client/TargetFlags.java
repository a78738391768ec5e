package io.perftune.client;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.perftune.client.http.Target;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The flags that say where requests go, and as whom.
final class TargetFlags {
  @Option(
      names = "--url",
      required = true,
      paramLabel = "ORIGIN",
      description = "Scheme, host, port and base path, such as https://example.org/base.")
  private URI url = URI.create("");

  @Option(
      names = "--endpoint",
      paramLabel = "PATH",
      defaultValue = "/v1/chat/completions",
      description = "What follows the base path. Default: ${DEFAULT-VALUE}.")
  private String endpoint = "";

  @Option(
      names = "--key-variable",
      paramLabel = "NAME",
      description = "The environment variable with the bearer key. Without: no key is sent.")
  private @Nullable String keyVariable;

  @Option(
      names = "--header",
      paramLabel = "'NAME: VALUE'",
      description =
          "One more header; $${NAME} in its value stands for an environment variable. May be repeated.")
  private List<String> headers = List.of();

  @Option(
      names = "--ca-file",
      paramLabel = "PEM",
      description = "The certificates that are trusted, instead of those of the Java runtime.")
  private @Nullable Path caFile;

  /// Looks the host's name up, once for the whole run.
  ///
  /// @throws IllegalArgumentException where the address is none
  Target target() throws IOException {
    boolean secure = secure();
    String host = url.getHost();
    int port = url.getPort() != -1 ? url.getPort() : secure ? 443 : 80;
    return new Target(host, port, addresses(host, port), secure ? tls() : null);
  }

  /// The part of a request before its body.
  ///
  /// @throws IllegalArgumentException where a header is none, or a variable is not set
  RequestHead head(Map<String, String> environment) {
    boolean _ = secure();
    RequestHead.Builder head =
        RequestHead.post(
            url.getRawAuthority(), url.getRawPath().replaceFirst("/+$", "") + endpoint);
    if (keyVariable != null) {
      head.key(keyVariable, environment);
    }
    headers.forEach(line -> head.line(line, environment));
    return head.build();
  }

  private boolean secure() {
    String scheme = String.valueOf(url.getScheme());
    boolean secure = scheme.equalsIgnoreCase("https");
    if (!(secure || scheme.equalsIgnoreCase("http"))
        || url.getHost() == null
        || url.getRawUserInfo() != null
        || url.getRawQuery() != null
        || url.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "--url is not http://HOST or https://HOST, with a base path and nothing more");
    }
    return secure;
  }

  private static List<InetSocketAddress> addresses(String host, int port) {
    try {
      return Arrays.stream(InetAddress.getAllByName(host))
          .map(address -> new InetSocketAddress(address, port))
          .toList();
    } catch (UnknownHostException _) {
      return List.of();
    }
  }

  private SslContext tls() throws IOException {
    SslContextBuilder tls = SslContextBuilder.forClient().sslProvider(SslProvider.JDK);
    if (caFile != null) {
      if (!Files.isReadable(caFile)) {
        throw new IllegalArgumentException("--ca-file %s cannot be read".formatted(caFile));
      }
      tls.trustManager(caFile.toFile());
    }
    try {
      return tls.build();
    } catch (SSLException e) {
      throw new IOException("no TLS with --ca-file " + caFile, e);
    }
  }
}
