package io.perftune.verb.probe;

import static java.util.Objects.requireNonNull;

import io.perftune.plan.prompts.Corpus;
import io.perftune.plan.prompts.GeneratedPrompts;
import io.perftune.plan.prompts.PromptRequest;
import io.perftune.tokens.O200k;
import io.perftune.value.AaShape;
import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// The prompts of a probe.
///
/// @param source wordnet or file
record ProbePrompts(List<String> texts, String source) {
  ProbePrompts {
    texts = List.copyOf(texts);
    requireNonNull(source, "source is null");
  }

  /// Generated ones, each of exactly the shape's tokens.
  static ProbePrompts generated(AaShape shape, int count, long seed) {
    List<String> texts = new ArrayList<>();
    try {
      new GeneratedPrompts(
              Corpus.wordnet(new O200k()), new PromptRequest(shape.inputTokens(), count, seed))
          .deliver(prompt -> texts.add(prompt.text()));
    } catch (IOException e) {
      throw new UncheckedIOException("a list takes every prompt", e);
    }
    return new ProbePrompts(texts, "wordnet");
  }

  /// The user's own: a text that is sent each time, or `.jsonl` with text_input in each line.
  ///
  /// @throws ProblemException where they cannot be read, or are too few
  static ProbePrompts ofFile(Path file, int count) {
    String text = text(file);
    List<String> texts =
        file.toString().endsWith(".jsonl") ? lines(file, text) : Collections.nCopies(count, text);
    if (texts.size() < count) {
      throw bad(
          file,
          "has fewer than %d lines of JSON with text_input".formatted(count),
          "Lower --count, or give more prompts.");
    }
    if (texts.stream().anyMatch(String::isBlank)) {
      throw bad(file, "holds an empty prompt", "Give each prompt some text.");
    }
    return new ProbePrompts(texts.subList(0, count), "file");
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw bad(file, "could not be read: " + e.getMessage(), "Name a readable UTF-8 file.");
    }
  }

  private static List<String> lines(Path file, String text) {
    List<String> texts = new ArrayList<>();
    for (String line : text.lines().filter(line -> !line.isBlank()).toList()) {
      String prompt = prompt(line);
      if (prompt == null) {
        throw bad(
            file, "has a line that is no JSON with text_input", "Write one JSON object a line.");
      }
      texts.add(prompt);
    }
    return texts;
  }

  private static @Nullable String prompt(String line) {
    try {
      return Json.text(Json.MAPPER.readTree(line), "text_input");
    } catch (JacksonException _) {
      return null;
    }
  }

  private static ProblemException bad(Path file, String why, String remedy) {
    return new ProblemException(
        new Problem("bad-prompt-file", "%s %s.".formatted(file, why), "--prompt-file", remedy));
  }

  boolean exact() {
    return source.equals("wordnet");
  }

  boolean repeat() {
    return Set.copyOf(texts).size() < texts.size();
  }
}
