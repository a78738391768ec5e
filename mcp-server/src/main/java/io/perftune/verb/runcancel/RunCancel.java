package io.perftune.verb.runcancel;

import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import io.perftune.verb.Context;
import io.perftune.verb.HostName;
import io.perftune.verb.Outcome;
import io.perftune.verb.Safety;
import io.perftune.verb.Verb;
import io.perftune.verb.runs.RunEntry;
import io.perftune.verb.runs.RunIndex;
import io.perftune.verb.runs.RunIndex.Found;
import io.perftune.verb.runs.RunRecord;
import io.perftune.verb.runs.RunState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Stops runs as ^C would: the load generator is ended, what is complete is kept, the cell is
/// marked.
///
/// A run that has ended already is no error; of one that was lost, a load generator that it left is
/// ended.
public final class RunCancel implements Verb {
  @Override
  public String name() {
    return "run_cancel";
  }

  @Override
  public Safety safety() {
    return Safety.WRITES_ARTIFACTS;
  }

  @Override
  public Outcome run(ObjectNode input, Context context) throws InterruptedException {
    if (Json.text(input, "run") == null && Json.text(input, "campaign") == null) {
      throw new ProblemException(
          new Problem(
              "no-run",
              "Neither a run nor a campaign is named.",
              "run",
              "Give run, or campaign with or without cell; run_status lists the runs."));
    }
    Duration limit = Duration.ofSeconds(input.required("wait_s").longValue());
    List<Problem> problems = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    ArrayNode runs = Json.array();
    int stopped = 0;
    boolean left = false;
    for (Found found : meant(RunIndex.of(input, context), context)) {
      Stop stop = new Stop(found, context);
      RunRecord run = stop.carriedOut(limit);
      RunEntry entry = new RunEntry(found.runs(), run);
      ObjectNode json = entry.json(HostName.of(context), context.clock());
      json.set("kept", stop.kept());
      runs.add(json);
      lines.add(stop.sentence(run));
      problems.addAll(stop.problems(run));
      stopped += stop.stopped(run) ? 1 : 0;
      left |= stop.left(run);
    }
    if (runs.isEmpty()) {
      lines.add("Nothing goes on there.");
    }
    ObjectNode reply = Json.object().put("stopped", stopped);
    reply.set("runs", runs);
    String digest = String.join("\n", lines);
    return left
        ? new Outcome.Failed(reply, digest, problems)
        : new Outcome.Done(reply, digest, problems);
  }

  /// Of several, those that go on, or else the newest alone, to say how it ended.
  private static List<Found> meant(List<Found> all, Context context) {
    String host = HostName.of(context);
    List<Found> going = all.stream().filter(found -> state(found, host, context).going()).toList();
    return going.isEmpty() ? all.stream().limit(1).toList() : going;
  }

  private static RunState state(Found found, String host, Context context) {
    try {
      return found.record().state(host, context.clock().instant());
    } catch (ProblemException _) {
      return RunState.LOST;
    }
  }
}
