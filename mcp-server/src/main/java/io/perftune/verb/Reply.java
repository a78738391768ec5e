package io.perftune.verb;

import static java.util.Objects.requireNonNull;

import io.perftune.value.Json;
import io.perftune.value.Problem;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What a caller gets back, whichever skin it came by.
///
/// @param tool the MCP tool that the verb is
/// @param library what the tool belongs to
/// @param ackRequired whether this very call needed an acknowledgement
/// @param args the call as words; a password in a URL is masked
/// @param returncode the exit code
/// @param stdout what the command line prints on standard output
/// @param stderr what it prints on standard error, progress apart
/// @param json the reply for a machine, by the verb's output schema
/// @param allowNonzero whether the caller takes a return code other than 0 as no error
public record Reply(
    String tool,
    String library,
    String verb,
    Safety safety,
    boolean ackRequired,
    List<String> args,
    int returncode,
    String stdout,
    String stderr,
    ObjectNode json,
    boolean allowNonzero) {
  /// The code of the problem that an acknowledgement is missing.
  public static final String NOT_ACKNOWLEDGED = "not-acknowledged";

  public Reply {
    requireNonNull(tool, "tool is null");
    requireNonNull(library, "library is null");
    requireNonNull(verb, "verb is null");
    requireNonNull(safety, "safety is null");
    args = args.stream().map(Userinfo::masked).toList();
    requireNonNull(stdout, "stdout is null");
    requireNonNull(stderr, "stderr is null");
    requireNonNull(json, "json is null");
  }

  /// Whether the caller shall take it as an error.
  public boolean error() {
    return returncode != 0 && !allowNonzero;
  }

  /// The reply as one object.
  public ObjectNode envelope() {
    ObjectNode envelope =
        Json.object()
            .put("tool", tool)
            .put("library", library)
            .put("verb", verb)
            .put("safety", safety.label())
            .put("ack_required", ackRequired)
            .put("ack_field", safety.acknowledgement());
    envelope.set("args", Json.strings(args));
    envelope.put("returncode", returncode).put("stdout", stdout).put("stderr", stderr);
    envelope.set("json", json);
    return envelope;
  }

  /// The same reply with a problem more.
  public Reply with(Problem problem) {
    return with(problem, "");
  }

  /// The same reply with a problem more, in the place of those of that code.
  public Reply with(Problem problem, String instead) {
    ObjectNode told = json.deepCopy();
    ArrayNode problems = Json.array();
    StringBuilder lines = new StringBuilder();
    for (JsonNode before : told.path("problems")) {
      if (!instead.equals(Json.text(before, "code"))) {
        problems.add(before);
      }
    }
    problems.addAll(Json.problems(List.of(problem)));
    for (JsonNode one : problems) {
      lines.append(line(one)).append('\n');
    }
    told.set("problems", problems);
    return with(stdout, lines.toString(), told);
  }

  private Reply with(String out, String err, ObjectNode told) {
    return new Reply(
        tool, library, verb, safety, ackRequired, args, returncode, out, err, told, allowNonzero);
  }

  private static String line(JsonNode problem) {
    return new Problem(
            problem.required("code").asString(),
            problem.required("message").asString(),
            Json.text(problem, "where"),
            problem.required("remedy").asString())
        .line();
  }

  /// The same reply, which says that the client's user agreed to the plan.
  public Reply approvedByElicitation() {
    String said = "Approved by elicitation: the user was shown the plan and agreed.\n";
    boolean text = !stdout.startsWith("{");
    return with(
        text ? said + stdout : stdout, stderr, json.deepCopy().put("approved_by", "elicitation"));
  }

  /// Whether an acknowledgement is all that it was refused for.
  public boolean unacknowledged() {
    return returncode == 2
        && json.path("problems")
            .valueStream()
            .anyMatch(problem -> NOT_ACKNOWLEDGED.equals(Json.text(problem, "code")));
  }
}
