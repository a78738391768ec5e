package io.perftune.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.config.Ceilings;
import io.perftune.value.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class SolDocumentTest {
  @Test
  void theExamplesOfTheDocumentAreOneOfEachKindAndCanBeTaken() throws Exception {
    String document = Files.readString(Path.of(System.getProperty("checkout"), "docs", "sol.md"));
    List<ObjectNode> examples =
        Pattern.compile("(?s)```json\n(.*?)```")
            .matcher(document)
            .results()
            .map(result -> (ObjectNode) Json.MAPPER.readTree(result.group(1)))
            .toList();

    assertThat(examples)
        .extracting(example -> example.required("schema").asString())
        .containsExactlyInAnyOrder(
            List.of(ProfileKind.values()).stream().map(ProfileKind::schema).toArray(String[]::new));
    for (ObjectNode example : examples) {
      ProfileKind kind = ProfileKind.of(example.required("schema").asString()).orElseThrow();
      ProfileFile file = new ProfileFile(kind, example, kind.fileName(), "sha");
      assertThat(
              ProfileChecks.problems(file, Deployment.of("a", Optional.empty()), Ceilings.load()))
          .isEmpty();
    }
  }
}
