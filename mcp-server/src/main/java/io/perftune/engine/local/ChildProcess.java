package io.perftune.engine.local;

import static java.util.Objects.requireNonNull;

import io.perftune.value.EngineRun;
import io.perftune.value.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Runs one program to its end in a session of its own, and leaves no process behind however that
/// end comes: by itself, by the limit, by an interrupt of the calling thread, or by this program's
/// own end.
///
/// Only a SIGKILL of this program leaves the child alive; then [#endOrphan] finds it by what the
/// watcher was told at the start.
public final class ChildProcess {
  private static final Duration TICK = Duration.ofMillis(500);
  private static final Duration DRAINING = Duration.ofSeconds(5);
  private static final Path NOTHING = Path.of("/dev/null");

  private final Grace grace;

  public ChildProcess() {
    this(new Grace(Duration.ofSeconds(10), Duration.ofSeconds(5)));
  }

  ChildProcess(Grace grace) {
    this.grace = grace;
  }

  /// How long a child may take to end: after SIGINT, and then after SIGTERM.
  record Grace(Duration afterInterrupt, Duration afterTerminate) {}

  /// What to run.
  ///
  /// @param name the stem of its files
  /// @param argv without a secret; the first word is an absolute path
  /// @param environment all of it
  /// @param commands where the files go
  /// @param limit after which it is ended
  public record Spec(
      String name,
      List<String> argv,
      Map<String, String> environment,
      Path commands,
      Duration limit) {
    public Spec {
      requireNonNull(name, "name is null");
      argv = List.copyOf(argv);
      environment = Map.copyOf(environment);
      requireNonNull(commands, "commands is null");
      requireNonNull(limit, "limit is null");
    }
  }

  /// Told of a run while it lasts, on the calling thread. Where it throws, the child is ended.
  public interface Watcher {
    /// The child runs: what a journal needs to find it again.
    ///
    /// @param start by the system, to the second
    void started(long pid, Instant start);

    /// The child still runs; told about twice a second.
    void alive(Duration elapsed);
  }

  /// Runs it, with its outputs through `scrub` into `<name>.stdout` and `.stderr`.
  ///
  /// @throws InterruptedException after the child is dead, where the calling thread was interrupted
  ///   or this program is ending
  /// @throws ProblemException where a file cannot be written, or a secret stands in argv
  public EngineRun.End run(Spec spec, UnaryOperator<String> scrub, Watcher watcher)
      throws InterruptedException {
    return run(spec, ChildPipes.scrubbed(scrub), watcher);
  }

  /// [#run(Spec, UnaryOperator, Watcher)] with an input, or with an eye on what it says.
  public EngineRun.End run(Spec spec, ChildPipes pipes, Watcher watcher)
      throws InterruptedException {
    try (EndOfProgram atEnd = new EndOfProgram()) {
      return run(spec, pipes, watcher, atEnd);
    }
  }

  EngineRun.End run(Spec spec, ChildPipes pipes, Watcher watcher, EndOfProgram atEnd)
      throws InterruptedException {
    UnaryOperator<String> scrub = pipes.scrub();
    CommandFiles files = new CommandFiles(spec.commands(), spec.name());
    files.command(spec.argv(), scrub);
    Process process;
    try {
      process = start(spec, pipes.input());
    } catch (IOException e) {
      files.exit(-1, EngineRun.Cause.NOT_STARTED);
      String why = scrub.apply(String.valueOf(e.getMessage()));
      return new EngineRun.End(-1, EngineRun.Cause.NOT_STARTED, why);
    }
    OutputDrain stdout = OutputDrain.start(process.getInputStream(), files.stdout(), scrub::apply);
    OutputDrain stderr =
        OutputDrain.start(process.getErrorStream(), files.stderr(), pipes.stderr());
    EngineRun.Cause cause = toItsEnd(process, spec.limit(), watcher, atEnd, files);
    stdout.finish(DRAINING);
    stderr.finish(DRAINING);
    refuseLoss(files.stdout(), stdout.failure());
    refuseLoss(files.stderr(), stderr.failure());
    return new EngineRun.End(exitCode(process), cause, lastLines(stdout, stderr));
  }

  private EngineRun.Cause toItsEnd(
      Process process, Duration limit, Watcher watcher, EndOfProgram atEnd, CommandFiles files)
      throws InterruptedException {
    ChildSession session = new ChildSession(process.toHandle());
    EngineRun.Cause cause = EngineRun.Cause.CANCELLED;
    try {
      atEnd.kills(session);
      watcher.started(process.pid(), process.info().startInstant().orElse(Instant.now()));
      cause = watch(process, limit, watcher);
    } finally {
      session.end(grace.afterInterrupt(), grace.afterTerminate());
      cause = atEnd.came() ? EngineRun.Cause.CANCELLED : cause;
      files.exit(exitCode(process), cause);
    }
    if (atEnd.came()) {
      throw new InterruptedException("this program is ending");
    }
    return cause;
  }

  /// Ends the session of a child that a killed predecessor left, if that very child still lives.
  ///
  /// @param pid as the watcher was told
  /// @param start as the watcher was told; a process of another start time is somebody else's
  /// @return whether there was one
  public boolean endOrphan(long pid, Instant start) {
    ProcessHandle orphan = ProcessHandle.of(pid).filter(ChildSession::runs).orElse(null);
    if (orphan == null || !ChildSession.startedAt(orphan, start)) {
      return false;
    }
    new ChildSession(orphan).end(grace.afterInterrupt(), grace.afterTerminate());
    return true;
  }

  private static Process start(Spec spec, @Nullable String input) throws IOException {
    if (!Files.isExecutable(Path.of(spec.argv().getFirst()))) {
      throw new IOException(spec.argv().getFirst() + " is not an executable file");
    }
    List<String> command = new ArrayList<>(OwnSession.launcher(spec.environment().get("PATH")));
    command.addAll(spec.argv());
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(spec.environment());
    if (input == null) {
      builder.redirectInput(ProcessBuilder.Redirect.from(NOTHING.toFile()));
      return builder.start();
    }
    Process process = builder.start();
    try {
      process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
    } catch (IOException _) {
      return process; // it has ended already, and how is what is told
    }
    return process;
  }

  private static EngineRun.Cause watch(Process process, Duration limit, Watcher watcher)
      throws InterruptedException {
    long start = System.nanoTime();
    while (!process.waitFor(TICK.toMillis(), TimeUnit.MILLISECONDS)) {
      Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
      if (elapsed.compareTo(limit) >= 0) {
        return EngineRun.Cause.TIMED_OUT;
      }
      watcher.alive(elapsed);
    }
    return EngineRun.Cause.EXITED;
  }

  /// -1 for a child beyond the reach of SIGKILL.
  private static int exitCode(Process process) {
    return process
        .onExit()
        .thenApply(Process::exitValue)
        .completeOnTimeout(-1, DRAINING.toSeconds(), TimeUnit.SECONDS)
        .join();
  }

  private static void refuseLoss(Path file, @Nullable IOException failure) {
    if (failure != null) {
      throw new ProblemException(CommandFiles.notWritten(file, failure), failure);
    }
  }

  private static String lastLines(OutputDrain stdout, OutputDrain stderr) {
    List<String> lines = new ArrayList<>(stdout.lastLines());
    lines.addAll(stderr.lastLines());
    return String.join("\n", lines);
  }
}
