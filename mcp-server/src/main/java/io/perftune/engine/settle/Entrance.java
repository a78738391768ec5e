package io.perftune.engine.settle;

import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import io.perftune.value.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/// How an uncounted request enters the endpoint.
///
/// @param key sent as bearer; null: no Authorization header
/// @param variables what header values name as `${NAME}`, by variable
/// @param caFile PEM certificates that are trusted instead of the system's; null: the system's
public record Entrance(@Nullable Secret key, Map<String, Secret> variables, @Nullable Path caFile) {
  public Entrance {
    variables = Map.copyOf(variables);
  }

  /// A header's value with its variables put in.
  String header(String value) {
    String whole = value;
    for (Map.Entry<String, Secret> variable : variables.entrySet()) {
      whole = whole.replace("${" + variable.getKey() + "}", variable.getValue().reveal());
    }
    return whole;
  }

  /// The certificates that are trusted; null: the system's.
  ///
  /// @throws ProblemException `bad-ca-file` where the file holds none
  @Nullable SSLContext trust() {
    if (caFile == null) {
      return null;
    }
    try (InputStream pem = Files.newInputStream(caFile)) {
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
        trusted.setCertificateEntry("ca-" + trusted.size(), each);
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new ProblemException(
          new Problem(
              "bad-ca-file",
              "%s holds no certificates that can be read: %s.".formatted(caFile, e.getMessage()),
              "aa.ca_file",
              "Give a file of PEM certificates."),
          e);
    }
  }
}
