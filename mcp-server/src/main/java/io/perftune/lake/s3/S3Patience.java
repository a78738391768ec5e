package io.perftune.lake.s3;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/// How long an answer is waited for.
///
/// @param connect for a connection
/// @param silence without a byte
/// @param attempts of a request that a store could not serve, the first one included
public record S3Patience(Duration connect, Duration silence, int attempts) {
  /// What a store across the world needs.
  public static final S3Patience USUAL =
      new S3Patience(Duration.ofSeconds(10), Duration.ofSeconds(60), 4);

  public S3Patience {
    requireNonNull(connect, "connect is null");
    requireNonNull(silence, "silence is null");
  }
}
