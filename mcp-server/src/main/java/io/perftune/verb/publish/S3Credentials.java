package io.perftune.verb.publish;

import static java.util.Objects.requireNonNull;

import io.perftune.lake.s3.S3Access;
import io.perftune.lake.s3.S3Patience;
import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import io.perftune.value.Secret;
import io.perftune.verb.Context;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Where the keys of a store in S3 come from: two files, else the environment's variables, else
/// what the AWS SDK finds (profile, single sign-on, role, instance). They are read when the store
/// is opened and stand nowhere else.
record S3Credentials(
    @Nullable Path accessKeyFile, @Nullable Path secretKeyFile, Map<String, String> environment) {
  private static final String ACCESS_FLAG = "--s3-access-key-file";
  private static final String SECRET_FLAG = "--s3-secret-key-file";
  private static final int LONGEST_KEY = 4096;

  S3Credentials {
    environment = Map.copyOf(requireNonNull(environment, "environment is null"));
  }

  /// @throws ProblemException where only one of the two files is named
  static S3Credentials of(ObjectNode input, Context context) {
    String access = Json.text(input, "s3_access_key_file");
    String secret = Json.text(input, "s3_secret_key_file");
    if ((access == null) != (secret == null)) {
      String given = access == null ? SECRET_FLAG : ACCESS_FLAG;
      String missing = access == null ? ACCESS_FLAG : SECRET_FLAG;
      throw refused(
          given + " is given without " + missing + ".", missing, "Give both, or neither.");
    }
    return new S3Credentials(
        access == null ? null : context.resolve(access),
        secret == null ? null : context.resolve(secret),
        context.environment());
  }

  /// The access, with the keys that there are now.
  ///
  /// @throws ProblemException where a file holds no key; what it holds, and its name, are not
  ///   repeated, since a caller may have given the key itself
  S3Access access() {
    return new S3Access(keys(), region(), S3Patience.USUAL);
  }

  private S3Access.@Nullable Keys keys() {
    if (accessKeyFile != null && secretKeyFile != null) {
      Secret id = key(accessKeyFile, ACCESS_FLAG);
      return new S3Access.Keys(id, key(secretKeyFile, SECRET_FLAG), null);
    }
    String id = variable("AWS_ACCESS_KEY_ID");
    String secret = variable("AWS_SECRET_ACCESS_KEY");
    String token = variable("AWS_SESSION_TOKEN");
    return id == null || secret == null
        ? null
        : new S3Access.Keys(
            new Secret(id), new Secret(secret), token == null ? null : new Secret(token));
  }

  private @Nullable String region() {
    String region = variable("AWS_REGION");
    return region == null ? variable("AWS_DEFAULT_REGION") : region;
  }

  private @Nullable String variable(String name) {
    String value = environment.getOrDefault(name, "").strip();
    return value.isEmpty() ? null : value;
  }

  private static Secret key(Path file, String flag) {
    String text;
    try {
      text = Files.size(file) > LONGEST_KEY ? "" : Files.readString(file).strip();
    } catch (IOException e) {
      Problem problem =
          new Problem(
              "no-credential",
              "The file of " + flag + " cannot be read.",
              flag,
              "Give the path of a file that holds the key, never the key itself.");
      throw new ProblemException(problem, new IOException(e.getClass().getSimpleName()));
    }
    if (text.isEmpty() || !text.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw refused(
          "The file of " + flag + " does not hold one key and nothing else.",
          flag,
          "Write the key into it, in one line.");
    }
    return new Secret(text);
  }

  private static ProblemException refused(String message, String where, String remedy) {
    return new ProblemException(new Problem("no-credential", message, where, remedy));
  }

  /// The environment holds keys.
  @Override
  public String toString() {
    return "S3Credentials[]";
  }
}
