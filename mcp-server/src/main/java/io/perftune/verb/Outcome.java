package io.perftune.verb;

import static java.util.Objects.requireNonNull;

import io.perftune.value.Problem;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// How a verb ended.
public sealed interface Outcome {
  /// The reply for a machine, as the verb's output schema describes it.
  ObjectNode json();

  /// The reply for a reader.
  String digest();

  /// Everything that is wrong, or that limits what was done.
  List<Problem> problems();

  /// The exit code and the reply's `returncode`.
  int code();

  /// The work is done; problems are warnings.
  record Done(ObjectNode json, String digest, List<Problem> problems) implements Outcome {
    public Done {
      requireNonNull(json, "json is null");
      requireNonNull(digest, "digest is null");
      problems = List.copyOf(problems);
    }

    @Override
    public int code() {
      return 0;
    }
  }

  /// Nothing was done: invalid input, a missing acknowledgement, a missing prerequisite.
  record Refused(ObjectNode json, String digest, List<Problem> problems) implements Outcome {
    public Refused {
      requireNonNull(json, "json is null");
      requireNonNull(digest, "digest is null");
      problems = List.copyOf(problems);
    }

    @Override
    public int code() {
      return 2;
    }
  }

  /// Nothing was done, because a program that the work needs is not on this machine; the code is
  /// the one that a shell has for it.
  record NotFound(ObjectNode json, String digest, List<Problem> problems) implements Outcome {
    public NotFound {
      requireNonNull(json, "json is null");
      requireNonNull(digest, "digest is null");
      problems = List.copyOf(problems);
    }

    @Override
    public int code() {
      return 127;
    }
  }

  /// The work was tried and failed, or is partial.
  record Failed(ObjectNode json, String digest, List<Problem> problems) implements Outcome {
    public Failed {
      requireNonNull(json, "json is null");
      requireNonNull(digest, "digest is null");
      problems = List.copyOf(problems);
    }

    @Override
    public int code() {
      return 1;
    }
  }
}
