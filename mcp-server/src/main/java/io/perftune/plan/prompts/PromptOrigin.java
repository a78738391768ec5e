package io.perftune.plan.prompts;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/// Where the prompts of a dataset come from.
///
/// @param source what rows call `prompt_source`: `wordnet` or `file`
/// @param name of the corpus, or of the user's file
/// @param sha256 of the bytes behind that name
/// @param request what the generator was asked for; null where the prompts are the user's own
public record PromptOrigin(
    String source, String name, String sha256, @Nullable PromptRequest request) {
  public PromptOrigin {
    requireNonNull(source, "source is null");
    requireNonNull(name, "name is null");
    requireNonNull(sha256, "sha256 is null");
  }
}
