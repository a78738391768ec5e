package io.perftune.wire;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/// One server-sent event.
///
/// @param name of its `event` line; null where it had none
/// @param data its `data` lines, joined by line feeds
/// @param nanos stamp of the read that completed its last data line
public record SseEvent(@Nullable String name, String data, long nanos) {
  public SseEvent {
    requireNonNull(data, "data is null");
  }
}
