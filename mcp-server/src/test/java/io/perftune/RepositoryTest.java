package io.perftune;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.config.Resources;
import io.perftune.value.AaShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// What stands beside the code agrees with it, and the code stays readable.
class RepositoryTest {
  private static final Path CHECKOUT =
      Path.of(System.getProperty("checkout", "..")).toAbsolutePath().normalize();

  @ParameterizedTest
  @EnumSource(AaShape.class)
  void theReadmeHasEachShape(AaShape shape) throws IOException {
    assertThat(readme())
        .contains(
            String.format(
                Locale.ROOT,
                "| %s | %,d | %,d |",
                shape.label(),
                shape.inputTokens(),
                shape.answerTokens()));
  }

  @ParameterizedTest
  @EnumSource(AaShape.class)
  void thePythonProbeHasEachShape(AaShape shape) throws IOException {
    assertThat(
            Files.readString(
                CHECKOUT.resolve("skills/inference-aa-workload/assets/aa_ttfo_probe.py")))
        .contains(
            "\"%s\": (%d, %d),"
                .formatted(shape.label(), shape.inputTokens(), shape.answerTokens()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "campaign#/properties/cells/items/properties/aa/properties/shape",
        "rows/atlas_v1#/properties/aa_shape",
        "tools/cell_run.input#/properties/aa_shape",
        "tools/dataset.input#/properties/shape"
      })
  void everySchemaHasTheThreeShapes(String place) {
    String[] parts = place.split("#", 2);
    JsonNode shapes = Resources.json("schemas/" + parts[0] + ".schema.json").at(parts[1] + "/enum");
    List<String> labels = new ArrayList<>();
    shapes.valueStream().filter(JsonNode::isString).forEach(shape -> labels.add(shape.asString()));
    assertThat(labels)
        .containsExactlyElementsOf(Arrays.stream(AaShape.values()).map(AaShape::label).toList());
  }

  @Test
  void everyProgramAndPageThatTheReadmeNamesIsThere() throws IOException {
    Matcher named =
        Pattern.compile("(?:bin|docs|campaigns/examples)/[a-z-]+(?:\\.md|\\.yaml)?")
            .matcher(readme());
    List<String> missing = new ArrayList<>();
    int found = 0;
    while (named.find()) {
      found++;
      if (!Files.exists(CHECKOUT.resolve(named.group()))) {
        missing.add(named.group());
      }
    }
    assertThat(missing).isEmpty();
    assertThat(found).isGreaterThan(15);
  }

  @Test
  void noSourceFileIsLongerThanItsReaderCanBear() throws IOException {
    List<String> tooLong = new ArrayList<>();
    int seen = 0;
    try (Stream<Path> files = Files.walk(CHECKOUT.resolve("mcp-server/src/main/java"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        seen++;
        if (Files.readAllLines(file).size() > 400) {
          tooLong.add(file.getFileName().toString());
        }
      }
    }
    assertThat(tooLong).isEmpty();
    assertThat(seen).isGreaterThan(200);
  }

  private static String readme() throws IOException {
    return Files.readString(CHECKOUT.resolve("README.md"));
  }
}
