package io.perftune.verb.workload;

import static java.util.Objects.requireNonNull;

import io.perftune.value.AaShape;
import io.perftune.value.Campaign;
import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.verb.Outcome;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What aa_workload answers: a table for each shape that was tried, and what comes next.
final class WorkloadReply {
  private final WorkloadCall call;
  private final List<ShapeResult> results = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();

  WorkloadReply(WorkloadCall call) {
    this.call = requireNonNull(call, "call is null");
  }

  void say(List<Problem> said) {
    problems.addAll(said);
  }

  void add(ShapeResult result) {
    results.add(result);
    problems.addAll(result.problems());
  }

  /// Done where every shape is; refused where the first was and so nobody was asked anything.
  Outcome outcome() {
    ShapeResult last = results.getLast();
    if (last.done()) {
      return new Outcome.Done(json(), text(), problems);
    }
    if (results.size() > 1 || last.unfit() || last.outcome() instanceof Outcome.Failed) {
      return new Outcome.Failed(json(), text(), problems);
    }
    return RunWorkload.lacksProgram(problems)
        ? new Outcome.NotFound(json(), "", problems)
        : new Outcome.Refused(json(), "", problems);
  }

  private List<String> notTried() {
    return call.shapes().stream().skip(results.size()).map(AaShape::label).toList();
  }

  private ObjectNode json() {
    ObjectNode json =
        Json.object()
            .put("model", call.text("model"))
            .put("endpoint", call.text("url") + call.text("endpoint"))
            .put("mode", call.text("mode"))
            .put("engine", call.text("engine"))
            .put("artifact_root", call.artifactRoot().toString());
    ArrayNode shapes = json.putArray("shapes");
    results.forEach(result -> shapes.add(result.json()));
    json.set("not_tried", Json.strings(notTried()));
    return json.putNull("next_lever");
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    for (ShapeResult result : results) {
      boolean plan = result.outcome().json().path("status").isNull();
      text.append(plan ? result.outcome().digest().strip() + "\n" : ShapeTable.text(result));
      text.append('\n');
    }
    if (!notTried().isEmpty()) {
      text.append("Not tried after that: %s.%n".formatted(String.join(", ", notTried())));
    }
    return text.append(lever()).append('\n').toString().replace("\r\n", "\n");
  }

  private static String lever() {
    return new Campaign(Json.object().putNull("next_lever"), List.of(), List.of()).nextLeverLine();
  }
}
