package io.perftune.client;

import io.perftune.value.Json;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// A dataset of JSON lines of which only the offsets are in memory; empty lines do not count.
///
/// Rows may be read from several threads.
final class PromptRows implements Closeable {
  private final Path file;
  private final FileChannel channel;
  private final long[] bounds;

  private PromptRows(Path file, FileChannel channel, long[] bounds) {
    this.file = file;
    this.channel = channel;
    this.bounds = bounds;
  }

  /// Finds the rows of a file.
  static PromptRows open(Path file) throws IOException {
    try {
      long[] bounds = bounds(file);
      return new PromptRows(file, FileChannel.open(file, StandardOpenOption.READ), bounds);
    } catch (NoSuchFileException e) {
      throw new NoSuchFileException("there is no file " + e.getMessage());
    }
  }

  int count() {
    return bounds.length / 2;
  }

  /// Reads one row.
  ///
  /// @throws IOException where it is not JSON, or cannot be read
  JsonNode row(int index) throws IOException {
    long start = bounds[2 * index];
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(bounds[2 * index + 1] - start));
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, start + bytes.position()) < 0) {
        throw new EOFException(file + " became shorter while it was read");
      }
    }
    try {
      return Json.MAPPER.readTree(bytes.array());
    } catch (JacksonException e) {
      throw broken(index, e.getOriginalMessage());
    }
  }

  /// What is wrong with a row.
  IOException broken(int index, String why) {
    return new IOException("row %d of %s: %s".formatted(index + 1, file, why));
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /// Start and end of every line that has more than blanks.
  private static long[] bounds(Path file) throws IOException {
    long[] bounds = new long[256];
    int used = 0;
    long at = 0;
    long start = -1;
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      for (int next = in.read(); next >= 0; next = in.read(), at++) {
        if (start < 0 && next > ' ') {
          start = at;
        } else if (start >= 0 && next == '\n') {
          bounds = with(bounds, used, start, at);
          used += 2;
          start = -1;
        }
      }
    }
    if (start >= 0) {
      bounds = with(bounds, used, start, at);
      used += 2;
    }
    return Arrays.copyOf(bounds, used);
  }

  private static long[] with(long[] bounds, int used, long start, long end) {
    long[] room = used + 2 > bounds.length ? Arrays.copyOf(bounds, 2 * bounds.length) : bounds;
    room[used] = start;
    room[used + 1] = end;
    return room;
  }
}
