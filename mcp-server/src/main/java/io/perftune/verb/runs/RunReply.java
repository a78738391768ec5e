package io.perftune.verb.runs;

import static java.util.Objects.requireNonNull;

import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.verb.Outcome;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What a run answered, kept for whoever asks later: everything that its own caller was told.
public record RunReply(int returncode, ObjectNode json, String digest, List<Problem> problems) {
  /// The exit code of a run that was cancelled or stopped by a signal.
  public static final int INTERRUPTED = 130;

  /// The exit code of a defect.
  public static final int DEFECT = 70;

  public RunReply {
    requireNonNull(json, "json is null");
    requireNonNull(digest, "digest is null");
    problems = List.copyOf(problems);
  }

  /// The reply that an outcome is.
  public static RunReply of(Outcome outcome) {
    return new RunReply(outcome.code(), outcome.json(), outcome.digest(), outcome.problems());
  }

  /// A reply that has nothing but a problem.
  public static RunReply of(int returncode, List<Problem> problems) {
    return new RunReply(returncode, Json.object(), "", problems);
  }

  /// The outcome for a caller who attached: the run's own; a run that was stopped or broke is a
  /// failure to others.
  public Outcome outcome() {
    return switch (returncode) {
      case 0 -> new Outcome.Done(json, digest, problems);
      case 2 -> new Outcome.Refused(json, digest, problems);
      default -> new Outcome.Failed(json, digest, problems);
    };
  }

  ObjectNode toJson() {
    ObjectNode all = Json.object().put("returncode", returncode).put("digest", digest);
    all.set("json", json);
    all.set("problems", Json.problems(problems));
    return all;
  }

  static RunReply of(JsonNode all) {
    List<Problem> problems = new ArrayList<>();
    for (JsonNode problem : all.required("problems")) {
      problems.add(
          new Problem(
              problem.required("code").asString(),
              problem.required("message").asString(),
              Json.text(problem, "where"),
              problem.required("remedy").asString()));
    }
    return new RunReply(
        all.required("returncode").intValue(),
        (ObjectNode) all.required("json"),
        all.required("digest").asString(),
        problems);
  }
}
