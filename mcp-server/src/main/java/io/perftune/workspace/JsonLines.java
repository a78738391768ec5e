package io.perftune.workspace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/// A file of one JSON object a line, read line by line; a line that is none ends the reading with
/// its place.
///
/// @param name how problems name the file, such as `cells/aa-1k/requests.jsonl`
public record JsonLines(Path file, String name, String remedy) {
  private static final int CHUNK = 1 << 16;

  public JsonLines {
    requireNonNull(file, "file is null");
    requireNonNull(name, "name is null");
    requireNonNull(remedy, "remedy is null");
  }

  /// Takes a line's object.
  @FunctionalInterface
  public interface Sink {
    void accept(ObjectNode line, String where) throws IOException;
  }

  /// Gives each line to the sink, with its place: `cells/aa-1k/requests.jsonl:7`.
  ///
  /// @throws ProblemException for a line that is no JSON object
  public void forEach(Sink sink) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = new byte[CHUNK];
      int held = 0;
      int number = 0;
      for (int read = in.read(bytes); read >= 0; read = in.read(bytes, held, bytes.length - held)) {
        int from = 0;
        for (int at = held; at < held + read; at++) {
          if (bytes[at] == '\n') {
            hand(bytes, from, at, ++number, sink);
            from = at + 1;
          }
        }
        held += read - from;
        System.arraycopy(bytes, from, bytes, 0, held);
        if (held == bytes.length) {
          bytes = Arrays.copyOf(bytes, 2 * bytes.length);
        }
      }
      if (held > 0) {
        hand(bytes, 0, held, number + 1, sink);
      }
    }
  }

  private void hand(byte[] bytes, int from, int to, int number, Sink sink) throws IOException {
    String where = name + ":" + number;
    sink.accept(object(bytes, from, to - from, where), where);
  }

  private ObjectNode object(byte[] bytes, int offset, int length, String where) {
    try {
      if (Json.MAPPER.readTree(bytes, offset, length) instanceof ObjectNode object) {
        return object;
      }
    } catch (JacksonException e) {
      throw new ProblemException(
          isUtf8(bytes, offset, length)
              ? malformed("The line is not JSON: " + e.getOriginalMessage() + ".", where)
              : malformed("The file is not UTF-8.", name),
          e);
    }
    throw new ProblemException(malformed("The line is no JSON object.", where));
  }

  private static boolean isUtf8(byte[] bytes, int offset, int length) {
    try {
      CharBuffer _ = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, offset, length));
      return true;
    } catch (CharacterCodingException _) {
      return false;
    }
  }

  private Problem malformed(String message, String where) {
    return new Problem("malformed-line", message, where, remedy);
  }
}
