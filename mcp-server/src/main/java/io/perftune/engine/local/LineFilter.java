package io.perftune.engine.local;

import org.jspecify.annotations.Nullable;

/// What is done to a line of a child's output before it is written.
@FunctionalInterface
public interface LineFilter {
  /// The line without secrets; null where nothing of it is to be written.
  @Nullable String apply(String line);
}
