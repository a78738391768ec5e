package io.perftune.plan.prompts;

import static java.util.Objects.requireNonNull;

/// One prompt, as it is sent: the text of a single user message.
///
/// @param tokens its o200k_base tokens, exactly
public record Prompt(String text, int tokens) {
  public Prompt {
    requireNonNull(text, "text is null");
  }
}
