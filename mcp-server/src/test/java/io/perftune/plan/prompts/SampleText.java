package io.perftune.plan.prompts;

import io.perftune.tokens.O200k;
import java.util.ArrayList;
import java.util.List;

/// The tokenizer and the texts that the tests of this package share.
final class SampleText {
  static final O200k O200K = new O200k();
  static final Corpus WORDNET = Corpus.wordnet(O200K);

  /// Lines of a user's text with everything that could upset a count.
  static final List<String> AWKWARD =
      List.of(
          "don't we'll they've 12,345.67 \"quoted\" (and) so/on//",
          "\t  indented\u00a0and\u2003spaced   out\u0007 ",
          "1984 was a year; -- dashes -- too ...",
          "日本語のテキストには空白がありません。長い文章もあります。",
          "naïve café e\u0301lan Ελληνικά Кириллица العربية हिन्दी",
          "emoji 👩‍👩‍👧‍👦 and 🇫🇷 flags !!! ???",
          "CamelCaseIdentifiers snake_case_names <|endoftext|> https://example.org/a?b=c",
          "ends with a slash /",
          "ǅ titlecase and ʰ modifier letters",
          "x");

  private SampleText() {}

  /// Different sentences of plain words.
  static List<String> sentences(int count) {
    List<String> words = List.of("river", "stone", "window", "garden", "paper", "letter", "winter");
    SplitMix64 random = new SplitMix64(count);
    List<String> sentences = new ArrayList<>();
    for (int number = 0; number < count; number++) {
      StringBuilder sentence = new StringBuilder("Story " + number + " tells of");
      for (int word = 0; word < 12; word++) {
        sentence.append(" the ").append(words.get(random.below(words.size())));
      }
      sentences.add(sentence + ".");
    }
    return sentences;
  }
}
