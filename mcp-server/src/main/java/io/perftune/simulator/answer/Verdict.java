package io.perftune.simulator.answer;

import static java.util.Objects.requireNonNull;

import io.perftune.simulator.http.Response;

/// What becomes of a request that the server understood.
public sealed interface Verdict {
  /// It is answered.
  record Answered(Lengths lengths) implements Verdict {
    public Answered {
      requireNonNull(lengths, "lengths is null");
    }
  }

  /// It is refused by an HTTP status.
  record Refused(Response response) implements Verdict {
    public Refused {
      requireNonNull(response, "response is null");
    }
  }

  /// It is refused inside a stream.
  record RefusedInStream(String error) implements Verdict {
    public RefusedInStream {
      requireNonNull(error, "error is null");
    }
  }
}
