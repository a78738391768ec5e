package io.perftune.plan.prompts;

import io.perftune.value.Digest;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/// Reads a user's file line by line as strict UTF-8, whatever the platform's charset.
final class TextLines {
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private TextLines() {}

  /// Takes the lines of a file in order.
  interface Visitor {
    /// Takes one line.
    ///
    /// @param number from 1
    /// @param text without its line end and without a byte order mark; null where the bytes are not
    ///   UTF-8
    void line(int number, @Nullable String text) throws IOException;
  }

  /// Shows every line to the visitor, and returns the sha256 of the file's bytes.
  ///
  /// @throws ProblemException `file-unreadable` where the file cannot be opened
  static String read(Path file, Visitor visitor) throws IOException {
    MessageDigest digest = Digest.algorithm();
    try (InputStream in = new DigestInputStream(open(file), digest)) {
      visit(new BufferedInputStream(in, 1 << 16), visitor);
    }
    return Digest.hex(digest.digest());
  }

  private static InputStream open(Path file) {
    try {
      if (Files.isRegularFile(file)) {
        return Files.newInputStream(file);
      }
      throw unreadable(file, "is no file");
    } catch (IOException e) {
      throw unreadable(file, "cannot be opened (" + e.getMessage() + ")");
    }
  }

  private static ProblemException unreadable(Path file, String why) {
    return new ProblemException(
        Problem.of("file-unreadable", file + " " + why + ".", "Name a readable UTF-8 text file."));
  }

  private static void visit(InputStream in, Visitor visitor) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int number = 0;
    int octet;
    while ((octet = in.read()) >= 0) {
      if (octet != '\n') {
        line.write(octet);
        continue;
      }
      number++;
      visitor.line(number, text(line, number));
      line.reset();
    }
    if (line.size() > 0) {
      visitor.line(number + 1, text(line, number + 1));
    }
  }

  private static @Nullable String text(ByteArrayOutputStream line, int number) {
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(line.toByteArray()))
              .toString();
      int start = number == 1 && text.startsWith(BYTE_ORDER_MARK) ? 1 : 0;
      int end = text.endsWith("\r") ? text.length() - 1 : text.length();
      return text.substring(start, end);
    } catch (CharacterCodingException _) {
      return null;
    }
  }
}
