package io.perftune.lake.iceberg;

import static java.util.Objects.requireNonNull;

import io.perftune.config.LakeCatalog;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import io.perftune.value.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A catalog with what it takes from the environment; it never prints that.
///
/// @param root of the repository, from which relative paths are taken
/// @param secrets by `ENV:NAME`
public record CatalogAccess(LakeCatalog catalog, Path root, Map<String, Secret> secrets) {
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{(ENV:([^}]*))}");
  private static final String SQLITE = "jdbc:sqlite:";

  public CatalogAccess {
    requireNonNull(catalog, "catalog is null");
    requireNonNull(root, "root is null");
    secrets = Map.copyOf(secrets);
  }

  /// Takes what the catalog names from the environment.
  ///
  /// @throws ProblemException with every variable that is not set
  public static CatalogAccess of(LakeCatalog catalog, Path root, Map<String, String> environment) {
    List<String> values = new ArrayList<>(catalog.properties().values());
    values.add(catalog.uri());
    if (catalog.warehouse() != null) {
      values.add(catalog.warehouse());
    }
    List<Problem> problems = new ArrayList<>();
    Map<String, Secret> secrets = new HashMap<>();
    for (String value : values) {
      Matcher matcher = REFERENCE.matcher(value);
      while (matcher.find()) {
        String variable = environment.getOrDefault(matcher.group(2), "").strip();
        if (variable.isEmpty()) {
          problems.add(unset(matcher.group(2), catalog.name()));
        } else {
          secrets.put(matcher.group(1), new Secret(variable));
        }
      }
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(problems.stream().distinct().toList());
    }
    return new CatalogAccess(catalog, root, secrets);
  }

  private static Problem unset(String variable, String catalog) {
    return new Problem(
        "no-credential",
        "The catalog %s takes a value from %s, which is not set.".formatted(catalog, variable),
        variable,
        "Set it in the environment of this call.");
  }

  /// The address; that of an SQLite file is absolute.
  String uri() {
    return sqlite().map(file -> SQLITE + file).orElseGet(() -> filled(catalog.uri()));
  }

  /// The file of a catalog in SQLite; empty for any other.
  Optional<Path> sqlite() {
    String uri = filled(catalog.uri());
    String file = uri.startsWith(SQLITE) ? uri.substring(SQLITE.length()) : "";
    boolean named = !file.isEmpty() && !file.startsWith(":") && !file.startsWith("file:");
    return named ? Optional.of(root.resolve(file).normalize()) : Optional.empty();
  }

  /// Whether the catalog is a file that is not there yet.
  boolean isMissing() {
    return sqlite().filter(file -> !Files.exists(file)).isPresent();
  }

  /// Iceberg's properties.
  Map<String, String> properties() {
    Map<String, String> properties = new HashMap<>();
    catalog.properties().forEach((key, value) -> properties.put(key, filled(value)));
    return properties;
  }

  /// The warehouse as the file names it; empty where it does not.
  Optional<String> warehouse() {
    return Optional.ofNullable(catalog.warehouse()).map(this::filled);
  }

  private String filled(String text) {
    return Secret.filled(text, secrets);
  }

  /// The text without any secret.
  String scrub(String text) {
    String clean = text;
    for (Secret secret : secrets.values()) {
      clean = secret.scrub(clean);
    }
    return clean;
  }

  /// The warehouse of a catalog whose files this program places.
  ///
  /// @throws ProblemException where it is not a directory of this machine
  String directory() {
    String warehouse = warehouse().orElseThrow(() -> refused("names no warehouse"));
    if (!LocalFileIO.isLocal(warehouse)) {
      throw refused("has its warehouse at " + scrub(warehouse));
    }
    return LocalFileIO.SCHEME + root.resolve(LocalFileIO.path(warehouse)).normalize();
  }

  /// The refusal of files that are not on this machine.
  ProblemException refused(String what) {
    return new ProblemException(
        new Problem(
            "warehouse",
            "The catalog %s %s; only directories of this machine are supported."
                .formatted(catalog.name(), what),
            "--lake",
            "Give the catalog a warehouse in a directory, or publish to s3://bucket/prefix, whose"
                + " files every engine reads as they are."));
  }

  /// As replies and receipts name it.
  String shown() {
    return "iceberg:" + catalog.name();
  }

  @Override
  public String toString() {
    return "CatalogAccess[" + catalog.name() + "]";
  }
}
