package io.perftune.bench;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The lines of a file that somebody else still writes; a line without its end waits for it.
final class GrowingLines implements Closeable {
  private final InputStream in;
  private final ByteArrayOutputStream begun = new ByteArrayOutputStream();

  GrowingLines(Path file) throws IOException {
    in = Files.newInputStream(file);
  }

  /// The whole lines that came since the last call.
  List<String> next() throws IOException {
    List<String> lines = new ArrayList<>();
    byte[] buffer = new byte[1 << 16];
    for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
      int start = 0;
      for (int i = 0; i < read; i++) {
        if (buffer[i] == '\n') {
          begun.write(buffer, start, i - start);
          lines.add(begun.toString(StandardCharsets.UTF_8));
          begun.reset();
          start = i + 1;
        }
      }
      begun.write(buffer, start, read - start);
    }
    return lines;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
