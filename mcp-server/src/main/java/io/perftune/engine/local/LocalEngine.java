package io.perftune.engine.local;

import static java.util.Objects.requireNonNull;

import io.perftune.engine.LoadEngine;
import io.perftune.tokens.O200k;
import io.perftune.value.EngineRun;
import io.perftune.value.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/// Runs a load generator for one trial of one point on this machine.
///
/// The child sees a chosen part of the environment and a TMPDIR of its own; for AIPerf there is the
/// vocabulary of o200k_base in it, so that `--tokenizer builtin` needs no network. What it leaves
/// in the raw directory is scrubbed of secrets before anybody reads it: a server may echo a key in
/// an error.
public final class LocalEngine implements LoadEngine {
  /// Where AIPerf's copy of the prompts lies while it runs, beside the raw directory.
  public static final Path TEMPORARY = PrivateTmp.BASE;

  private final Map<String, String> environment;
  private final Kind kind;
  private final ChildProcess child;

  /// @param environment this program's own, of which the child gets a part
  public LocalEngine(Map<String, String> environment, Kind kind) {
    this(environment, kind, new ChildProcess());
  }

  LocalEngine(Map<String, String> environment, Kind kind, ChildProcess child) {
    this.environment = ChildEnvironment.inherited(environment);
    this.kind = requireNonNull(kind, "kind is null");
    this.child = child;
  }

  /// Which load generator is run.
  public enum Kind {
    AIPERF("profile_export.jsonl"),
    BUILTIN("ended.jsonl");

    /// The file in the raw directory to which a line is added for each request that ended.
    private final String ended;

    Kind(String ended) {
      this.ended = ended;
    }

    /// The one that a cell names.
    ///
    /// @param engine `aiperf` or `builtin`
    public static Kind named(String engine) {
      return valueOf(engine.toUpperCase(Locale.ROOT));
    }
  }

  /// The configuration file that a run's argv must name with --config where it has one.
  public static Path configFile(Path commands, String name) {
    return commands.resolve(name + ".yaml");
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
    if (run.configFile() != null) {
      CommandFiles.refuseSecret(run.name() + ".yaml", List.of(run.configFile()), scrub);
      files.write(".yaml", run.configFile());
    }
    try (EndOfProgram atEnd = new EndOfProgram();
        PrivateTmp tmp = PrivateTmp.create()) {
      ChildProcess.Spec spec =
          new ChildProcess.Spec(
              run.name(),
              run.argv(),
              childEnvironment(tmp, secrets),
              place.commands(),
              run.limit());
      try {
        return child.run(
            spec,
            ChildPipes.scrubbed(scrub),
            new Watch(run, place.raw().resolve(kind.ended), tmp, listener),
            atEnd);
      } finally {
        RawScrub.scrub(place.raw(), scrub);
      }
    }
  }

  private Map<String, String> childEnvironment(PrivateTmp tmp, Map<String, String> secrets) {
    Map<String, String> variables = new TreeMap<>(environment);
    variables.put("TMPDIR", tmp.path().toString());
    switch (kind) {
      case AIPERF -> {
        variables.put("TIKTOKEN_CACHE_DIR", vocabulary(tmp).toString());
        variables.put("PYTHONUNBUFFERED", "1");
        variables.put("NO_COLOR", "1");
      }
      case BUILTIN -> {
        // Everything that it needs stands in its command line.
      }
    }
    variables.putAll(secrets);
    return variables;
  }

  private static Path vocabulary(PrivateTmp tmp) {
    Path directory = tmp.path().resolve("tiktoken");
    Path file = directory.resolve(O200k.TIKTOKEN_FILE);
    try {
      Files.createDirectory(directory);
      Files.write(file, O200k.vocabulary());
      return directory;
    } catch (IOException e) {
      throw new ProblemException(CommandFiles.notWritten(file, e), e);
    }
  }

  /// Turns the child's heartbeat into requests done.
  private static final class Watch implements ChildProcess.Watcher {
    private static final Duration QUIET = Duration.ofSeconds(4);

    private final int requests;
    private final PrivateTmp tmp;
    private final Listener listener;
    private final ProfiledRequests profiled;
    private Duration told = Duration.ZERO;

    Watch(EngineRun run, Path ended, PrivateTmp tmp, Listener listener) {
      this.requests = run.requests();
      this.tmp = tmp;
      this.listener = listener;
      this.profiled = new ProfiledRequests(ended);
    }

    @Override
    public void started(long pid, Instant start) {
      ProcessHandle.of(pid).ifPresent(tmp::ownedBy);
      listener.started(pid, start);
      listener.requests(0, requests, Duration.ZERO);
    }

    @Override
    public void alive(Duration elapsed) {
      if (profiled.grew() || elapsed.minus(told).compareTo(QUIET) >= 0) {
        told = elapsed;
        listener.requests(profiled.count(), requests, elapsed);
      }
    }
  }
}
