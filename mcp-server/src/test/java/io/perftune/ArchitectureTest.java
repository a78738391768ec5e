package io.perftune;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Holds the packages to the one-way table of CONTRIBUTING.md.
class ArchitectureTest {
  private static final List<String> GROUND =
      List.of("workspace", "config", "tokens", "wire", "statistics", "speedoflight", "value");
  private static final List<String> ROOMS =
      List.of(
          "plan",
          "engine",
          "client",
          "capture",
          "atlas",
          "capacity",
          "compare",
          "lever",
          "roofline",
          "profile",
          "report",
          "lake",
          "search",
          "simulator");

  /// What each package may import, itself and libraries aside.
  private static final Map<String, List<String>> MAY_IMPORT =
      Map.ofEntries(
          Map.entry("value", List.of()),
          Map.entry("tokens", List.of("value")),
          Map.entry("statistics", List.of("value")),
          Map.entry("wire", List.of("value")),
          Map.entry("speedoflight", List.of("value")),
          Map.entry("config", List.of("value")),
          Map.entry("workspace", List.of("config", "value")),
          Map.entry("plan", GROUND),
          Map.entry("engine", GROUND),
          Map.entry("client", GROUND),
          Map.entry("capture", GROUND),
          Map.entry("atlas", GROUND),
          Map.entry("lever", GROUND),
          Map.entry("profile", GROUND),
          Map.entry("roofline", GROUND),
          Map.entry("capacity", GROUND),
          Map.entry("compare", GROUND),
          Map.entry("report", GROUND),
          Map.entry("lake", GROUND),
          Map.entry("search", GROUND),
          Map.entry("simulator", GROUND),
          Map.entry("verb", concat(ROOMS, GROUND)),
          Map.entry("cli", concat(List.of("verb"), GROUND)),
          Map.entry("mcp", concat(List.of("verb"), GROUND)));

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.perftune");

  @Test
  void sawTheClasses() {
    assertThat(CLASSES.size()).isGreaterThan(60);
    for (String name : MAY_IMPORT.keySet()) {
      assertThat(CLASSES.containPackage("io.perftune." + name)).as(name).isTrue();
    }
  }

  @TestFactory
  List<DynamicTest> eachPackageImportsOnlyWhatTheTableAllows() {
    List<DynamicTest> tests = new ArrayList<>();
    MAY_IMPORT.forEach((name, allowed) -> {
      List<String> forbidden =
          MAY_IMPORT.keySet().stream()
              .filter(other -> !other.equals(name) && !allowed.contains(other))
              .map(other -> "io.perftune." + other + "..")
              .toList();
      tests.add(
          DynamicTest.dynamicTest(
              name,
              () ->
                  noClasses()
                      .that()
                      .resideInAPackage("io.perftune." + name + "..")
                      .should()
                      .dependOnClassesThat()
                      .resideInAnyPackage(
                          concat(forbidden, List.of("io.perftune")).toArray(String[]::new))
                      .check(CLASSES)));
    });
    return tests;
  }

  @Test
  void everyPackageStandsInTheTable() {
    classes()
        .should()
        .resideInAnyPackage(
            concat(
                    List.of("io.perftune"),
                    MAY_IMPORT.keySet().stream().map(name -> "io.perftune." + name + "..").toList())
                .toArray(String[]::new))
        .check(CLASSES);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("io.perftune.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  /// While a stream is open only bytes and stamps are kept.
  @Test
  void theClientNeitherReadsNorCountsWhatItReceives() {
    noClasses()
        .that()
        .resideInAPackage("io.perftune.client..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.perftune.tokens..")
        .orShould()
        .dependOnClassesThat()
        .haveNameMatching("io\\.perftune\\.wire\\.(Sse|Chat|InlineThink|ErrorBody).*")
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage("io.perftune.client.http..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("tools.jackson..")
        .check(CLASSES);
  }

  @Test
  void percentilesComeFromOnePlace() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.perftune.statistics..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.commons.math3..")
        .check(CLASSES);
  }

  @Test
  void standardStreamsAreTouchedOnlyWhereAProgramSpeaks() {
    noClasses()
        .that()
        .resideOutsideOfPackages("io.perftune.cli..", "io.perftune.mcp..", "io.perftune")
        .and()
        .doNotHaveFullyQualifiedName("io.perftune.simulator.SimulatorMain")
        .and()
        .doNotHaveFullyQualifiedName("io.perftune.client.ClientMain")
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .orShould()
        .callMethod(Throwable.class, "printStackTrace")
        .check(CLASSES);
  }

  @Test
  void noNameSaysNothing() {
    noClasses()
        .should()
        .haveNameMatching(".*(Util|Utils|Helper|Manager|Impl|Common|Base|Info)(\\$.*)?")
        .check(CLASSES);
  }

  private static List<String> concat(List<String> first, List<String> second) {
    List<String> both = new ArrayList<>(first);
    both.addAll(second);
    return List.copyOf(both);
  }
}
