package io.perftune.workspace;

import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The right to change a cell: one holder at a time, on this host released by the system when it
/// dies.
///
/// The lock file names its holder for whoever is refused; the lock itself is the operating
/// system's.
public final class CellLock implements AutoCloseable {
  /// Lock files that this process holds, and the words for their holders. The system gives a
  /// process's lock up as soon as the process closes any channel on that file, so a second taker
  /// must be refused before it opens one.
  private static final Map<Path, String> HELD = new ConcurrentHashMap<>();

  private final Path file;
  private final FileChannel channel;

  private CellLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /// Takes the lock of the cell.
  ///
  /// @throws ProblemException `cell-busy` naming the holder, where another process or call holds it
  public static CellLock take(CellDirectory cell, String host) {
    String holder = holder(host);
    try {
      Path file = Files.createDirectories(cell.root()).toRealPath().resolve(".lock");
      String before = HELD.putIfAbsent(file, holder);
      if (before != null) {
        throw busy(cell, before);
      }
      return locked(cell, file, holder);
    } catch (IOException e) {
      throw AtomicFiles.cannotWrite(cell.root().resolve(".lock"), e);
    }
  }

  private static CellLock locked(CellDirectory cell, Path file, String holder) throws IOException {
    boolean locked = false;
    FileChannel channel = null;
    try {
      channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      if (tryLock(channel) == null) {
        throw busy(cell, Files.readString(file, StandardCharsets.UTF_8));
      }
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(holder.getBytes(StandardCharsets.UTF_8)), 0);
      locked = true;
      return new CellLock(file, channel);
    } finally {
      if (!locked) {
        HELD.remove(file);
        if (channel != null) {
          channel.close();
        }
      }
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
    if (!channel.isOpen()) {
      return;
    }
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      HELD.remove(file);
    }
  }
}
