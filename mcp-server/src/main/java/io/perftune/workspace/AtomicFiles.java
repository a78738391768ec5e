package io.perftune.workspace;

import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/// Writes files so that a reader, or a crash, meets the old one or the new one and nothing between.
///
/// An interrupt of the writing thread does not stop it: what a cancelled run has to record is
/// written while the cancellation is under way.
public final class AtomicFiles {
  private AtomicFiles() {}

  /// Writes content; may throw.
  @FunctionalInterface
  public interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /// Replaces the file by the text, UTF-8.
  ///
  /// @throws ProblemException `cannot-write` where the disk refuses
  public static void write(Path file, String text) {
    write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  /// Replaces the file by the bytes.
  ///
  /// @throws ProblemException `cannot-write` where the disk refuses
  public static void write(Path file, byte[] bytes) {
    write(file, out -> out.write(bytes));
  }

  /// Replaces the file by what the content writes; nothing changes where that fails.
  ///
  /// @throws ProblemException `cannot-write` where the disk refuses
  public static void write(Path file, Content content) {
    try {
      Path directory = Files.createDirectories(file.toAbsolutePath().getParent());
      Path temporary = directory.resolve("." + file.getFileName() + UUID.randomUUID() + ".tmp");
      try {
        fill(temporary, content);
        move(temporary, file);
      } finally {
        Files.deleteIfExists(temporary);
      }
      sync(directory);
    } catch (IOException e) {
      throw cannotWrite(file, e);
    }
  }

  /// The problem of a file that the disk refused.
  public static ProblemException cannotWrite(Path file, IOException cause) {
    return new ProblemException(
        new Problem(
            "cannot-write",
            "%s could not be written: %s.".formatted(file.getFileName(), cause.getMessage()),
            file.toString(),
            "Free space or make the directory writable, then call again."),
        cause);
  }

  private static void fill(Path temporary, Content content) throws IOException {
    // Not a temporary file of the platform's making: those only their owner may read.
    try (OutputStream out =
        new BufferedOutputStream(
            Files.newOutputStream(
                temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            1 << 16)) {
      content.writeTo(out);
    }
    sync(temporary);
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      throw new IOException("the file system cannot rename atomically", e);
    }
  }

  /// Makes what a file holds durable, or the renames in a directory.
  ///
  /// An interrupt of the thread, which closes channels, is kept for later.
  static void sync(Path path) throws IOException {
    boolean interrupted = false;
    boolean durable = false;
    while (!durable) {
      try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
        channel.force(true);
        durable = true;
      } catch (ClosedByInterruptException _) {
        interrupted |= Thread.interrupted();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
