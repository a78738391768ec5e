package io.perftune.plan.prompts;

import io.perftune.tokens.O200k;
import io.perftune.value.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/// Reads the glosses out of the data files of WordNet 3.1 and writes each as one line of prose.
///
/// A record of a data file is one ASCII line; what follows its bar is the gloss. The licence at the
/// head of a file is indented by two blanks.
final class WordnetGlosses {
  private static final String FOLDER = "/net/sf/extjwnl/data/wordnet/wn31/";
  private static final List<String> FILES =
      List.of("data.noun", "data.verb", "data.adj", "data.adv");

  private WordnetGlosses() {}

  static Corpus corpus(O200k o200k) {
    MessageDigest digest = Digest.algorithm();
    List<String> lines = new ArrayList<>(120_000);
    for (String file : FILES) {
      byte[] data = data(file);
      digest.update(data);
      new String(data, StandardCharsets.US_ASCII)
          .lines()
          .filter(record -> !record.startsWith("  "))
          .map(record -> sentence(record.substring(record.indexOf('|') + 1)))
          .forEach(lines::add);
    }
    return new Corpus("wordnet", "wordnet-3.1", Digest.hex(digest.digest()), lines, o200k);
  }

  private static byte[] data(String file) {
    try (InputStream in = WordnetGlosses.class.getResourceAsStream(FOLDER + file)) {
      if (in == null) {
        throw new IllegalStateException("the class path carries no " + FOLDER + file);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// `(botany) a living organism` becomes `Botany: a living organism.`; a gloss that begins with a
  /// figure or a quote is led in by a word.
  static String sentence(String gloss) {
    String text = unlabelled(gloss.strip());
    int end = text.length();
    while (" ,;:-".indexOf(text.charAt(end - 1)) >= 0) {
      end--;
    }
    boolean closed = ".!?\"".indexOf(text.charAt(end - 1)) >= 0;
    String opening =
        CorpusFile.beginsWithLetter(text)
            ? Character.toUpperCase(text.charAt(0)) + text.substring(1, end)
            : "Namely, " + text.substring(0, end);
    return opening + (closed ? "\n" : ".\n");
  }

  private static String unlabelled(String gloss) {
    int close = gloss.indexOf(')');
    if (!gloss.startsWith("(") || gloss.lastIndexOf('(', close) != 0) {
      return gloss;
    }
    String label = gloss.substring(1, close);
    String rest = gloss.substring(close + 1).replaceFirst("^[ ;:]+", "");
    return label + ": " + rest;
  }
}
