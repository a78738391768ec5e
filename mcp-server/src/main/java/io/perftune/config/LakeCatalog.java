package io.perftune.config;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An Iceberg catalog as configs/lake.yaml describes it; what it takes from the environment is
/// still `${ENV:NAME}`, so that it may be printed.
///
/// @param warehouse null where the catalog's server knows it
/// @param properties handed on to Iceberg
public record LakeCatalog(
    String name,
    Kind kind,
    String uri,
    @Nullable String warehouse,
    String namespace,
    Map<String, String> properties,
    Snapshots snapshots) {
  public LakeCatalog {
    requireNonNull(name, "name is null");
    requireNonNull(kind, "kind is null");
    requireNonNull(uri, "uri is null");
    requireNonNull(namespace, "namespace is null");
    properties = Map.copyOf(properties);
    requireNonNull(snapshots, "snapshots is null");
  }

  /// How the catalog is spoken to.
  public enum Kind {
    /// Tables of a database.
    JDBC,
    /// Iceberg's REST protocol.
    REST;

    /// The word in the file.
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Kind labelled(String label) {
      return valueOf(label.toUpperCase(Locale.ROOT));
    }
  }

  /// Which snapshots of a table stay.
  ///
  /// @param keep the newest ones, whatever their age
  /// @param maxAgeDays age up to which all of them stay
  public record Snapshots(int keep, int maxAgeDays) {}
}
