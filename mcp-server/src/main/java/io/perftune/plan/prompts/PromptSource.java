package io.perftune.plan.prompts;

import java.io.IOException;

/// A series of different prompts, handed over one at a time so that they are never all in memory.
public sealed interface PromptSource permits GeneratedPrompts, PromptFile.Slice {
  /// Takes one prompt after another.
  interface Sink {
    /// May keep the prompt or let it go.
    void accept(Prompt prompt) throws IOException;
  }

  /// The number of prompts.
  int rows();

  /// Where they come from.
  PromptOrigin origin();

  /// Hands every prompt to the sink, in order; the same ones each time.
  ///
  /// @throws io.perftune.value.ProblemException where the text gives out, or changed since it was
  ///   checked
  void deliver(Sink sink) throws IOException;
}
