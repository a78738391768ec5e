package io.perftune.engine.local;

import io.perftune.value.ProblemException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Takes secrets out of every file below a directory. A file without one is not touched.
///
/// Bytes are read as ISO 8859-1, so that whatever else a file holds comes back as it was.
final class RawScrub {
  private RawScrub() {}

  /// Scrubs them line by line.
  static void scrub(Path directory, UnaryOperator<String> scrub) {
    for (Path file : files(directory)) {
      try {
        if (holdsSecret(file, scrub)) {
          rewrite(file, scrub);
        }
      } catch (IOException e) {
        throw new ProblemException(CommandFiles.notWritten(file, e), e);
      }
    }
  }

  private static List<Path> files(Path directory) {
    try (Stream<Path> paths = Files.walk(directory)) {
      return paths.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)).toList();
    } catch (IOException e) {
      throw new ProblemException(CommandFiles.notWritten(directory, e), e);
    }
  }

  private static boolean holdsSecret(Path file, UnaryOperator<String> scrub) throws IOException {
    try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
      for (String line = next(in); line != null; line = next(in)) {
        if (!scrub.apply(line).equals(line)) {
          return true;
        }
      }
    }
    return false;
  }

  private static void rewrite(Path file, UnaryOperator<String> scrub) throws IOException {
    Path clean = file.resolveSibling(file.getFileName() + ".scrubbed");
    try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1);
        Writer out = Files.newBufferedWriter(clean, StandardCharsets.ISO_8859_1)) {
      for (String line = next(in); line != null; line = next(in)) {
        out.write(scrub.apply(line));
      }
    }
    Files.move(clean, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  /// The next line with its line feed; null at the end.
  private static @Nullable String next(BufferedReader in) throws IOException {
    StringBuilder line = new StringBuilder();
    int c = in.read();
    while (c >= 0 && c != '\n') {
      line.append((char) c);
      c = in.read();
    }
    if (c == '\n') {
      line.append('\n');
    }
    return line.isEmpty() ? null : line.toString();
  }
}
