package io.perftune.bench;

import io.perftune.plan.prompts.Corpus;
import io.perftune.plan.prompts.Dataset;
import io.perftune.plan.prompts.GeneratedPrompts;
import io.perftune.plan.prompts.PromptRequest;
import io.perftune.tokens.O200k;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// Makes the dataset of a run, each with prompts of its own.
final class Prompts {
  static final int TOKENS = 100;

  private final Corpus corpus = Corpus.wordnet(new O200k());
  private int made;

  /// Writes one with so many rows.
  ///
  /// @param answerTokens that each asks for
  Path dataset(Path file, int rows, int answerTokens) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      var _ =
          new Dataset(
                  new GeneratedPrompts(corpus, new PromptRequest(TOKENS, rows, ++made)),
                  answerTokens)
              .write(out);
    }
    return file;
  }
}
