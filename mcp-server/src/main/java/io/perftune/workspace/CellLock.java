package io.perftune.workspace;

import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// The right to change a cell: one holder at a time, on this host released by the system when it
/// dies.
///
/// The lock file names its holder for whoever is refused; the lock itself is the operating
/// system's.
public final class CellLock implements AutoCloseable {
  private final FileChannel channel;

  private CellLock(FileChannel channel) {
    this.channel = channel;
  }

  /// Takes the lock of the cell.
  ///
  /// @throws ProblemException `cell-busy` naming the holder, where another process or call holds it
  public static CellLock take(CellDirectory cell, String host) {
    Path file = cell.root().resolve(".lock");
    try {
      Files.createDirectories(cell.root());
      FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      FileLock lock = tryLock(channel);
      if (lock == null) {
        channel.close();
        throw busy(cell, Files.readString(file, StandardCharsets.UTF_8));
      }
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(holder(host).getBytes(StandardCharsets.UTF_8)), 0);
      return new CellLock(channel);
    } catch (IOException e) {
      throw AtomicFiles.cannotWrite(file, e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException _) {
      return null;
    }
  }

  private static String holder(String host) {
    return Json.line(Json.object().put("pid", ProcessHandle.current().pid()).put("host", host));
  }

  private static ProblemException busy(CellDirectory cell, String holder) {
    return new ProblemException(
        new Problem(
            "cell-busy",
            "Cell %s is being run by another call%s."
                .formatted(cell.cellId(), holder.isBlank() ? "" : " (" + holder.strip() + ")"),
            "cell",
            "Wait for it to end, or cancel it, then call again."));
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
