package io.perftune.plan.prompts;

import io.perftune.value.Digest;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Composes prompt after prompt of one series.
///
/// Lines are dealt until few tokens are left; then a whole line of just that size is looked for. A
/// corpus without one, of long lines say, has its last lines cut between words.
final class Composer {
  /// A line is added only where it fills the prompt or leaves this much, so that a whole line can
  /// close it.
  private static final int LEAST_LEFT = 8;

  private static final int CLOSING = 24;
  private static final int TOO_LONG_IN_A_PROMPT = 64;
  private static final int CLOSING_TRIES = 2_000;
  private static final int OPENING_CHARACTERS = 24;

  private final Corpus corpus;
  private final PromptRequest request;
  private final Deck deck;
  private final int bodyTokens;
  private final Set<String> openings = new HashSet<>();
  private final List<Integer> skipped = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private int left;

  Composer(Corpus corpus, PromptRequest request) {
    this.corpus = corpus;
    this.request = request;
    this.deck = new Deck(corpus.size(), new SplitMix64(state(corpus, request)));
    this.bodyTokens = request.tokens() - corpus.tokens(GeneratedPrompts.TASK);
  }

  /// Two sizes of one seed share nothing, nor do two corpora.
  private static long state(Corpus corpus, PromptRequest request) {
    String key =
        String.join(
            " ",
            GeneratedPrompts.GENERATOR,
            Integer.toString(GeneratedPrompts.VERSION),
            corpus.sha256(),
            Integer.toString(request.tokens()),
            Long.toString(request.seed()));
    return ByteBuffer.wrap(Digest.bytes(key)).getLong();
  }

  /// The next prompt: unlike all before, and of exactly the requested tokens.
  Prompt next() {
    text.setLength(0);
    skipped.clear();
    left = bodyTokens;
    open();
    fill();
    close();
    cut();
    return new Prompt(text + GeneratedPrompts.TASK, request.tokens());
  }

  private void open() {
    deck.gather();
    while (!deck.isEmpty()) {
      int line = deck.deal();
      if (fits(line) && openings.add(opening(corpus.line(line)))) {
        add(line);
        deck.gatherAllButLast();
        return;
      }
    }
    throw givenOut("has no line left that a prompt can begin with");
  }

  private static String opening(String line) {
    return line.length() <= OPENING_CHARACTERS ? line : line.substring(0, OPENING_CHARACTERS);
  }

  private void fill() {
    while (left > CLOSING && skipped.size() < TOO_LONG_IN_A_PROMPT && !deck.isEmpty()) {
      int line = deck.deal();
      if (fits(line)) {
        add(line);
      } else {
        skipped.add(line);
      }
    }
  }

  private void close() {
    for (int tries = 0; tries < CLOSING_TRIES && closing() && !deck.isEmpty(); tries++) {
      int line = deck.deal();
      if (corpus.tokens(line) == left) {
        add(line);
      } else {
        skipped.add(line);
      }
    }
  }

  private boolean closing() {
    return left > 0 && left <= CLOSING;
  }

  private void cut() {
    for (int next = 0; left > 0; next++) {
      if (next == skipped.size()) {
        throw givenOut("has no line left that fills a prompt exactly");
      }
      int line = skipped.get(next);
      if (addCut(line, left)) {
        return;
      }
      if (corpus.tokens(line) <= left - LEAST_LEFT) {
        add(line);
      } else if (left >= 2 * LEAST_LEFT) {
        addCut(line, left / 2);
      }
    }
  }

  private boolean addCut(int line, int tokens) {
    String cut = LineCut.of(corpus, corpus.line(line), tokens);
    text.append(cut);
    left -= cut.isEmpty() ? 0 : tokens;
    return !cut.isEmpty();
  }

  private boolean fits(int line) {
    int tokens = corpus.tokens(line);
    return tokens == left || tokens <= left - LEAST_LEFT;
  }

  private void add(int line) {
    text.append(corpus.line(line));
    left -= corpus.tokens(line);
  }

  private ProblemException givenOut(String why) {
    return new ProblemException(
        Problem.of(
            "corpus-too-small",
            "The corpus " + corpus.name() + " " + why + ", after " + openings.size() + " prompts.",
            "Give a longer text, or leave the option out to use WordNet."));
  }
}
