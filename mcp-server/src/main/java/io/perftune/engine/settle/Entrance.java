package io.perftune.engine.settle;

import io.perftune.engine.preflight.TrustedCertificates;
import io.perftune.value.ProblemException;
import io.perftune.value.Secret;
import java.nio.file.Path;
import java.util.Map;
import javax.net.ssl.SSLContext;
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
    return Secret.filled(value, variables);
  }

  /// The certificates that are trusted; null: the system's.
  ///
  /// @throws ProblemException `unusable-ca-file` where the file holds none
  @Nullable SSLContext trust() {
    if (caFile == null) {
      return null;
    }
    return TrustedCertificates.of(caFile);
  }
}
