package io.perftune.verb.publish;

import static java.util.Objects.requireNonNull;

import io.perftune.lake.s3.S3Place;
import io.perftune.lake.s3.S3Store;
import io.perftune.lake.store.LocalStore;
import io.perftune.lake.store.Store;
import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import io.perftune.verb.Context;
import java.nio.file.Path;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Where a publish goes.
public sealed interface Destination {
  /// As replies name it.
  String shown();

  /// What tells it from every other one.
  default String distinct() {
    return shown();
  }

  /// Opens it; the caller closes it.
  ///
  /// @throws ProblemException where something is missing for that
  Store open();

  /// A local directory.
  record Directory(Path root) implements Destination {
    public Directory {
      requireNonNull(root, "root is null");
    }

    @Override
    public String shown() {
      return root.toString();
    }

    @Override
    public Store open() {
      return new LocalStore(root);
    }
  }

  /// A bucket, or a part of one.
  record Bucket(S3Place place, S3Credentials credentials) implements Destination {
    public Bucket {
      requireNonNull(place, "place is null");
      requireNonNull(credentials, "credentials is null");
    }

    @Override
    public String shown() {
      return place.address();
    }

    @Override
    public String distinct() {
      return place.distinctAddress();
    }

    @Override
    public Store open() {
      return new S3Store(place, credentials.access());
    }
  }

  /// Whether the call goes to a local directory; also for a call that is malformed otherwise.
  static boolean isLocal(ObjectNode input) {
    String lake = Json.text(input, "lake");
    return lake == null ? Json.text(input, "s3_bucket") == null : !Words.S3.matcher(lake).matches();
  }

  /// What the call names: a directory, lake/ in the repository root where it names none, a bucket
  /// by its address, or by `s3_bucket` alone.
  ///
  /// @throws ProblemException for another kind of place, and for words that disagree
  static Destination of(ObjectNode input, Context context) {
    String lake = Json.text(input, "lake");
    if (isLocal(input)) {
      if (lake != null && Words.ELSEWHERE.matcher(lake).matches()) {
        throw refused(
            "not-there-yet",
            "A lake at " + lake + " is not there yet.",
            "--lake",
            "Give --lake a local directory or s3://bucket/prefix.");
      }
      refuseBucketWords(input);
      Path root = lake == null ? context.repositoryRoot().resolve("lake") : context.resolve(lake);
      return new Directory(root);
    }
    String bucket = Json.text(input, "s3_bucket");
    String address = Objects.requireNonNullElse(lake, "s3://" + bucket);
    S3Place place = S3Place.of(address, endpoint(input, context));
    if (bucket != null && !bucket.equals(place.bucket())) {
      throw refused(
          "contradiction",
          "--s3-bucket and --lake name different buckets.",
          "--s3-bucket",
          "Leave one of them out.");
    }
    return new Bucket(place, S3Credentials.of(input, context));
  }

  private static @Nullable String endpoint(ObjectNode input, Context context) {
    String given = Json.text(input, "s3_endpoint");
    for (String variable : Words.ENDPOINTS) {
      String value = context.environment().getOrDefault(variable, "");
      if (given == null && !value.isBlank()) {
        given = value;
      }
    }
    return given;
  }

  private static void refuseBucketWords(ObjectNode input) {
    for (String property : Words.OF_BUCKETS) {
      if (Json.text(input, property) != null) {
        String flag = "--" + property.replace('_', '-');
        throw refused(
            "contradiction",
            flag + " is given, and the lake is a local directory.",
            flag,
            "Give --lake s3://bucket/prefix, or leave " + flag + " out.");
      }
    }
  }

  private static ProblemException refused(
      String code, String message, String where, String remedy) {
    return new ProblemException(new Problem(code, message, where, remedy));
  }

  /// What tells the kinds apart.
  final class Words {
    private static final Pattern S3 = Pattern.compile("[sS]3:.*");
    private static final Pattern ELSEWHERE = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:.*");
    private static final String[] ENDPOINTS = {"AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL"};
    private static final String[] OF_BUCKETS = {
      "s3_bucket", "s3_endpoint", "s3_access_key_file", "s3_secret_key_file"
    };

    private Words() {}
  }
}
