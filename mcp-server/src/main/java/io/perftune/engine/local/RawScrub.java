package io.perftune.engine.local;

import io.perftune.value.ProblemException;
import io.perftune.workspace.AtomicFiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Takes secrets out of every file below a directory. A file without one is not touched, nor is a
/// `.bin`, whose writer masks them before it writes.
///
/// Bytes are read as ISO 8859-1, so that whatever else a file holds comes back as it was.
public final class RawScrub {
  private RawScrub() {}

  /// Scrubs them line by line; a directory that is not there has none.
  public static void scrub(Path directory, UnaryOperator<String> scrub) {
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
    if (!Files.exists(directory)) {
      return List.of();
    }
    try (Stream<Path> paths = Files.walk(directory)) {
      return paths
          .filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
          .filter(path -> !path.toString().endsWith(".bin"))
          .toList();
    } catch (IOException e) {
      throw new ProblemException(CommandFiles.notWritten(directory, e), e);
    }
  }

  /// Whether scrubbing would change a file.
  public static boolean holdsSecret(Path file, UnaryOperator<String> scrub) throws IOException {
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
    try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
      AtomicFiles.write(
          file,
          out -> {
            for (String line = next(in); line != null; line = next(in)) {
              out.write(scrub.apply(line).getBytes(StandardCharsets.ISO_8859_1));
            }
          });
    }
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
