package io.perftune;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;

/// The ways in which a measurement of a language model goes wrong without a word, each with the
/// tests that fail where its guard is gone: traps.txt, held to the tests that there are.
class TrapsTest {
  /// A trap is a line; the tests that guard against it follow, indented, as `Class method`.
  private static Map<String, List<String>> traps() {
    Map<String, List<String>> traps = new LinkedHashMap<>();
    List<String> guards = new ArrayList<>();
    for (String line : lines()) {
      if (line.startsWith(" ")) {
        guards.add(line.strip());
      } else if (!line.isBlank() && !line.startsWith("#")) {
        guards = traps.computeIfAbsent(line, _ -> new ArrayList<>());
      }
    }
    return traps;
  }

  @Test
  void everyTrapHasAGuard() {
    assertThat(traps()).hasSizeGreaterThan(30);
    assertThat(traps().entrySet()).noneMatch(trap -> trap.getValue().isEmpty());
  }

  @TestFactory
  Stream<DynamicTest> everyGuardIsATestThatThereIs() {
    return traps().entrySet().stream()
        .map(trap ->
            DynamicTest.dynamicTest(
                trap.getKey(),
                () -> assertThat(trap.getValue()).isNotEmpty().allMatch(TrapsTest::isTest)));
  }

  private static boolean isTest(String guard) {
    String[] words = guard.split(" ", -1);
    try {
      return Arrays.stream(Class.forName("io.perftune." + words[0]).getDeclaredMethods())
          .filter(method -> method.getName().equals(words[1]))
          .anyMatch(method -> AnnotationSupport.isAnnotated(method, Testable.class));
    } catch (ClassNotFoundException _) {
      return false;
    }
  }

  private static List<String> lines() {
    try (InputStream in =
        Objects.requireNonNull(TrapsTest.class.getResourceAsStream("/traps.txt"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
