package io.perftune.engine.kube;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Takes plain files out of a tar stream in the ustar format (POSIX.1-1988), which is all that the
/// agent writes: no link, no device, nothing outside the directory.
final class UstarReader {
  private static final int BLOCK = 512;
  private static final int NAME = 100;
  private static final int SIZE = 124;
  private static final int SIZE_LENGTH = 12;
  private static final int TYPE = 156;
  private static final int MAGIC = 257;
  private static final int PREFIX = 345;
  private static final int PREFIX_LENGTH = 155;

  private final InputStream in;

  UstarReader(InputStream in) {
    this.in = in;
  }

  /// Writes the files below `directory`, none of which may be there already.
  ///
  /// @return how many
  /// @throws IOException where the stream is no such archive, ends early, or names something that
  ///   is not a plain file below the directory
  int extract(Path directory) throws IOException {
    int files = 0;
    for (byte[] header = block(); header[0] != 0 || header[MAGIC] != 0; header = block()) {
      if (!text(header, MAGIC, 5).equals("ustar")) {
        throw new IOException("the results are no ustar archive");
      }
      String name = name(header);
      if (header[TYPE] != '0') {
        throw new IOException("the results hold %s, which is not a plain file".formatted(name));
      }
      write(inside(directory, name), size(header));
      files++;
    }
    return files;
  }

  private static Path inside(Path directory, String name) throws IOException {
    Path file = directory.resolve(name).normalize();
    if (name.isEmpty() || !file.startsWith(directory) || file.equals(directory)) {
      throw new IOException("the results hold %s, which lies outside".formatted(name));
    }
    return file;
  }

  private void write(Path file, long size) throws IOException {
    Path parent = file.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    long left = size;
    byte[] buffer = new byte[64 * 1024];
    try (OutputStream out =
        Files.newOutputStream(file, java.nio.file.StandardOpenOption.CREATE_NEW)) {
      while (left > 0) {
        int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (read < 0) {
          throw new EOFException("the results end within " + file.getFileName());
        }
        out.write(buffer, 0, read);
        left -= read;
      }
    }
    // Not skipped: a stream that is hashed hashes only what is read.
    in.readNBytes((int) ((BLOCK - size % BLOCK) % BLOCK));
  }

  private byte[] block() throws IOException {
    byte[] block = in.readNBytes(BLOCK);
    if (block.length < BLOCK) {
      throw new EOFException("the results end early");
    }
    return block;
  }

  private static String name(byte[] header) {
    String prefix = text(header, PREFIX, PREFIX_LENGTH);
    String name = text(header, 0, NAME);
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }

  private static long size(byte[] header) throws IOException {
    try {
      return Long.parseLong(text(header, SIZE, SIZE_LENGTH).strip(), 8);
    } catch (NumberFormatException e) {
      throw new IOException("the results hold a file of no known size", e);
    }
  }

  private static String text(byte[] header, int from, int length) {
    int end = from;
    while (end < from + length && header[end] != 0) {
      end++;
    }
    return new String(header, from, end - from, StandardCharsets.UTF_8);
  }
}
