package io.perftune.engine.preflight;

import static java.util.Objects.requireNonNull;

import io.perftune.value.Secret;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// How a probe enters an endpoint.
///
/// @param key sent as bearer; null: no Authorization header
/// @param keyName where the key came from or should come from, for messages
/// @param headerVariables what header values name as `${NAME}`, by variable
/// @param caFile PEM certificates that are trusted instead of the system's; null: the system's
/// @param scrub takes every credential out of a text
public record ProbeAccess(
    @Nullable Secret key,
    String keyName,
    Map<String, Secret> headerVariables,
    @Nullable Path caFile,
    UnaryOperator<String> scrub) {
  public ProbeAccess {
    requireNonNull(keyName, "keyName is null");
    headerVariables = Map.copyOf(headerVariables);
    requireNonNull(scrub, "scrub is null");
  }

  /// A header's value with its variables filled in.
  String header(String value) {
    return Secret.filled(value, headerVariables);
  }
}
