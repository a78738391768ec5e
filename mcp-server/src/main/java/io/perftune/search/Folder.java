package io.perftune.search;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.function.Predicate;

/// A folder to search, and what in it.
///
/// @param path absolute
/// @param name what files in it are called before their path below it
/// @param enters whether to look into a directory below it
/// @param takes whether to search a file below it
public record Folder(Path path, String name, Predicate<Path> enters, Predicate<Path> takes) {
  public Folder {
    path = requireNonNull(path, "path is null").toAbsolutePath().normalize();
    requireNonNull(name, "name is null");
    requireNonNull(enters, "enters is null");
    requireNonNull(takes, "takes is null");
  }

  /// A folder with all that is in it.
  public static Folder whole(Path path, String name) {
    return new Folder(path, name, _ -> true, _ -> true);
  }

  /// What a file below it is called, with slashes on every system.
  String nameOf(Path file) {
    return name + "/" + path.relativize(file).toString().replace('\\', '/');
  }
}
