package io.perftune.engine.local;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Empties one output of a child into a file, line by line through a filter that removes secrets,
/// so that the child never blocks and the file never holds one.
///
/// A line is cut at 64 Ki characters and a file at 64 MiB; past that the output is still read.
final class OutputDrain {
  static final int LONGEST_LINE = 64 * 1024;

  /// What is dropped before a cut: a secret that the cut went through would not be recognised.
  private static final int MARGIN = 4 * 1024;

  private static final long LARGEST_FILE = 64L * 1024 * 1024;
  private static final int LAST_LINES = 20;
  private static final int LAST_LINE_LENGTH = 400;

  private final LineFilter filter;
  private final Deque<String> lastLines = new ArrayDeque<>();
  private final Thread thread;
  private long written;
  private volatile @Nullable IOException failure;

  private OutputDrain(InputStream from, Path file, LineFilter filter) {
    this.filter = filter;
    this.thread =
        Thread.ofPlatform()
            .daemon()
            .name("drain " + file.getFileName())
            .unstarted(() -> drain(from, file));
  }

  /// Starts emptying `from` into `file`, which is replaced.
  static OutputDrain start(InputStream from, Path file, LineFilter filter) {
    OutputDrain drain = new OutputDrain(from, file, filter);
    drain.thread.start();
    return drain;
  }

  /// Waits until the output has ended, at most that long; something that the child left behind may
  /// hold it open.
  void finish(Duration limit) throws InterruptedException {
    thread.join(limit);
  }

  /// Why the file is not whole; null where it is.
  @Nullable IOException failure() {
    return failure;
  }

  /// The last lines that are not blank, scrubbed and cut, oldest first.
  List<String> lastLines() {
    synchronized (lastLines) {
      return List.copyOf(lastLines);
    }
  }

  private void drain(InputStream from, Path file) {
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(from, StandardCharsets.UTF_8))) {
      try (Writer out = Files.newBufferedWriter(file)) {
        copy(in, out);
      } catch (IOException e) {
        failure = e;
        in.transferTo(Writer.nullWriter());
      }
    } catch (IOException e) {
      failure = failure == null ? e : failure;
    }
  }

  private void copy(BufferedReader in, Writer out) throws IOException {
    StringBuilder line = new StringBuilder();
    boolean cut = false;
    for (int c = in.read(); c >= 0; c = in.read()) {
      if (c == '\n' || c == '\r') {
        write(out, line, cut, String.valueOf((char) c));
        line.setLength(0);
        cut = false;
        if (!in.ready()) {
          out.flush();
        }
      } else if (line.length() < LONGEST_LINE) {
        line.append((char) c);
      } else {
        cut = true;
      }
    }
    write(out, line, cut, "");
  }

  private void write(Writer out, StringBuilder line, boolean cut, String end) throws IOException {
    if (cut) {
      line.setLength(LONGEST_LINE - MARGIN);
    }
    String kept = filter.apply(line.toString());
    if (kept == null) {
      return;
    }
    String text = kept + (cut ? " [line cut]" : "");
    keep(text);
    if (written > LARGEST_FILE) {
      return;
    }
    written += text.length() + end.length();
    out.write(written > LARGEST_FILE ? "[output cut]\n" : text + end);
  }

  private void keep(String text) {
    if (text.isBlank()) {
      return;
    }
    synchronized (lastLines) {
      if (lastLines.size() == LAST_LINES) {
        lastLines.removeFirst();
      }
      lastLines.addLast(
          text.length() <= LAST_LINE_LENGTH ? text : text.substring(0, LAST_LINE_LENGTH) + "...");
    }
  }
}
