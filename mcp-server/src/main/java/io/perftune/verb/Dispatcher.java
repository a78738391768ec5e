package io.perftune.verb;

import io.perftune.config.NotYet;
import io.perftune.config.Suggestion;
import io.perftune.config.VerbSchema;
import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import java.nio.file.InvalidPathException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/// The one road from a caller to a verb: reads the call in any of its forms, checks it, runs the
/// verb, and makes the reply.
public final class Dispatcher {
  private static final int DEFECT = 70;

  private final Map<String, Desk> desks = new LinkedHashMap<>();

  /// @param verbs in the order in which help and tools/list show them
  public Dispatcher(List<Verb> verbs) {
    for (Verb verb : verbs) {
      desks.put(verb.name(), new Desk(verb, VerbSchema.load(verb.name())));
    }
  }

  /// A verb and its schemas.
  public record Desk(Verb verb, VerbSchema schema) {}

  /// Everything that there is, in order.
  public List<Desk> desks() {
    return List.copyOf(desks.values());
  }

  /// The verb of that name, spelled with underscores or hyphens.
  ///
  /// @throws ProblemException where there is none
  public Desk desk(String name) {
    Desk desk = desks.get(name.replace('-', '_'));
    if (desk == null) {
      throw new ProblemException(absent(name));
    }
    return desk;
  }

  /// Runs a verb.
  ///
  /// @param sent the arguments as the caller sent them
  /// @throws ProblemException where there is no such verb
  /// @throws InterruptedException the caller cancelled
  public Reply call(String name, ObjectNode sent, Context context) throws InterruptedException {
    Desk desk = desk(name);
    Input input =
        InputReader.read(desk.schema(), desk.verb().safety(), sent, context.environment());
    return reply(desk, input, outcome(desk.verb(), input, context));
  }

  /// The reply where a verb broke: our defect, not the caller's mistake.
  ///
  /// @param sent the arguments as the caller sent them
  public Reply defect(String name, ObjectNode sent, Throwable cause) {
    Desk desk = desk(name);
    Problem problem =
        Problem.of(
            "defect",
            "%s broke: %s.".formatted(desk.verb().name(), cause),
            "This is a defect of perf-tune-report; the log has the details.");
    List<String> args = Arguments.of(sent).args();
    boolean allowNonzero = Arguments.of(sent).allowNonzero();
    Input input = new Input(args, Json.object(), allowNonzero, List.of(problem));
    return reply(desk, input, DEFECT, "", List.of(problem), Json.object());
  }

  private static Outcome outcome(Verb verb, Input input, Context context)
      throws InterruptedException {
    if (!input.problems().isEmpty()) {
      return new Outcome.Refused(Json.object(), "", input.problems());
    }
    try {
      return verb.run(input.json().deepCopy(), context);
    } catch (ProblemException e) {
      return new Outcome.Refused(Json.object(), "", e.problems());
    } catch (InvalidPathException e) {
      return new Outcome.Refused(Json.object(), "", List.of(noPath(e)));
    }
  }

  private static Problem noPath(InvalidPathException e) {
    return Problem.of(
        "no-path",
        "%s cannot be a path here: %s."
            .formatted(Json.line(StringNode.valueOf(e.getInput())), e.getReason()),
        "Give a path that this machine's file system takes.");
  }

  private static Reply reply(Desk desk, Input input, Outcome outcome) {
    return reply(desk, input, outcome.code(), outcome.digest(), outcome.problems(), outcome.json());
  }

  private static Reply reply(
      Desk desk, Input input, int code, String digest, List<Problem> problems, ObjectNode said) {
    ObjectNode json = desk.schema().filled(said);
    json.set("problems", Json.problems(problems));
    return new Reply(
        desk.schema().tool(),
        desk.schema().library(),
        desk.verb().name(),
        desk.verb().safety(),
        needsAcknowledgement(desk.verb(), input),
        input.args(),
        code,
        line(input.jsonOnly() ? Json.line(json) : digest),
        problems.stream().map(problem -> problem.line() + "\n").collect(Collectors.joining()),
        json,
        input.allowNonzero());
  }

  private static String line(String text) {
    return text.isEmpty() || text.endsWith("\n") ? text : text + "\n";
  }

  /// An invalid call to a verb that sends load is told that it needs one, unless it was a dry run.
  private static boolean needsAcknowledgement(Verb verb, Input input) {
    if (input.problems().isEmpty()) {
      return verb.needsAcknowledgement(input.json());
    }
    return verb.safety() == Safety.SUBMITS_JOBS && !input.json().path("dry_run").asBoolean(false);
  }

  private Problem absent(String name) {
    List<String> known = new ArrayList<>(desks.keySet());
    String spelled = name.replace('-', '_');
    return NotYet.verb(spelled)
        .orElseGet(() ->
            Problem.of(
                "unknown-verb",
                name + " is not a verb.",
                Suggestion.nearest(spelled, known)
                    .map(near -> "Did you mean " + near + "?")
                    .orElse("Choose one of " + String.join(", ", known) + ".")));
  }
}
