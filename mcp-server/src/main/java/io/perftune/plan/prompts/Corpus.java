package io.perftune.plan.prompts;

import static java.util.Objects.requireNonNull;

import io.perftune.tokens.O200k;
import java.nio.file.Path;
import java.util.List;

/// The text that prompts are made of: lines whose token counts add up when they are joined.
///
/// Every line begins with a letter and ends with one newline. o200k_base first splits text by a
/// regular expression, and no match of it reaches over a newline that a letter follows, so the
/// count of a joined text is the sum of the counts of its lines. A line is counted when it is first
/// asked for, then remembered.
///
/// Not thread-safe.
public final class Corpus {
  private final String source;
  private final String name;
  private final String sha256;
  private final List<String> lines;
  private final int[] counts;
  private final O200k o200k;

  /// A corpus of lines that keep the rule above.
  ///
  /// @param source what rows call `prompt_source`
  Corpus(String source, String name, String sha256, List<String> lines, O200k o200k) {
    this.source = requireNonNull(source, "source is null");
    this.name = requireNonNull(name, "name is null");
    this.sha256 = requireNonNull(sha256, "sha256 is null");
    this.lines = List.copyOf(lines);
    this.o200k = requireNonNull(o200k, "o200k is null");
    this.counts = new int[this.lines.size()];
  }

  /// The 117,791 glosses of WordNet 3.1, of Princeton University, about 1.9 million tokens.
  public static Corpus wordnet(O200k o200k) {
    return WordnetGlosses.corpus(o200k);
  }

  /// A user's own text, UTF-8, in any layout; how much a prompt needs is checked when one is asked
  /// for.
  ///
  /// @throws io.perftune.value.ProblemException where the file is unreadable, not UTF-8, or holds
  ///   no text
  public static Corpus ofFile(Path file, O200k o200k) {
    return CorpusFile.corpus(file, o200k);
  }

  /// What rows call `prompt_source`: `wordnet` or `file`.
  public String source() {
    return source;
  }

  /// `wordnet-3.1`, or the file's name.
  public String name() {
    return name;
  }

  /// Of the bytes that the text was read from: the user's file, or data.noun, data.verb, data.adj
  /// and data.adv in that order.
  public String sha256() {
    return sha256;
  }

  /// The number of lines.
  public int size() {
    return lines.size();
  }

  /// One line, its newline included.
  String line(int index) {
    return lines.get(index);
  }

  /// The line's o200k_base tokens, its newline included.
  int tokens(int index) {
    if (counts[index] == 0) {
      counts[index] = o200k.count(lines.get(index));
    }
    return counts[index];
  }

  /// The tokens of any other text, by the same tokenizer.
  int tokens(String text) {
    return o200k.count(text);
  }

  /// The tokens of the first lines, added until `enough` is reached; less than `enough` only where
  /// the whole corpus is.
  long tokensUpTo(long enough) {
    long sum = 0;
    for (int index = 0; index < lines.size() && sum < enough; index++) {
      sum += tokens(index);
    }
    return sum;
  }
}
