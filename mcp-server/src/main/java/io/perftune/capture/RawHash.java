package io.perftune.capture;

import io.perftune.value.Digest;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.List;

/// One sha256 over several files, which anybody can repeat: the hash of what `sha256sum` prints for
/// them.
final class RawHash {
  private RawHash() {}

  /// Over those of the named files that are there, sorted by name; empty where none is.
  static String of(Path directory, List<String> names) {
    StringBuilder lines = new StringBuilder();
    for (String name : names.stream().sorted().toList()) {
      Path file = directory.resolve(name);
      if (Files.isRegularFile(file)) {
        lines.append(of(file)).append("  ").append(name).append('\n');
      }
    }
    return lines.isEmpty() ? "" : Digest.sha256(lines.toString());
  }

  private static String of(Path file) {
    MessageDigest digest = Digest.algorithm();
    try (InputStream in = Files.newInputStream(file)) {
      in.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
    } catch (IOException e) {
      throw new ProblemException(
          new Problem(
              "file-not-read",
              "%s cannot be read: %s.".formatted(file, e),
              file.toString(),
              "Check the disk and its permissions."),
          e);
    }
    return Digest.hex(digest.digest());
  }
}
