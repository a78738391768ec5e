package io.perftune.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever stands in a campaign file, reading it ends with a campaign or with placed problems.
class CampaignFuzzTest {
  private static final int MUTANTS = 40;
  private static final List<String> PIECES =
      List.of(
          "[",
          "]",
          "{",
          "}",
          "*a",
          "&a ",
          "!x ",
          "!!merge ",
          "<<: ",
          ": ",
          "- ",
          "\t",
          "\u0000",
          "\uFEFF",
          "\uD800",
          "null",
          "1e999",
          "-1",
          "0x",
          "0o9",
          "99999999999999999999",
          "\"",
          "'",
          "|\n",
          ">-\n",
          "%YAML 2.0\n",
          "---\n",
          "...\n",
          "#",
          "? ",
          "@",
          "`",
          "${A}",
          ".nan",
          "~1",
          "/",
          "\\",
          "\r",
          "\u0085",
          "name: ",
          "aa: ",
          "cells:\n",
          "http://u:p@h",
          "é",
          "🙂");

  private static List<String> seeds() {
    return List.of("aa-simulator.yaml", "aa-public-gateway.yaml", "aa-in-cluster.yaml");
  }

  static IntStream rounds() {
    return IntStream.range(0, 15);
  }

  @ParameterizedTest
  @MethodSource("rounds")
  void neverThrowsAnythingButProblems(int round) throws IOException {
    String name = seeds().get(round % seeds().size());
    String valid =
        Files.readString(Path.of(System.getProperty("checkout"), "campaigns/examples", name));
    Random random = new Random(round);
    int refused = 0;
    for (int i = 0; i < MUTANTS; i++) {
      String mutant = mutant(valid, random);
      refused += assertTimeoutPreemptively(Duration.ofSeconds(60), () -> refusals(mutant));
    }
    assertThat(refused).isPositive();
  }

  @Test
  void aFileOfOneMebibyteOfBracketsIsRefusedQuickly() {
    assertThat(refusals("name: " + "[".repeat(1 << 20))).isOne();
    assertThat(refusals("name: " + "{a: ".repeat(1 << 18))).isOne();
    assertThat(refusals("- ".repeat(1 << 19))).isOne();
    assertThat(refusals("? ".repeat(1 << 19))).isOne();
    assertThat(refusals("name: x\nseed: " + "9".repeat(1 << 20))).isOne();
  }

  /// 1 where the text is refused, 0 where it is a campaign.
  private static int refusals(String text) {
    try {
      CampaignFile.parse(text, "fuzz.yaml");
      return 0;
    } catch (ProblemException e) {
      assertThat(e.problems()).isNotEmpty().allSatisfy(CampaignFuzzTest::wellFormed);
      return 1;
    }
  }

  private static void wellFormed(Problem problem) {
    assertThat(problem.where()).matches("fuzz\\.yaml:[1-9]\\d*:[1-9]\\d*");
    assertThat(problem.code()).matches("[a-z0-9-]+");
    assertThat(problem.message()).isNotBlank();
    assertThat(problem.remedy()).isNotBlank();
  }

  private static String mutant(String valid, Random random) {
    String text = valid;
    for (int i = 0; i <= random.nextInt(3); i++) {
      text = random.nextBoolean() ? mutatedText(text, random) : mutatedLines(text, random);
    }
    return text;
  }

  private static String mutatedText(String text, Random random) {
    int at = random.nextInt(text.length() + 1);
    String piece = PIECES.get(random.nextInt(PIECES.size()));
    int end = Math.min(text.length(), at + random.nextInt(12));
    return switch (random.nextInt(4)) {
      case 0 -> text.substring(0, at);
      case 1 -> text.substring(0, at) + piece + text.substring(end);
      case 2 -> text.substring(0, at) + piece + text.substring(at);
      default -> text.substring(0, at) + (char) random.nextInt(0x2100) + text.substring(end);
    };
  }

  private static String mutatedLines(String text, Random random) {
    List<String> lines = new ArrayList<>(text.lines().toList());
    if (lines.isEmpty()) {
      return text;
    }
    int at = random.nextInt(lines.size());
    int other = random.nextInt(lines.size());
    switch (random.nextInt(5)) {
      case 0 -> lines.remove(at);
      case 1 -> lines.add(at, lines.get(other));
      case 2 -> Collections.swap(lines, at, other);
      case 3 -> lines.set(at, "  " + lines.get(at));
      default -> {
        String piece = PIECES.get(other % PIECES.size());
        lines.set(at, lines.get(at).replaceFirst(":.*", Matcher.quoteReplacement(": " + piece)));
      }
    }
    return String.join("\n", lines) + "\n";
  }
}
