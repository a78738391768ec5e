package io.perftune.config.yaml;

import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// The text of a file that somebody wrote: a regular file of at most 1 MiB in UTF-8.
public final class YamlText {
  private static final int MOST_BYTES = 1 << 20;

  private YamlText() {}

  /// The text, without a byte order mark.
  ///
  /// @throws ProblemException where the file is missing, something else than a file, too large, or
  ///   not UTF-8
  public static String read(Path file) {
    if (!Files.exists(file)) {
      throw refused("no-file", "There is no file %s.", file, "Give the path of a campaign file.");
    }
    if (!Files.isRegularFile(file)) {
      String what = Files.isDirectory(file) ? "a directory" : "no regular file";
      throw refused("not-a-file", "%s is " + what + ".", file, "Give the path of a campaign file.");
    }
    byte[] bytes = bytes(file);
    if (bytes.length > MOST_BYTES) {
      throw refused(
          "too-large",
          "%s is larger than 1 MiB.",
          file,
          "Give a campaign file; prompts stand in files of their own.");
    }
    return decoded(bytes, file.toString());
  }

  private static byte[] bytes(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(MOST_BYTES + 1);
    } catch (IOException e) {
      throw new ProblemException(
          Problem.of(
                  "unreadable",
                  "%s cannot be read: %s.".formatted(file, e.getClass().getSimpleName()),
                  "Check its permissions.")
              .at(file.toString()),
          e);
    }
  }

  /// The bytes as UTF-8 text.
  ///
  /// @throws ProblemException with line and column of the first byte that is not UTF-8
  static String decoded(byte[] bytes, String file) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    CharBuffer text = CharBuffer.allocate(bytes.length);
    CoderResult result = decoder.decode(ByteBuffer.wrap(bytes), text, true);
    String read = text.flip().toString();
    if (result.isError()) {
      throw new ProblemException(
          Problem.of(
                  "not-utf-8", "%s is not UTF-8 text.".formatted(file), "Save the file as UTF-8.")
              .at(place(file, read, read.codePointCount(0, read.length()))));
    }
    return read.startsWith("\uFEFF") ? read.substring(1) : read;
  }

  /// `file:line:column` of a code point.
  static String place(String file, String text, int codePoint) {
    int end =
        text.offsetByCodePoints(0, Math.min(codePoint, text.codePointCount(0, text.length())));
    int line = 1;
    int lineStart = 0;
    for (int i = 0; i < end; i++) {
      if (text.charAt(i) == '\n') {
        line++;
        lineStart = i + 1;
      }
    }
    return "%s:%d:%d".formatted(file, line, text.codePointCount(lineStart, end) + 1);
  }

  private static ProblemException refused(String code, String message, Path file, String remedy) {
    return new ProblemException(
        Problem.of(code, message.formatted(file), remedy).at(file.toString()));
  }
}
