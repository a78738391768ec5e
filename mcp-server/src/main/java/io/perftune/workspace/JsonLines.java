package io.perftune.workspace;

import static java.util.Objects.requireNonNull;

import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/// A file of one JSON object a line, read line by line; a line that is none ends the reading with
/// its place.
///
/// @param name how problems name the file, such as `cells/aa-1k/requests.jsonl`
public record JsonLines(Path file, String name, String remedy) {
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
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      String line;
      for (int number = 1; (line = reader.readLine()) != null; number++) {
        String where = name + ":" + number;
        sink.accept(object(line, where), where);
      }
    } catch (CharacterCodingException e) {
      throw new ProblemException(malformed("The file is not UTF-8.", name), e);
    }
  }

  private ObjectNode object(String line, String where) {
    try {
      if (Json.MAPPER.readTree(line) instanceof ObjectNode object) {
        return object;
      }
    } catch (JacksonException e) {
      throw new ProblemException(
          malformed("The line is not JSON: " + e.getOriginalMessage() + ".", where), e);
    }
    throw new ProblemException(malformed("The line is no JSON object.", where));
  }

  private Problem malformed(String message, String where) {
    return new Problem("malformed-line", message, where, remedy);
  }
}
