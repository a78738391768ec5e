package io.perftune.lake.s3;

import io.perftune.value.Secret;
import java.net.URI;
import java.time.Duration;

/// Stores for tests, which wait for nothing.
public final class S3Sample {
  /// The keys of all of them.
  public static final String KEY_ID = "AKIATESTKEYIDENTIFY";

  public static final String SECRET = "Very/Secret+Key0123456789abcdefghijklmnop";

  private S3Sample() {}

  /// A store at that endpoint, below the prefix `p/`, which asks once.
  public static S3Store store(URI endpoint) {
    return store(endpoint, 1);
  }

  /// One that asks as often as that.
  public static S3Store store(URI endpoint, int attempts) {
    return new S3Store(
        S3Place.of("s3://" + S3Fake.BUCKET + "/p", endpoint.toString()), access(attempts));
  }

  static S3Access access(int attempts) {
    return new S3Access(
        new S3Access.Keys(new Secret(KEY_ID), new Secret(SECRET), null),
        "us-east-1",
        new S3Patience(Duration.ofSeconds(5), Duration.ofSeconds(5), attempts));
  }
}
