package io.perftune.lake.s3;

import static java.util.Objects.requireNonNull;

import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Where a lake lies in S3.
///
/// @param prefix of all keys; empty, or ending in `/`
/// @param endpoint of an S3-compatible store, without user, query or fragment; null for AWS
public record S3Place(String bucket, String prefix, @Nullable URI endpoint) {
  private static final Pattern ADDRESS = Pattern.compile("s3://([^/]*)(?:/(.*))?");
  private static final Pattern BUCKET = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{1,253}");
  private static final Pattern PREFIX = Pattern.compile("([A-Za-z0-9._=-]+/)*");

  public S3Place {
    requireNonNull(bucket, "bucket is null");
    requireNonNull(prefix, "prefix is null");
  }

  /// Reads an address.
  ///
  /// @param address such as `s3://bucket/some/prefix`
  /// @param endpoint such as `https://minio.example:9000`
  /// @throws ProblemException where either is malformed; no part of an address that may hold a key
  ///   is repeated
  public static S3Place of(String address, @Nullable String endpoint) {
    Matcher parts = ADDRESS.matcher(address);
    if (!parts.matches() || !BUCKET.matcher(parts.group(1)).matches()) {
      throw refused(
          "The address names no valid bucket.",
          "Write it as s3://bucket/prefix, keys and endpoint aside.",
          "--lake");
    }
    String given = parts.group(2) == null ? "" : parts.group(2).replaceFirst("/+$", "");
    String prefix = given.isEmpty() ? "" : given + "/";
    if (!PREFIX.matcher(prefix).matches() || ("/" + prefix).contains("/../")) {
      throw refused(
          "The prefix in the bucket holds something other than plain folder names.",
          "Use letters, digits, dot, underscore, hyphen and = only, divided by /.",
          "--lake");
    }
    return new S3Place(parts.group(1), prefix, endpoint == null ? null : endpoint(endpoint));
  }

  private static URI endpoint(String text) {
    try {
      URI uri = new URI(text);
      boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      String path = uri.getRawPath();
      if (http
          && uri.getHost() != null
          && uri.getRawUserInfo() == null
          && uri.getRawQuery() == null
          && uri.getRawFragment() == null
          && (path == null || path.isEmpty() || path.equals("/"))) {
        return new URI(uri.getScheme(), null, uri.getHost(), uri.getPort(), null, null, null);
      }
    } catch (URISyntaxException e) {
      throw new ProblemException(unusable(), e);
    }
    throw new ProblemException(unusable());
  }

  private static Problem unusable() {
    return new Problem(
        "s3-endpoint",
        "The S3 endpoint is not a plain address.",
        "--s3-endpoint",
        "Write it as https://host:port, without user, path or query.");
  }

  private static ProblemException refused(String message, String remedy, String where) {
    return new ProblemException(new Problem("s3-address", message, where, remedy));
  }

  /// The address, without the endpoint.
  public String address() {
    String folder = prefix.isEmpty() ? "" : "/" + prefix.substring(0, prefix.length() - 1);
    return "s3://" + bucket + folder;
  }

  /// The address that tells places of the same name on two endpoints apart.
  public String distinctAddress() {
    return endpoint == null ? address() : address() + "@" + endpoint;
  }
}
