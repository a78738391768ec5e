package io.perftune.mcp.offer;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A folder that nothing read through it lies outside of, whatever links are in it.
record Fence(Path folder) {
  Fence {
    requireNonNull(folder, "folder is null");
  }

  /// The regular file of that name below the folder; empty where there is none, or a link leads
  /// out.
  Optional<Path> file(List<String> segments) {
    return real(String.join("/", segments)).filter(Files::isRegularFile);
  }

  /// The folder of that name directly below; empty where there is none, or a link leads out.
  Optional<Path> directory(String name) {
    return real(name).filter(Files::isDirectory);
  }

  private Optional<Path> real(String name) {
    try {
      Path path = folder.resolve(name);
      if (!Files.exists(path)) {
        return Optional.empty();
      }
      return Optional.of(path.toRealPath()).filter(real -> real.startsWith(root()));
    } catch (IOException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private Path root() {
    try {
      return folder.toRealPath();
    } catch (IOException _) {
      return folder.toAbsolutePath().normalize();
    }
  }

  /// The names of the files directly below that a client may read, sorted; none where the folder is
  /// not there.
  List<String> files() {
    return names(false);
  }

  /// The names of the folders directly below, sorted.
  List<String> directories() {
    return names(true);
  }

  private List<String> names(boolean directories) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .map(entry -> entry.getFileName().toString())
          .filter(name -> !name.startsWith("."))
          .filter(name -> (directories ? directory(name) : file(List.of(name))).isPresent())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw RefusedRequestException.invalid(
          "%s could not be listed: %s.".formatted(folder, e.getMessage()));
    }
  }

  /// The bytes of a file that [#file] found.
  ///
  /// @param limit in bytes
  /// @throws RefusedRequestException where it is longer, or cannot be read
  static byte[] bytes(Path real, int limit) {
    try (InputStream in = Files.newInputStream(real, LinkOption.NOFOLLOW_LINKS)) {
      byte[] bytes = in.readNBytes(limit + 1);
      if (bytes.length > limit) {
        throw RefusedRequestException.invalid(
            "%s has %d bytes, and a resource of its kind at most %d: open the file at this path."
                .formatted(real, Files.size(real), limit));
      }
      return bytes;
    } catch (IOException e) {
      throw RefusedRequestException.invalid(
          "%s could not be read: %s.".formatted(real, e.getMessage()));
    }
  }
}
