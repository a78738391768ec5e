package io.perftune.engine.local;

import static java.util.Objects.requireNonNull;

import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.text.StringTokenizer;
import org.apache.commons.text.matcher.StringMatcherFactory;
import org.jspecify.annotations.Nullable;

/// Finds AIPerf: the variable `AIPERF_BIN`, the cell's `aiperf_cmd`, `aiperf` on `PATH`, in
/// `~/.local/bin`, the checkout's own `.venv-aiperf`, and at last `uv`, which fetches it.
///
/// What a person named is taken or refused. What was merely found and does not run is passed over
/// with a warning.
public final class AiperfLocator {
  /// The version whose behaviour this product was built and tested against.
  public static final String TRIED_VERSION = "0.13.0";

  /// The project's own virtual environment, in the checkout.
  public static final String VENV = ".venv-aiperf";

  /// Written last by bin/setup-aiperf: without it the virtual environment is half made.
  static final String VENV_COMPLETE = ".complete";

  private static final String SETUP =
      "Run bin/setup-aiperf once, or install uv (https://docs.astral.sh/uv/), or set AIPERF_BIN to"
          + " an aiperf program.";

  private final Map<String, String> environment;
  private final Path checkout;
  private final Path workingDirectory;
  private final AiperfVersion versions;

  /// @param environment PATH, HOME and AIPERF_BIN are read from it
  /// @param checkout where `.venv-aiperf` may lie
  /// @param workingDirectory from which a relative path is taken
  public AiperfLocator(Map<String, String> environment, Path checkout, Path workingDirectory) {
    this.environment = Map.copyOf(environment);
    this.checkout = requireNonNull(checkout, "checkout is null");
    this.workingDirectory = requireNonNull(workingDirectory, "workingDirectory is null");
    this.versions = new AiperfVersion(this.environment);
  }

  /// The AIPerf to start.
  ///
  /// @param aiperfCmd the cell's own command, split at blanks as a shell would; null where it has
  ///   none
  /// @throws ProblemException where a named one cannot be started, or there is none
  public EngineProgram locate(@Nullable String aiperfCmd) throws InterruptedException {
    String bin = environment.get("AIPERF_BIN");
    if (bin != null && !bin.isBlank()) {
      return named("AIPERF_BIN", List.of(bin));
    }
    if (aiperfCmd != null && !aiperfCmd.isBlank()) {
      return named("aiperf_cmd", words(aiperfCmd));
    }
    return found();
  }

  private EngineProgram named(String origin, List<String> words) throws InterruptedException {
    Path program = executable(words.getFirst());
    if (program == null) {
      throw refusal(
          origin, "%s names %s, which is not an executable file.".formatted(origin, words.get(0)));
    }
    List<String> command = new ArrayList<>(words);
    command.set(0, program.toString());
    return switch (versions.of(command)) {
      case AiperfVersion.Broken(String why) ->
          throw refusal(
              origin, "%s names %s, which does not run: %s".formatted(origin, program, why));
      case AiperfVersion.Silent(String why) -> program(command, origin, null, silent(program, why));
      case AiperfVersion.Known(String version) ->
          program(command, origin, version, untried(program, version));
    };
  }

  private EngineProgram found() throws InterruptedException {
    List<Problem> warnings = new ArrayList<>();
    for (Candidate candidate : candidates()) {
      if (!Files.isExecutable(candidate.program())) {
        continue;
      }
      List<String> command = List.of(candidate.program().toString());
      switch (versions.of(command)) {
        case AiperfVersion.Broken(String why) ->
            warnings.add(
                new Problem(
                    "aiperf-broken",
                    "%s does not run and was passed over: %s".formatted(candidate.program(), why),
                    candidate.origin(),
                    "Remove it or repair it."));
        case AiperfVersion.Silent(String why) -> {
          warnings.addAll(silent(candidate.program(), why));
          return program(command, candidate.origin(), null, warnings);
        }
        case AiperfVersion.Known(String version) -> {
          warnings.addAll(untried(candidate.program(), version));
          return program(command, candidate.origin(), version, warnings);
        }
      }
    }
    return uv(warnings);
  }

  private EngineProgram uv(List<Problem> warnings) {
    Path uv = onPath("uv");
    Path local = local("uv");
    if (uv == null && local != null && Files.isExecutable(local)) {
      uv = local;
    }
    if (uv == null) {
      List<Problem> problems = new ArrayList<>();
      problems.add(Problem.of("aiperf-not-found", "There is no AIPerf on this machine.", SETUP));
      problems.addAll(warnings);
      throw new ProblemException(problems);
    }
    String pin = "aiperf==" + TRIED_VERSION;
    return program(
        List.of(uv.toString(), "run", "--no-project", "--with", pin, "--python", "3.13", "aiperf"),
        "uv",
        TRIED_VERSION,
        warnings);
  }

  private List<Candidate> candidates() {
    List<Candidate> candidates = new ArrayList<>();
    Path onPath = onPath("aiperf");
    if (onPath != null) {
      candidates.add(new Candidate("PATH", onPath));
    }
    Path local = local("aiperf");
    if (local != null) {
      candidates.add(new Candidate("~/.local/bin", local));
    }
    Path venv = checkout.resolve(VENV);
    if (Files.exists(venv.resolve(VENV_COMPLETE))) {
      candidates.add(new Candidate(VENV, venv.resolve("bin/aiperf")));
    }
    return candidates;
  }

  /// The file that a word means: a path where it has a slash, else a program on PATH.
  private @Nullable Path executable(String word) {
    if (!word.contains("/")) {
      return onPath(word);
    }
    String home = environment.get("HOME");
    Path path =
        word.startsWith("~/") && home != null
            ? Path.of(home, word.substring(2))
            : workingDirectory.resolve(word).normalize();
    return Files.isRegularFile(path) && Files.isExecutable(path) ? path : null;
  }

  private @Nullable Path onPath(String name) {
    return Programs.onPath(environment.get("PATH"), name);
  }

  private @Nullable Path local(String name) {
    String home = environment.get("HOME");
    return home == null ? null : Path.of(home, ".local", "bin", name);
  }

  /// The words of a command, split at blanks as a shell would.
  public static List<String> words(String command) {
    return new StringTokenizer(
            command,
            StringMatcherFactory.INSTANCE.splitMatcher(),
            StringMatcherFactory.INSTANCE.quoteMatcher())
        .getTokenList();
  }

  private static EngineProgram program(
      List<String> command, String origin, @Nullable String version, List<Problem> warnings) {
    return new EngineProgram(command, origin, version, warnings);
  }

  private static List<Problem> untried(Path program, String version) {
    return version.equals(TRIED_VERSION)
        ? List.of()
        : List.of(
            new Problem(
                "aiperf-untried",
                "%s is AIPerf %s; this was tried with %s."
                    .formatted(program, version, TRIED_VERSION),
                program.toString(),
                "Compare the figures of a run with those of "
                    + TRIED_VERSION
                    + ", or run bin/setup-aiperf."));
  }

  private static List<Problem> silent(Path program, String why) {
    return List.of(
        new Problem(
            "aiperf-version-unknown",
            "%s does not tell its version: %s".formatted(program, why),
            program.toString(),
            "Run it with --version to see what it says."));
  }

  private static ProblemException refusal(String origin, String message) {
    return new ProblemException(new Problem("aiperf-not-usable", message, origin, SETUP));
  }

  private record Candidate(String origin, Path program) {}
}
