package io.perftune.engine.preflight;

import static java.util.Objects.requireNonNull;

/// What came of one probe.
sealed interface ProbeAnswer {
  /// There is no answer.
  ///
  /// @param verdict refused_connection, unknown_host, tls_failed, timed_out, broken
  /// @param detail a sentence
  record None(String verdict, String detail, String remedy) implements ProbeAnswer {
    public None {
      requireNonNull(verdict, "verdict is null");
      requireNonNull(detail, "detail is null");
      requireNonNull(remedy, "remedy is null");
    }
  }

  /// The server answered.
  ///
  /// @param body what was read of it
  /// @param stopped reading stopped before the answer's end, because it was longer than asked
  record Http(int status, String body, boolean stopped) implements ProbeAnswer {
    public Http {
      requireNonNull(body, "body is null");
    }

    boolean ok() {
      return status >= 200 && status < 300;
    }
  }
}
