package io.perftune.verb.runstatus;

import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import io.perftune.verb.Context;
import io.perftune.verb.HostName;
import io.perftune.verb.Outcome;
import io.perftune.verb.Safety;
import io.perftune.verb.Verb;
import io.perftune.verb.runs.Following;
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

/// Lists the runs of cells, the newest first: how far those are that go on, how the others ended.
///
/// It writes nothing.
public final class RunStatus implements Verb {
  @Override
  public String name() {
    return "run_status";
  }

  @Override
  public Safety safety() {
    return Safety.READ_ONLY;
  }

  @Override
  public Outcome run(ObjectNode input, Context context) throws InterruptedException {
    List<Found> all = RunIndex.of(input, context);
    List<Found> first = all.stream().limit(input.required("limit").longValue()).toList();
    List<Problem> problems = new ArrayList<>();
    List<RunEntry> entries = entries(first, problems);
    awaitNewest(entries, Duration.ofSeconds(input.required("wait_s").longValue()), context);
    String host = HostName.of(context);
    List<String> lines = new ArrayList<>();
    ArrayNode runs = Json.array();
    for (RunEntry entry : entries) {
      RunEntry now = new RunEntry(entry.runs(), entry.runs().read(entry.run().runId()));
      runs.add(now.json(host, context.clock()));
      lines.add(now.line(host, context.clock()));
      if (now.run().state(host, context.clock().instant()) == RunState.LOST) {
        problems.add(Following.lost(now.run()));
      }
    }
    lines.addFirst(all.isEmpty() ? "No cell was run yet." : "Runs: " + all.size());
    if (all.size() > first.size()) {
      lines.add("and %d older; --limit shows more".formatted(all.size() - first.size()));
    }
    ObjectNode reply = Json.object().put("run_count", all.size());
    reply.set("runs", runs);
    return new Outcome.Done(reply, String.join("\n", lines), problems);
  }

  /// A record that cannot be read is a problem, and the others are listed.
  private static List<RunEntry> entries(List<Found> found, List<Problem> problems) {
    List<RunEntry> entries = new ArrayList<>();
    for (Found each : found) {
      try {
        entries.add(new RunEntry(each.runs(), each.record()));
      } catch (ProblemException e) {
        problems.addAll(e.problems());
      }
    }
    return entries;
  }

  /// Waits for the newest run that goes on, where the caller wants that.
  private static void awaitNewest(List<RunEntry> entries, Duration limit, Context context)
      throws InterruptedException {
    String host = HostName.of(context);
    for (RunEntry entry : entries) {
      if (limit.isPositive() && entry.run().state(host, context.clock().instant()).going()) {
        RunRecord _ = new Following(entry.runs(), entry.run().runId(), context).atMost(limit);
        return;
      }
    }
  }
}
