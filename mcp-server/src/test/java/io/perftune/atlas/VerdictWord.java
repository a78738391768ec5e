package io.perftune.atlas;

import io.perftune.value.ClientHealth;
import org.jspecify.annotations.Nullable;

/// The word that a row would carry in client_verdict.
public final class VerdictWord {
  private VerdictWord() {}

  /// The word.
  ///
  /// @param client null where the engine does not measure itself
  /// @param itlP50Ms the point's median itl
  public static String of(@Nullable ClientHealth client, @Nullable Double itlP50Ms) {
    return ClientVerdict.of(client, itlP50Ms).verdict().label();
  }
}
