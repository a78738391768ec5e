package io.perftune.engine.local;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Looks programs up as a shell does.
public final class Programs {
  private Programs() {}

  /// The first executable file of that name in the directories of `searchPath`; null where there is
  /// none. Relative entries are passed over.
  public static @Nullable Path onPath(@Nullable String searchPath, String name) {
    if (searchPath == null) {
      return null;
    }
    for (String directory : searchPath.split(File.pathSeparator, -1)) {
      Path program = file(directory, name);
      if (program != null && program.isAbsolute() && runs(program)) {
        return program;
      }
    }
    return null;
  }

  private static boolean runs(Path program) {
    return Files.isRegularFile(program) && Files.isExecutable(program);
  }

  private static @Nullable Path file(String directory, String name) {
    try {
      return Path.of(directory, name);
    } catch (InvalidPathException _) {
      return null;
    }
  }
}
