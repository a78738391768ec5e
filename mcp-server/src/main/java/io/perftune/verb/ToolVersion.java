package io.perftune.verb;

import java.util.Optional;

/// The version of perf-tune-report that is running.
public final class ToolVersion {
  private ToolVersion() {}

  /// As the jar's manifest has it; `development` where classes run without a jar.
  public static String current() {
    return Optional.ofNullable(ToolVersion.class.getPackage().getImplementationVersion())
        .orElse("development");
  }
}
