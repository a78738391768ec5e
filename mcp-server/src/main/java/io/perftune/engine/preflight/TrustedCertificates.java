package io.perftune.engine.preflight;

import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// TLS that trusts the certificates of a PEM file and no others.
public final class TrustedCertificates {
  private TrustedCertificates() {}

  /// The context of those certificates.
  ///
  /// @throws ProblemException where the file cannot be read or holds none
  public static SSLContext of(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int count = 0;
      for (Certificate certificate :
          CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("ca-" + count++, certificate);
      }
      if (count == 0) {
        throw new IOException("no certificate is in it");
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new ProblemException(
          new Problem(
              "unusable-ca-file",
              "The certificates in %s cannot be used: %s.".formatted(file, e.getMessage()),
              "aa.ca_file",
              "Name a file of PEM certificates."),
          e);
    }
  }
}
