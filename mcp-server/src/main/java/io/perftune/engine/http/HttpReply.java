package io.perftune.engine.http;

import static java.util.Objects.requireNonNull;

/// What came of a request.
public sealed interface HttpReply {
  /// The server answered.
  ///
  /// @param body what was read of it, as UTF-8
  /// @param stopped reading stopped before the answer's end, because it was longer than asked
  record Answer(int status, String body, boolean stopped) implements HttpReply {
    public Answer {
      requireNonNull(body, "body is null");
    }
  }

  /// There is no answer, or no whole one.
  ///
  /// @param detail what was said of it, in whatever words
  record None(Failure failure, String detail) implements HttpReply {
    public None {
      requireNonNull(failure, "failure is null");
      requireNonNull(detail, "detail is null");
    }
  }

  /// Where it ended.
  enum Failure {
    /// The host's name is not known.
    UNKNOWN_HOST,
    /// No connection was accepted.
    REFUSED,
    /// There was a connection and no trust.
    TLS_FAILED,
    /// A limit passed.
    TIMED_OUT,
    /// The answer broke off, or was no HTTP.
    BROKEN
  }
}
