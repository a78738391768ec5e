package io.perftune.workspace;

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
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The right to what a lock file stands for: one holder at a time, in this process and among all,
/// on this host released by the system when the holder dies.
///
/// The file names its holder for whoever is refused; the lock itself is the operating system's.
public final class ProcessLock implements AutoCloseable {
  /// Lock files that this process holds, and the words for their holders. The system gives a
  /// process's lock up as soon as the process closes any channel on that file, so a second taker
  /// must be refused before it opens one.
  private static final Map<Path, String> HELD = new ConcurrentHashMap<>();

  private final Path file;
  private final FileChannel channel;

  private ProcessLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /// Takes the lock.
  ///
  /// @param directory that is there
  /// @param name of the lock file in it
  /// @param holder the words for the new holder
  /// @param busy the refusal, from the words for whoever holds it; those are blank where unknown
  /// @throws ProblemException that refusal, where another process or call holds it
  public static ProcessLock take(
      Path directory, String name, String holder, Function<String, ProblemException> busy)
      throws IOException {
    Path real = directory.toRealPath().resolve(name);
    String before = HELD.putIfAbsent(real, holder);
    if (before != null) {
      throw busy.apply(before);
    }
    return locked(real, holder, busy);
  }

  private static ProcessLock locked(
      Path file, String holder, Function<String, ProblemException> busy) throws IOException {
    boolean locked = false;
    FileChannel channel = null;
    try {
      channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      if (tryLock(channel) == null) {
        throw busy.apply(Files.readString(file, StandardCharsets.UTF_8));
      }
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(holder.getBytes(StandardCharsets.UTF_8)), 0);
      locked = true;
      return new ProcessLock(file, channel);
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
