package io.perftune.lake.s3;

import static java.util.Objects.requireNonNull;

import io.perftune.value.Secret;
import org.jspecify.annotations.Nullable;

/// With what right, and how patiently, a store in S3 is asked.
///
/// @param keys null for the default chain: profile, single sign-on, role, instance
/// @param region null for the default chain, else us-east-1 where an endpoint is given
public record S3Access(@Nullable Keys keys, @Nullable String region, S3Patience patience) {
  public S3Access {
    requireNonNull(patience, "patience is null");
  }

  /// A pair of keys, and the token of a session.
  ///
  /// @param token null for keys that last
  public record Keys(Secret id, Secret secret, @Nullable Secret token) {
    public Keys {
      requireNonNull(id, "id is null");
      requireNonNull(secret, "secret is null");
    }
  }
}
