package io.perftune.verb.publish;

import static java.util.Objects.requireNonNull;

import io.perftune.config.LakeCatalog;
import io.perftune.config.LakeCatalogs;
import io.perftune.lake.Lake;
import io.perftune.lake.PublishTarget;
import io.perftune.lake.iceberg.CatalogAccess;
import io.perftune.lake.iceberg.IcebergLake;
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

  /// Opens it for a publish; the caller closes it.
  ///
  /// @throws ProblemException where something is missing for that
  PublishTarget target();

  /// Files in the layout of docs/lake.md.
  sealed interface FileTree extends Destination {
    /// Opens it; the caller closes it.
    ///
    /// @throws ProblemException where something is missing for that
    Store open();

    @Override
    default PublishTarget target() {
      return new Lake(open());
    }
  }

  /// A local directory.
  record Directory(Path root) implements FileTree {
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
  record Bucket(S3Place place, S3Credentials credentials) implements FileTree {
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

  /// Tables in an Iceberg catalog.
  record Tables(LakeCatalog catalog, Context context) implements Destination {
    public Tables {
      requireNonNull(catalog, "catalog is null");
      requireNonNull(context, "context is null");
    }

    @Override
    public String shown() {
      return "iceberg:" + catalog.name();
    }

    /// The name in configs/lake.yaml may come to mean another place.
    @Override
    public String distinct() {
      return "%s %s %s %s"
          .formatted(shown(), catalog.uri(), catalog.warehouse(), catalog.namespace());
    }

    @Override
    public PublishTarget target() {
      return open();
    }

    /// Opens it; the caller closes it.
    public IcebergLake open() {
      return IcebergLake.of(
          CatalogAccess.of(catalog, context.repositoryRoot(), context.environment()),
          context.clock());
    }

    /// The context holds the environment.
    @Override
    public String toString() {
      return shown();
    }
  }

  /// Whether the call goes to a local directory; also for a call that is malformed otherwise.
  static boolean isLocal(ObjectNode input) {
    String lake = Json.text(input, "lake");
    return lake == null
        ? Json.text(input, "s3_bucket") == null
        : !Words.S3.matcher(lake).matches() && !lake.startsWith(Words.ICEBERG);
  }

  /// What the call names: a directory, lake/ in the repository root where it names none, a bucket
  /// by its address, or by `s3_bucket` alone, a catalog of configs/lake.yaml.
  ///
  /// @throws ProblemException for another kind of place, and for words that disagree
  static Destination of(ObjectNode input, Context context) {
    String lake = Json.text(input, "lake");
    if (lake != null && lake.startsWith(Words.ICEBERG)) {
      refuseBucketWords(input, "is a catalog");
      String name = lake.substring(Words.ICEBERG.length());
      return new Tables(LakeCatalogs.find(context.repositoryRoot(), name), context);
    }
    if (isLocal(input)) {
      if (lake != null && Words.ELSEWHERE.matcher(lake).matches()) {
        throw refused(
            "not-there-yet",
            "A lake at " + lake + " is not there yet.",
            "--lake",
            "Give --lake a local directory, s3://bucket/prefix or iceberg:<name>.");
      }
      refuseBucketWords(input, "is a local directory");
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

  private static void refuseBucketWords(ObjectNode input, String lake) {
    for (String property : Words.OF_BUCKETS) {
      if (Json.text(input, property) != null) {
        String flag = "--" + property.replace('_', '-');
        throw refused(
            "contradiction",
            flag + " is given, and the lake " + lake + ".",
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
    private static final String ICEBERG = "iceberg:";
    private static final Pattern ELSEWHERE = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:.*");
    private static final String[] ENDPOINTS = {"AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL"};
    private static final String[] OF_BUCKETS = {
      "s3_bucket", "s3_endpoint", "s3_access_key_file", "s3_secret_key_file"
    };

    private Words() {}
  }
}
