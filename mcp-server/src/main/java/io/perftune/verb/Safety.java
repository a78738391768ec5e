package io.perftune.verb;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What a verb may do to the world outside its reply.
public enum Safety {
  READ_ONLY(null),
  WRITES_ARTIFACTS(null),
  /// Sends load to an endpoint.
  SUBMITS_JOBS("i_understand_this_submits_jobs"),
  /// Writes where others read.
  PUBLISHES_EXTERNALLY("i_understand_this_publishes_externally");

  private final @Nullable String acknowledgement;

  Safety(@Nullable String acknowledgement) {
    this.acknowledgement = acknowledgement;
  }

  /// The word in replies.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The property that acknowledges it; null where none is needed.
  public @Nullable String acknowledgement() {
    return acknowledgement;
  }
}
