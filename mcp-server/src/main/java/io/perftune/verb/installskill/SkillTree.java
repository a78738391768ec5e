package io.perftune.verb.installskill;

import static java.util.Objects.requireNonNull;

import io.perftune.value.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/// The files of a skill's directory, each by its path below it and its sha256, with `+x` behind the
/// hash where it is executable. What Python leaves behind does not count.
record SkillTree(Path root, SequencedMap<String, String> files) {
  private static final Path CACHE = Path.of("__pycache__");

  SkillTree {
    requireNonNull(root, "root is null");
    files = new TreeMap<>(files);
  }

  /// The files below a directory; a symbolic link counts as what it points to.
  static SkillTree of(Path directory) throws IOException {
    Path root = directory.toRealPath();
    SequencedMap<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(root)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        Path name = root.relativize(file);
        if (!cached(name)) {
          String mark = Files.isExecutable(file) ? "+x" : "";
          files.put(name.toString(), Digest.sha256(Files.readAllBytes(file)) + mark);
        }
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return new SkillTree(root, files);
  }

  private static boolean cached(Path name) {
    for (Path part : name) {
      if (part.equals(CACHE)) {
        return true;
      }
    }
    return false;
  }

  /// The names that only one of both has, or both with other content.
  List<String> differences(SkillTree other) {
    TreeSet<String> names = new TreeSet<>(files.keySet());
    names.addAll(other.files.keySet());
    names.removeIf(
        name -> files.containsKey(name) && files.get(name).equals(other.files.get(name)));
    return List.copyOf(names);
  }

  /// Copies the files into a directory that is not there yet.
  void copyTo(Path directory) throws IOException {
    Files.createDirectory(directory);
    for (String name : files.sequencedKeySet()) {
      Path target = directory.resolve(name);
      Files.createDirectories(target.getParent());
      Files.copy(root.resolve(name), target, StandardCopyOption.COPY_ATTRIBUTES);
    }
  }

  /// Deletes what lies at a path and below it, where anything does; follows no symbolic link.
  static void delete(Path path) throws IOException {
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      try (Stream<Path> all = Files.walk(path)) {
        for (Path entry : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(entry);
        }
      }
    }
  }
}
