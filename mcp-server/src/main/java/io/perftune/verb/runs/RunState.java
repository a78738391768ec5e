package io.perftune.verb.runs;

import java.util.Locale;

/// How a run stands.
public enum RunState {
  RUNNING,
  /// On a machine that this one cannot look at; its record does not say that it ended.
  ELSEWHERE,
  /// Everything that was asked is measured.
  DONE,
  /// Something failed, is partial, or was refused.
  FAILED,
  /// Cancelled or stopped by a signal; complete points are kept.
  INTERRUPTED,
  /// Its process is gone and nobody recorded an end: killed, or the machine went down.
  LOST;

  /// The word in files and replies.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The state of that word.
  ///
  /// @throws IllegalArgumentException for any other word
  static RunState labelled(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT));
  }

  /// Whether it may still measure.
  public boolean going() {
    return this == RUNNING || this == ELSEWHERE;
  }

  /// The state that goes with an exit code.
  static RunState ended(int returncode) {
    return switch (returncode) {
      case 0 -> DONE;
      case RunReply.INTERRUPTED -> INTERRUPTED;
      default -> FAILED;
    };
  }
}
