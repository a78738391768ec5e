package io.perftune.plan.prompts;

import static java.util.Objects.requireNonNull;

import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Prompts of a corpus' lines, drawn and ordered by seed, each of exactly the requested size, each
/// closed by the same task.
///
/// No two prompts of a series begin alike: their first 24 characters differ. A generated prompt is
/// filler for a reasoning model.
public final class GeneratedPrompts implements PromptSource {
  /// The generator's name in a manifest.
  public static final String GENERATOR = "perf-tune-report prompts";

  /// Counts up whenever the same request would give other bytes.
  public static final int VERSION = 1;

  /// The last line of every prompt: it asks for an answer that goes on.
  public static final String TASK =
      "Write a long essay that connects as many of the lines above as you can. "
          + "Take them one by one, explain each in your own words, and give examples.";

  /// A prompt has room for at least this many tokens of text above its task.
  static final int LEAST_BODY = 16;

  private final Corpus corpus;
  private final PromptRequest request;

  /// Prompts for a request that has been checked.
  ///
  /// @throws ProblemException where a prompt is too small for its task, or the corpus too small for
  ///   the request; all problems at once
  public GeneratedPrompts(Corpus corpus, PromptRequest request) {
    this.corpus = requireNonNull(corpus, "corpus is null");
    this.request = requireNonNull(request, "request is null");
    List<Problem> problems = problems();
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
  }

  @Override
  public int rows() {
    return request.rows();
  }

  @Override
  public PromptOrigin origin() {
    return new PromptOrigin(corpus.source(), corpus.name(), corpus.sha256(), request);
  }

  @Override
  public void deliver(Sink sink) throws IOException {
    Composer composer = new Composer(corpus, request);
    for (int row = 0; row < request.rows(); row++) {
      sink.accept(composer.next());
    }
  }

  private List<Problem> problems() {
    List<Problem> problems = new ArrayList<>();
    int least = corpus.tokens(TASK) + LEAST_BODY;
    if (request.tokens() < least) {
      problems.add(
          Problem.of(
              "prompt-too-small",
              "A prompt of " + request.tokens() + " tokens has no room for its closing task.",
              "Ask for at least " + least + " tokens."));
    }
    if (request.rows() < 1) {
      problems.add(
          Problem.of(
              "no-rows",
              "A dataset of " + request.rows() + " prompts was asked for.",
              "Ask for at least one."));
    }
    return tooSmallCorpus(problems);
  }

  private List<Problem> tooSmallCorpus(List<Problem> problems) {
    long needed = request.tokens() + request.tokens() / 4 + 1_000L;
    long held = corpus.tokensUpTo(needed);
    if (held < needed) {
      problems.add(
          corpusTooSmall(
              "holds " + held + " tokens; prompts of " + request.tokens() + " need " + needed));
    }
    if (corpus.size() < request.rows()) {
      problems.add(
          corpusTooSmall(
              "has " + corpus.size() + " lines; " + request.rows() + " prompts need one each"));
    }
    return problems;
  }

  private Problem corpusTooSmall(String why) {
    return Problem.of(
        "corpus-too-small",
        "The corpus " + corpus.name() + " " + why + ".",
        "Give a longer text, or leave the option out to use WordNet.");
  }
}
