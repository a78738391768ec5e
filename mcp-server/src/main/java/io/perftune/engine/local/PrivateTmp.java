package io.perftune.engine.local;

import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A child's own TMPDIR, deleted after it with all that it left: sockets, prompts, caches.
///
/// The path is short, because AIPerf puts sockets below it (`tmpXXXXXXXX/aiperf/<name>.ipc`, up to
/// 55 characters), a socket's path holds at most 107 bytes, and past that AIPerf breaks with exit
/// code 0. Directories whose owners were killed are removed when the next one is made; those of
/// another container, whose processes cannot be seen from here, are left alone.
final class PrivateTmp implements AutoCloseable {
  static final int LONGEST = 48;

  /// Where sockets find room.
  static final Path BASE = Path.of("/tmp");

  private static final String PREFIX = "ptr-";
  private static final String OWNERS = ".owners";

  /// Names the set of processes that can be seen, which containers have their own of.
  private static final String PROCESSES = processes();

  private final Path path;

  private PrivateTmp(Path path) {
    this.path = path;
  }

  /// Makes one below `base`.
  ///
  /// @throws ProblemException where that is not possible, or the path would be too long
  static PrivateTmp create(Path base) {
    sweep(base);
    try {
      Path path =
          Files.createTempDirectory(
              base,
              PREFIX,
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      PrivateTmp tmp = new PrivateTmp(path);
      if (path.toString().length() > LONGEST) {
        tmp.close();
        throw new ProblemException(tooLong(path));
      }
      tmp.ownedBy(ProcessHandle.current());
      return tmp;
    } catch (IOException e) {
      throw new ProblemException(
          new Problem(
              "no-temporary-directory",
              "A temporary directory cannot be made in %s: %s.".formatted(base, e),
              base.toString(),
              "Free some space there and allow writing."),
          e);
    }
  }

  /// Makes one where sockets find room.
  static PrivateTmp create() {
    return create(BASE);
  }

  Path path() {
    return path;
  }

  /// Keeps the directory from being swept while that process lives.
  void ownedBy(ProcessHandle process) {
    long start = process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    Path owners = path.resolve(OWNERS);
    try {
      Files.writeString(
          owners,
          "%d %d %s%n".formatted(process.pid(), start, PROCESSES),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new ProblemException(CommandFiles.notWritten(owners, e), e);
    }
  }

  /// Deletes the directory; what vanishes meanwhile is no error.
  @Override
  public void close() {
    try {
      delete(path);
    } catch (IOException e) {
      throw new ProblemException(
          new Problem(
              "temporary-directory-left",
              "%s cannot be deleted: %s.".formatted(path, e),
              path.toString(),
              "Delete it by hand: it may hold prompts."),
          e);
    }
  }

  private static Problem tooLong(Path path) {
    return new Problem(
        "temporary-path-too-long",
        "%s is longer than %d characters, so AIPerf's sockets would not fit."
            .formatted(path, LONGEST),
        path.toString(),
        "Make /tmp writable.");
  }

  private static void sweep(Path base) {
    try (DirectoryStream<Path> old = Files.newDirectoryStream(base, PREFIX + "*")) {
      for (Path directory : old) {
        if (Files.isWritable(directory) && abandoned(directory)) {
          delete(directory);
        }
      }
    } catch (IOException _) {
      return; // create says what is wrong with the base; a directory that cannot go may stay
    }
  }

  private static boolean abandoned(Path directory) {
    try {
      List<String> owners = Files.readAllLines(directory.resolve(OWNERS));
      return !owners.isEmpty() && owners.stream().noneMatch(PrivateTmp::lives);
    } catch (IOException _) {
      return false;
    }
  }

  private static String processes() {
    try {
      return Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
    } catch (IOException | UnsupportedOperationException _) {
      return "-"; // not Linux
    }
  }

  private static boolean lives(String owner) {
    String[] words = owner.split(" ", -1);
    if (words.length != 3 || !words[2].equals(PROCESSES)) {
      return true; // for all that can be known here
    }
    @Nullable ProcessHandle process =
        ProcessHandle.of(Long.parseLong(words[0])).filter(ChildSession::runs).orElse(null);
    return process != null
        && ChildSession.startedAt(process, Instant.ofEpochMilli(Long.parseLong(words[1])));
  }

  private static void delete(Path directory) throws IOException {
    try {
      Files.walkFileTree(directory, new Deletion());
    } catch (NoSuchFileException _) {
      return; // gone already
    }
  }

  private static final class Deletion extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
      if (failure instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw failure;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
        throws IOException {
      if (failure != null) {
        throw failure;
      }
      Files.deleteIfExists(directory);
      return FileVisitResult.CONTINUE;
    }
  }
}
