package io.perftune.engine.kube;

import static java.util.Objects.requireNonNull;

import io.perftune.engine.LoadEngine;
import io.perftune.engine.local.ChildPipes;
import io.perftune.engine.local.ChildProcess;
import io.perftune.engine.local.CommandFiles;
import io.perftune.engine.local.RawScrub;
import io.perftune.tokens.O200k;
import io.perftune.value.BenchPod;
import io.perftune.value.EngineRun;
import io.perftune.value.Json;
import io.perftune.value.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/// Runs AIPerf in a pod: a directory of its own there, into which the prompts, the configuration
/// and the vocabulary are copied, and out of which the results are; it is removed after, however
/// the run ends.
///
/// kubectl's end does not end what it started, so the pod ends the run itself when its limit has
/// passed or its standard input ends, which it does with kubectl and with this program; beside
/// that, every end from here is followed by a call that ends what is left.
public final class KubeEngine implements LoadEngine {
  /// What the pod takes to end a run and say so.
  private static final Duration MARGIN = Duration.ofSeconds(60);

  private static final int TRANSFERS = 3;

  private static final Duration QUIET = Duration.ofSeconds(4);

  private final PodAgent agent;
  private final Path directory;
  private final String owner;

  /// @param directory in the pod, as the runs' argv says
  /// @param owner names this machine to others that use the pod
  public KubeEngine(Kubectl kubectl, Path directory, String owner) {
    this.agent = new PodAgent(kubectl);
    this.directory = requireNonNull(directory, "directory is null");
    this.owner = requireNonNull(owner, "owner is null");
  }

  @Override
  public EngineRun.End run(
      EngineRun run,
      Place place,
      Map<String, String> secrets,
      UnaryOperator<String> scrub,
      Listener listener)
      throws InterruptedException {
    CommandFiles.refuseUsed(place.raw());
    CommandFiles files = new CommandFiles(place.commands(), run.name());
    String config = run.configFile();
    if (config != null) {
      CommandFiles.refuseSecret(run.name() + ".yaml", List.of(config), scrub);
      files.write(".yaml", config);
    }
    agent.make(directory, owner);
    EngineRun.End end;
    try {
      bring(run, place);
      end = load(run, place, secrets, scrub, listener);
      fetch(place.raw());
    } catch (InterruptedException | RuntimeException e) {
      endAfter(e);
      throw e;
    } finally {
      RawScrub.scrub(place.raw(), scrub);
    }
    files.exit(end.exitCode(), end.ended());
    remove(files);
    return end;
  }

  /// Connections break, and a run may have taken hours: what came of a transfer that did is
  /// dropped, and it is tried again.
  private void fetch(Path raw) throws InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        agent.fetch(directory, raw);
        return;
      } catch (ProblemException e) {
        if (attempt == TRANSFERS) {
          throw e;
        }
        empty(raw);
      }
    }
  }

  private static void empty(Path raw) {
    try (Stream<Path> left = Files.walk(raw)) {
      for (Path path : left.sorted(Comparator.reverseOrder()).toList()) {
        if (!path.equals(raw)) {
          Files.delete(path);
        }
      }
    } catch (IOException e) {
      throw new ProblemException(CommandFiles.notWritten(raw, e), e);
    }
  }

  /// A directory that stays behind spoils no measurement; the cell's next run there removes it.
  private void remove(CommandFiles files) throws InterruptedException {
    try {
      agent.end(directory);
    } catch (ProblemException e) {
      files.remark("%s is still in the pod. %s".formatted(directory, e.getMessage()));
    }
  }

  private void bring(EngineRun run, Place place) throws InterruptedException {
    put(directory.resolve("tiktoken").resolve(O200k.TIKTOKEN_FILE), O200k.vocabulary());
    if (run.configFile() != null) {
      put(BenchPod.config(directory), run.configFile().getBytes(StandardCharsets.UTF_8));
    }
    Path dataset = place.dataset();
    if (dataset == null) {
      return;
    }
    try (InputStream in = Files.newInputStream(dataset)) {
      agent.put(BenchPod.dataset(directory), in, Files.size(dataset));
    } catch (IOException e) {
      throw new ProblemException(CommandFiles.notWritten(dataset, e), e);
    }
  }

  private void put(Path file, byte[] bytes) throws InterruptedException {
    agent.put(file, new ByteArrayInputStream(bytes), bytes.length);
  }

  private EngineRun.End load(
      EngineRun run,
      Place place,
      Map<String, String> secrets,
      UnaryOperator<String> scrub,
      Listener listener)
      throws InterruptedException {
    ObjectNode request = Json.object().put("limit_s", run.limit().toSeconds());
    request.putArray("withheld").add(EngineRun.KEY_VARIABLE);
    ObjectNode variables = request.putObject("environment");
    secrets.forEach(variables::put);
    ChildProcess.Spec spec =
        new ChildProcess.Spec(
            run.name(),
            run.argv(),
            agent.kubectl().environment(),
            place.commands(),
            run.limit().plus(MARGIN));
    AgentNotes notes = new AgentNotes(scrub);
    EngineRun.End end =
        new ChildProcess()
            .run(
                spec,
                new ChildPipes(PodAgent.input(request), scrub, notes),
                new Watch(run.requests(), notes, listener));
    return judged(end, notes, scrub);
  }

  /// How the run ended in the pod, which is not how kubectl did; without its word, kubectl's.
  private static EngineRun.End judged(
      EngineRun.End end, AgentNotes notes, UnaryOperator<String> scrub) {
    String ended = notes.text("ended");
    if (ended == null || end.ended() != EngineRun.Cause.EXITED) {
      return end;
    }
    EngineRun.Cause cause = EngineRun.Cause.valueOf(ended.toUpperCase(Locale.ROOT));
    String why = notes.text("why");
    return new EngineRun.End(
        notes.number("exit_code", end.exitCode()),
        cause,
        why == null ? end.lastLines() : scrub.apply(why));
  }

  /// Ends what is left in the pod although something else went wrong before, which is what is told.
  private void endAfter(Exception before) {
    boolean interrupted = Thread.interrupted();
    try {
      agent.end(directory);
    } catch (InterruptedException _) {
      interrupted = true;
    } catch (ProblemException e) {
      before.addSuppressed(e);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /// Turns the agent's notes into requests done.
  private static final class Watch implements ChildProcess.Watcher {
    private final int requests;
    private final AgentNotes notes;
    private final Listener listener;
    private int done;
    private Duration told = Duration.ZERO;

    Watch(int requests, AgentNotes notes, Listener listener) {
      this.requests = requests;
      this.notes = notes;
      this.listener = listener;
    }

    @Override
    public void started(long pid, Instant start) {
      listener.started(pid, start);
      listener.requests(0, requests, Duration.ZERO);
    }

    @Override
    public void alive(Duration elapsed) {
      int now = notes.number("done", 0);
      if (now > done || elapsed.minus(told).compareTo(QUIET) >= 0) {
        done = now;
        told = elapsed;
        listener.requests(done, requests, elapsed);
      }
    }
  }
}
