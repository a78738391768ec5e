package io.perftune.verb;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.fixtures.Contexts;
import io.perftune.fixtures.FakeVerb;
import io.perftune.fixtures.Golden;
import io.perftune.value.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/// Holds golden/wrong-calls.txt: each call that is refused, and below it, indented, everything that
/// the caller is told.
class WrongCallsTest {
  private static final String FILE = "wrong-calls.txt";

  @TempDir Path directory;

  @Test
  void everyWrongCallIsRefusedWithItsMessagesAndReachesNoVerb()
      throws IOException, InterruptedException {
    List<Verb> verbs = FakeVerb.all();
    Dispatcher dispatcher = new Dispatcher(verbs);
    StringBuilder told = new StringBuilder();
    List<String> calls = calls();
    for (String call : calls) {
      told.append(call).append('\n').append(refusal(dispatcher, call).indent(2));
    }

    assertThat(calls).hasSizeGreaterThanOrEqualTo(40).doesNotHaveDuplicates();
    Golden.check(FILE, told.toString());
    assertThat(verbs).allSatisfy(verb -> assertThat(((FakeVerb) verb).inputs()).isEmpty());
    assertThat(directory).isEmptyDirectory();
  }

  private String refusal(Dispatcher dispatcher, String call) throws InterruptedException {
    String[] parts = call.split(" ", 2);
    ObjectNode sent = (ObjectNode) Json.MAPPER.readTree(parts[1]);
    Reply reply = dispatcher.call(parts[0], sent, Contexts.in(directory));
    assertThat(reply.returncode()).as(call).isEqualTo(2);
    assertThat(reply.stderr()).as(call).isNotBlank();
    assertThat(reply.json().required("problems").size())
        .isEqualTo((int) reply.stderr().lines().count());
    return reply.stderr();
  }

  private static List<String> calls() throws IOException {
    return Files.readAllLines(Golden.file(FILE)).stream()
        .filter(line -> !line.startsWith(" ") && !line.isBlank())
        .toList();
  }
}
