package io.perftune.client.http;

/// Takes what ended. Thread-safe, and never waits.
public interface Archive {
  /// Keeps one ended request.
  void add(Ended ended);

  /// True while so much is still to be written that no further request may start.
  boolean full();
}
