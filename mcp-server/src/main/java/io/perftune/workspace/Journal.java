package io.perftune.workspace;

import static java.util.Objects.requireNonNull;

import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/// What happened to a cell, one event a line, each on disk before the next thing is done.
///
/// An interrupt of the thread does not stop an event from being written. A last line that a crash
/// cut short is dropped: the event it would have told of was not acted on.
public record Journal(Path file) {
  public Journal {
    requireNonNull(file, "file is null");
  }

  /// Adds an event; returns when it is durable.
  public void add(ObjectNode event) {
    byte[] line = (Json.line(event) + "\n").getBytes(StandardCharsets.UTF_8);
    try {
      Path directory = Files.createDirectories(file.toAbsolutePath().getParent());
      boolean fresh = !Files.exists(file);
      try (RandomAccessFile journal = new RandomAccessFile(file.toFile(), "rw")) {
        long end = endOfWholeLines(journal);
        journal.setLength(end);
        journal.seek(end);
        journal.write(line);
        journal.getFD().sync();
      }
      if (fresh) {
        AtomicFiles.sync(directory);
      }
    } catch (IOException e) {
      throw AtomicFiles.cannotWrite(file, e);
    }
  }

  /// All events in their order; none where there is no journal.
  ///
  /// @throws ProblemException `bad-journal` with the line that is no event
  public List<ObjectNode> events() {
    if (!Files.exists(file)) {
      return List.of();
    }
    List<ObjectNode> events = new ArrayList<>();
    try {
      for (String line : wholeLines().lines().toList()) {
        events.add(event(line, events.size() + 1));
      }
      return events;
    } catch (IOException e) {
      throw CampaignDirectory.unreadable(file, e);
    }
  }

  /// The text up to the last line feed; a cut may have fallen inside a character.
  private String wholeLines() throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int end = bytes.length;
    while (end > 0 && bytes[end - 1] != '\n') {
      end--;
    }
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, end)).toString();
  }

  private ObjectNode event(String line, int number) {
    try {
      if (Json.MAPPER.readTree(line) instanceof ObjectNode event) {
        return event;
      }
    } catch (JacksonException e) {
      throw new ProblemException(bad(number), e);
    }
    throw new ProblemException(bad(number));
  }

  private Problem bad(int number) {
    return new Problem(
        "bad-journal",
        "Line %d of the journal is no event.".formatted(number),
        file + ":" + number,
        "Move the cell's directory aside and run the cell again.");
  }

  private static long endOfWholeLines(RandomAccessFile journal) throws IOException {
    for (long at = journal.length(); at > 0; at--) {
      journal.seek(at - 1);
      if (journal.read() == '\n') {
        return at;
      }
    }
    return 0;
  }
}
