package io.perftune;

import io.perftune.fixtures.FakeVerb;
import io.perftune.value.Json;
import io.perftune.verb.Context;
import io.perftune.verb.Dispatcher;
import io.perftune.verb.Outcome;
import io.perftune.verb.Safety;
import java.io.IOException;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// The real process over verbs that a test can watch: cell_run starts a child, names its process,
/// and waits; interrupted, it ends the child. atlas_aggregate prints where it must not.
public final class FakeMain {
  private FakeMain() {}

  public static void main(String[] args) throws IOException {
    FakeVerb child = new FakeVerb("cell_run", Safety.SUBMITS_JOBS, (_, context) -> child(context));
    FakeVerb printing = new FakeVerb("atlas_aggregate", Safety.WRITES_ARTIFACTS, (_, _) -> print());
    Main.run(List.of(args), () -> new Dispatcher(List.of(child, printing)), Wiring.ofProcess());
  }

  private static Outcome child(Context context) throws InterruptedException {
    try {
      Process sleep = new ProcessBuilder("sleep", "300").start();
      System.err.println("child " + sleep.pid());
      context.progress().report(3, 20, "x c=10: 3 of 20 requests done");
      try {
        sleep.waitFor();
      } finally {
        sleep.destroy();
        sleep.onExit().join();
        System.err.println("cleaned up");
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return new Outcome.Failed(Json.object(), "", List.of());
  }

  private static Outcome print() {
    System.out.println("out of place");
    ObjectNode json = Json.object().put("campaign_dir", "é ü 中 \u2028");
    return new Outcome.Done(json, "line\nline", List.of());
  }
}
