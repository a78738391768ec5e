package io.perftune.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.perftune.value.Json;
import io.perftune.value.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class JournalTest {
  private static final ObjectNode STARTED = Json.object().put("event", "started").put("c", 1);
  private static final ObjectNode ENDED = Json.object().put("event", "ended").put("why", "schön");

  @TempDir Path directory;

  private Journal journal;

  @BeforeEach
  void open() {
    journal = new Journal(directory.resolve("cells/a/journal.jsonl"));
  }

  @Test
  void keepsEventsInTheirOrder() {
    journal.add(STARTED);
    journal.add(ENDED);

    assertThat(journal.events()).containsExactly(STARTED, ENDED);
    assertThat(journal.file())
        .hasContent("{\"event\":\"started\",\"c\":1}\n{\"event\":\"ended\",\"why\":\"schön\"}\n");
  }

  @Test
  void anAbsentJournalHasNoEvents() {
    assertThat(journal.events()).isEmpty();
  }

  @Test
  void aCutLastLineIsDroppedWhereverItIsCut() throws IOException {
    journal.add(STARTED);
    int whole = (int) Files.size(journal.file());
    journal.add(ENDED);
    byte[] bytes = Files.readAllBytes(journal.file());

    for (int length = whole; length < bytes.length; length++) {
      Files.write(journal.file(), Arrays.copyOf(bytes, length));
      assertThat(journal.events()).as("cut to %d bytes", length).containsExactly(STARTED);
    }
  }

  @Test
  void theNextEventTakesThePlaceOfACutLine() throws IOException {
    journal.add(STARTED);
    Files.writeString(
        journal.file(),
        Files.readString(journal.file()) + "{\"event\":\"en",
        StandardCharsets.UTF_8);

    journal.add(ENDED);

    assertThat(journal.events()).containsExactly(STARTED, ENDED);
  }

  @Test
  void aJournalThatIsOnlyACutLineStartsAgain() throws IOException {
    Files.createDirectories(journal.file().getParent());
    Files.writeString(journal.file(), "{\"event");

    assertThat(journal.events()).isEmpty();
    journal.add(STARTED);
    assertThat(journal.events()).containsExactly(STARTED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"event\":", "[]", "3", "", "{} {}"})
  void aBadLineBeforeTheLastIsRefusedWithItsNumber(String line) throws IOException {
    journal.add(STARTED);
    Files.writeString(journal.file(), Files.readString(journal.file()) + line + "\n");
    journal.add(ENDED);

    ProblemException refused = catchThrowableOfType(ProblemException.class, () -> journal.events());

    assertThat(refused.problems())
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.code()).isEqualTo("bad-journal");
          assertThat(problem.message()).isEqualTo("Line 2 of the journal is no event.");
          assertThat(problem.where()).isEqualTo(journal.file() + ":2");
        });
  }

  @Test
  void anInterruptIsKeptForLater() {
    Thread.currentThread().interrupt();

    journal.add(STARTED);
    journal.add(ENDED);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(journal.events()).containsExactly(STARTED, ENDED);
  }
}
