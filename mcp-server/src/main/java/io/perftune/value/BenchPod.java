package io.perftune.value;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The pod from which a cell's requests are sent.
///
/// @param name of the pod, not of what owns it
/// @param namespace null: the one of the kubectl context
/// @param context of kubectl's configuration; null: the current one
public record BenchPod(String name, @Nullable String namespace, @Nullable String context) {
  private static final int NAME_LENGTH = 12;

  public BenchPod {
    requireNonNull(name, "name is null");
  }

  /// `namespace/name`, or the name alone.
  public String label() {
    return namespace == null ? name : namespace + "/" + name;
  }

  /// The directory in the pod that a cell's runs have for themselves, one after the other: short,
  /// because sockets lie below it, and the same whenever the cell is run, so that what a killed run
  /// left there is found.
  public Path directory(Path cell) {
    String key = label() + " " + context + " " + cell.toAbsolutePath().normalize();
    return Path.of("/tmp", "ptr-" + Digest.sha256(key).substring(0, NAME_LENGTH));
  }

  /// Where in that directory the generator leaves its files.
  public static Path raw(Path directory) {
    return directory.resolve("raw");
  }

  /// Where in that directory the prompts lie.
  public static Path dataset(Path directory) {
    return directory.resolve("dataset.jsonl");
  }

  /// Where in that directory the generator's configuration lies.
  public static Path config(Path directory) {
    return directory.resolve("config.yaml");
  }
}
